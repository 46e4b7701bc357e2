/** What code at one place of a random program can name. */
import type { Choices } from "./choices.ts";

/** S string, O string or undefined, B boolean, L strings, R an object with `text`, V nothing. */
export type Kind = "S" | "O" | "B" | "L" | "R" | "V";

export const TYPES: Readonly<Record<Kind, string>> = {
  S: "string",
  O: "string | undefined",
  B: "boolean",
  L: "string[]",
  R: "{ text: string; key: string }",
  V: "void",
};

/** Secrets that `Env` says are there, and ones that it says may not be. */
export const REQUIRED = ["KEY_A", "KEY_B"] as const;
export const OPTIONAL = ["OPT_A", "OPT_B"] as const;

/** Something that can be called: `write` gives the call, made with an environment and a string. */
export interface Callable {
  readonly kind: Kind;
  /** The export to import, and the file that has it. */
  readonly name: string;
  readonly file: string;
  readonly write: (env: string, text: string) => string;
  /** Was async before: to be called, and awaited, from async code only. */
  readonly isAsync?: boolean;
}

export interface Scope {
  readonly choices: Choices;
  /** The expression that is the environment. */
  readonly env: string;
  readonly file: string;
  readonly callables: readonly Callable[];
  /** Names of constants by what they are. */
  readonly names: Readonly<Record<Kind, readonly string[]>>;
  /** Optional secrets that a guard above has seen to be there. Forgotten inside of a closure. */
  readonly guarded: readonly string[];
  /** What a `return` here has to give; undefined where there can be none. */
  readonly returns: Kind | undefined;
  /** Is the code around in an async function? */
  readonly isAsync: boolean;
  /** How much deeper expressions and blocks may go. */
  readonly depth: number;
  readonly program: ProgramState;
}

export interface Written {
  readonly lines: readonly string[];
  /** Of the statements after it. */
  readonly scope: Scope;
}

export type WriteStatement = (scope: Scope) => Written;

export interface ProgramState {
  /** Beside those that every block can hold. */
  readonly statements: readonly WriteStatement[];
  /** Names that each file imports of others: `file` to name to where it is from. */
  readonly imports: Map<string, Map<string, string>>;
  count: number;
}

export function fresh({ program }: Scope, prefix: string): string {
  program.count += 1;
  return `${prefix}${program.count}`;
}

export function deeper(scope: Scope): Scope {
  return { ...scope, depth: scope.depth - 1 };
}

/** Inside of a function that is made here: guards do not reach into it, and it returns for itself. */
export function closure(scope: Scope, returns: Kind | undefined): Scope {
  return { ...deeper(scope), guarded: [], returns, isAsync: false };
}

/** The functions that code here can call. */
export function callable(scope: Scope, kind?: Kind): Callable[] {
  return scope.callables.filter(
    (one) => (kind === undefined || one.kind === kind) && (scope.isAsync || !one.isAsync),
  );
}

/** A call, awaited where it has to be. */
export function writeCall(scope: Scope, called: Callable, text: string): string {
  use(scope, called);
  const call = called.write(scope.env, text);
  return called.isAsync ? `(await ${call})` : call;
}

export function withName(scope: Scope, kind: Kind, name: string): Scope {
  return { ...scope, names: { ...scope.names, [kind]: [...scope.names[kind], name] } };
}

/** Notes that the scope's file needs the name of another file. */
function use({ program, file }: Scope, callable: Callable): void {
  if (callable.file === file || callable.file === "") return;
  const names = program.imports.get(file) ?? new Map<string, string>();
  program.imports.set(file, names.set(callable.name, callable.file));
}
