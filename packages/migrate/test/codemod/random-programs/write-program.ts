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
import { indented, shown, writeBody } from "./write-statements.ts";

const FUNCTIONS_MAX_COUNT = 6;
const DEPTH = 3;
const ENTRY = "src/index.ts";
const FILES = [ENTRY, "src/keys.ts", "src/clients.ts"] as const;

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
  const choices = new Choices(tape);
  const program: ProgramState = { imports: new Map(), count: 0 };
  const lines = new Map<string, string[]>(FILES.map((file) => [file, []]));
  const callables: Callable[] = [];
  for (let left = choices.number(FUNCTIONS_MAX_COUNT + 1); left > 0; left--) {
    const file = choices.of(FILES);
    const written = writeFunction(scopeOf(choices, file, callables, program));
    lines.get(file)?.push(...written.lines, "");
    callables.push(written.callable);
  }
  lines.get(ENTRY)?.push(...writeHandler(scopeOf(choices, ENTRY, callables, program)));
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

function writeHandler(scope: Scope): string[] {
  const head = scope.choices.of([
    "fetch(request: Request, env: Env): Response {",
    "async fetch(request: Request, env: Env): Promise<Response> {",
    "fetch: (request: Request, env: Env): Response => {",
  ]);
  const inner = withName({ ...scope, isAsync: head.startsWith("async") }, "S", "text");
  const { lines, scope: end } = writeBody(inner, 4);
  const out = [shown("S", end), ...end.choices.list(2, () => shown("L", end))];
  const body = [
    'const text = request.headers.get("text") ?? "none";',
    ...lines,
    `return Response.json({ out: [${out.join(", ")}], trace: [...trace] });`,
  ];
  return [
    "export default {",
    ...indented([head, ...indented(body), "},"]),
    "} satisfies ExportedHandler<Env>;",
    "",
  ];
}

function textOf(file: string, body: readonly string[], { imports }: ProgramState): string {
  const names = new Map<string, string[]>();
  for (const [name, from] of imports.get(file) ?? []) {
    names.set(from, [...(names.get(from) ?? []), name]);
  }
  const lines = [...names].map(([from, list]) => {
    const specifier = `./${from.slice("src/".length).replace(/\.ts$/, "")}`;
    return `import { ${list.sort().join(", ")} } from "${specifier}";`;
  });
  const first = body.some((line) => /\bplatform\b/.test(line))
    ? [file === ENTRY ? PLATFORM : WRAPPED]
    : [];
  const trace = file === ENTRY ? "note, trace" : "note";
  const common = [`import { ${trace} } from "./trace";`, 'import type { Env } from "./types";'];
  return [...first, ...lines.sort(), ...common, "", ...body].join("\n");
}
