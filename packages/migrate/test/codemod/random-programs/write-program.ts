/**
 * A random Worker of a few files, synchronous throughout, whose answers and notes are the same for
 * the same values, and show the order in which things were done.
 */
import type { Files } from "../virtual-repository.ts";
import { HELPER_PATH, HELPER_TYPES } from "../virtual-repository.ts";
import { Choices } from "./choices.ts";
import {
  type Callable,
  OPTIONAL,
  type ProgramState,
  REQUIRED,
  type Scope,
  withName,
} from "./scope.ts";
import { writeFunction } from "./write-function.ts";
import { JUMPS } from "./write-jumps.ts";
import { indented, shown, writeBody } from "./write-statements.ts";

const FUNCTIONS_MAX_COUNT = 6;
const DEPTH = 3;
export const ENTRY = "src/index.ts";
export const FILES = [ENTRY, "src/keys.ts", "src/clients.ts"] as const;
/** Each with a language of its own: JavaScript, and TypeScript with elements. */
const OTHER_FILES = ["src/plain.js", "src/view.tsx"] as const;

const TRACE = `/** What was done, in the order in which it was. */
export const trace: string[] = [];

export function note(text: string): void {
  trace.push(text);
}
`;

const PLATFORM = 'import { env as platform } from "cloudflare:workers";';
/** The same environment, by way of a module of the repository. */
const WRAPPER = 'export { env as platform } from "cloudflare:workers";\n';
const WRAPPED = 'import { platform } from "./platform";';

const TYPES = `export interface Env {
${REQUIRED.map((name) => `  ${name}: string;`).join("\n")}
${OPTIONAL.map((name) => `  ${name}?: string;`).join("\n")}
  SECRETS: SecretsStore;
}
interface AppEnv extends Env {}
declare global {
  namespace Cloudflare {
    interface Env extends AppEnv {}
  }
}
`;

/** The names that the programs read. */
export const SECRETS: ReadonlySet<string> = new Set([...REQUIRED, ...OPTIONAL]);

/** @param tape decides everything: the same tape, the same program. */
export function writeProgram(tape: readonly number[]): Files {
  return writeFiles(tape, (scope) => writeHandler(scope(ENTRY)));
}

/** The lines of a file that is made last; `scope` is what a file can name, `add` gives it more lines. */
export type WriteEntry = (
  scope: (file: string) => Scope,
  add: (file: string, lines: readonly string[]) => void,
) => string[];

/** @param writeEntry the lines of `src/index.ts`, beside which a few random functions are. */
export function writeFiles(
  tape: readonly number[],
  writeEntry: WriteEntry,
  files: readonly string[] = [...FILES, ...FILES, ...OTHER_FILES],
): Files {
  const choices = new Choices(tape);
  const program: ProgramState = { imports: new Map(), count: 0, statements: JUMPS };
  const lines = new Map<string, string[]>();
  const add = (file: string, more: readonly string[]) => {
    lines.set(file, [...(lines.get(file) ?? []), ...more, ""]);
  };
  const callables: Callable[] = [];
  for (let left = choices.number(FUNCTIONS_MAX_COUNT + 1); left > 0; left--) {
    const file = choices.of(files);
    const written = writeFunction(scopeOf(choices, file, callables, program));
    add(file, written.lines);
    callables.push(written.callable);
  }
  add(
    ENTRY,
    writeEntry((file) => scopeOf(choices, file, callables, program), add),
  );
  return new Map([
    ["src/types.ts", TYPES],
    ["src/trace.ts", TRACE],
    ["src/platform.ts", WRAPPER],
    [HELPER_PATH, HELPER_TYPES],
    ...[...lines].map(([file, body]): [string, string] => [file, textOf(file, body, program)]),
  ]);
}

function scopeOf(
  choices: Choices,
  file: string,
  callables: readonly Callable[],
  program: ProgramState,
): Scope {
  const names = { S: [], O: [], B: [], L: [], R: [], V: [] };
  const scope = { choices, file, program, names, callables: [...callables], guarded: [] };
  return { ...scope, env: "env", returns: undefined, isAsync: false, depth: DEPTH };
}

/** A Worker of one handler. */
export function writeHandler(scope: Scope): string[] {
  const head = scope.choices.of([
    "fetch(request: Request, env: Env): Response {",
    "async fetch(request: Request, env: Env): Promise<Response> {",
    "fetch: (request: Request, env: Env): Response => {",
  ]);
  const inner = withName({ ...scope, isAsync: head.startsWith("async") }, "S", "text");
  const body = ['const text = request.headers.get("text") ?? "none";', ...writeAnswer(inner)];
  return [
    "export default {",
    ...indented([head, ...indented(body), "},"]),
    "} satisfies ExportedHandler<Env>;",
  ];
}

/** Statements, the last of which answers a request with what is seen of them. */
export function writeAnswer(scope: Scope): string[] {
  const { lines, scope: end } = writeBody(scope, 4);
  const out = [shown("S", end), ...end.choices.list(2, () => shown("L", end))];
  return [...lines, `return Response.json({ out: [${out.join(", ")}], trace: [...trace] });`];
}

function textOf(file: string, body: readonly string[], { imports }: ProgramState): string {
  const names = new Map<string, string[]>();
  for (const [name, from] of imports.get(file) ?? []) {
    names.set(from, [...(names.get(from) ?? []), name]);
  }
  const lines = [...names].map(([from, list]) => {
    const specifier = `./${from.slice("src/".length).replace(/\.[jt]sx?$/, "")}`;
    return `import { ${list.sort().join(", ")} } from "${specifier}";`;
  });
  const first = body.some((line) => /\bplatform\b/.test(line))
    ? [file === ENTRY ? PLATFORM : WRAPPED]
    : [];
  const trace = body.some((line) => line.includes("[...trace]")) ? "note, trace" : "note";
  const types = file.endsWith(".js") ? [] : ['import type { Env } from "./types";'];
  const common = [`import { ${trace} } from "./trace";`, ...types];
  return [...first, ...lines.sort(), ...common, "", ...body].join("\n");
}
