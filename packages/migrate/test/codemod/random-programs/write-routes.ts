/** A random Worker with routes, which share the functions that they call. */
import type { Files } from "../virtual-repository.ts";
import { fresh, type Scope, withName } from "./scope.ts";
import { ENTRY, FILES, writeAnswer, writeFiles } from "./write-program.ts";
import { indented } from "./write-statements.ts";

/** The routes of every such program. */
export const ROUTES = ["/one", "/two", "/three"] as const;

/** What answers one route: where it is, and the statement that hands a request over to it. */
interface Handler {
  readonly path: string;
  readonly lines: readonly string[];
}

/** @param tape decides everything: the same tape, the same program. */
export function writeRoutedProgram(tape: readonly number[]): Files {
  return writeFiles(tape, (scope, add) => {
    const main = scope(ENTRY);
    const isAsync = main.choices.number(2) === 0;
    const handlers = ROUTES.map((path) => writeHandler(path, scope, add, { main, isAsync }));
    const head = isAsync
      ? "async fetch(request: Request, env: Env): Promise<Response> {"
      : "fetch(request: Request, env: Env): Response {";
    const body = [
      'const text = request.headers.get("text") ?? "none";',
      "const { pathname } = new URL(request.url);",
      ...dispatch(main, handlers),
    ];
    return [
      "export default {",
      ...indented([head, ...indented(body), "},"]),
      "} satisfies ExportedHandler<Env>;",
    ];
  });
}

function writeHandler(
  path: string,
  scope: (file: string) => Scope,
  add: (file: string, lines: readonly string[]) => void,
  { main, isAsync }: { main: Scope; isAsync: boolean },
): Handler {
  if (main.choices.number(3) === 2) {
    return { path, lines: writeAnswer(withName({ ...main, isAsync }, "S", "text")) };
  }
  const file = main.choices.of(FILES);
  const name = fresh(main, "route");
  const own = withName(scope(file), "S", "text");
  const head = main.choices.of([
    `export function ${name}(env: Env, text: string): Response {`,
    `export const ${name} = (env: Env, text: string): Response => {`,
  ]);
  add(file, [head, ...indented(writeAnswer(own)), head.endsWith("=> {") ? "};" : "}"]);
  if (file !== ENTRY) {
    const names = main.program.imports.get(ENTRY) ?? new Map<string, string>();
    main.program.imports.set(ENTRY, names.set(name, file));
  }
  return { path, lines: [`return ${name}(env, text);`] };
}

function dispatch({ choices }: Scope, handlers: readonly Handler[]): string[] {
  const none = 'return new Response("none", { status: 404 });';
  return choices.of([
    () => [
      ...handlers.flatMap(({ path, lines }) => [
        `if (pathname === "${path}") {`,
        ...indented(lines),
        "}",
      ]),
      none,
    ],
    () => [
      "switch (pathname) {",
      ...handlers.flatMap(({ path, lines }) => [
        `  case "${path}": {`,
        ...indented(indented(lines)),
        "  }",
      ]),
      `  default:`,
      `    ${none}`,
      "}",
    ],
  ])();
}
