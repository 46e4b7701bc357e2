/** A client that can not be built the first time, and a migration by hand in which one of its two routes waits. */
import { type Files, HELPER_PATH, HELPER_TEXT } from "../virtual-repository.ts";
import type { Migrated } from "./judge.ts";

const TRACE = `export const trace: string[] = [];
export const note = (text: string): void => void trace.push(text);
`;

const KEPT = `import { note, trace } from "./trace";

let kept: string | undefined;
let tries = 0;
function build(): string {
  tries += 1;
  if (tries === 1) throw new Error("it is not ready");
  note("built it");
  return "kept";
}
const answerOf = (path: string): Response => {
  kept ??= build();
  return Response.json({ out: [path, kept], trace: [...trace] });
};
`;

const BEFORE = `${KEPT}
export default {
  async fetch(request: Request): Promise<Response> {
    return answerOf(new URL(request.url).pathname);
  },
};
`;

const AFTER = `${KEPT}
export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/waits") await Promise.resolve();
    return answerOf(pathname);
  },
};
`;

const filesOf = (text: string): Files =>
  new Map([
    ["src/trace.ts", TRACE],
    ["src/index.ts", text],
    [HELPER_PATH, HELPER_TEXT],
  ]);

export const inTurns: Migrated = {
  before: filesOf(BEFORE),
  after: filesOf(AFTER),
  required: [],
  earlier: new Set(),
  left: new Set(),
  paths: ["/waits", "/stays", "/waits", "/stays"],
};

/** What is wrong, and the program that is. */
export const faultyTurns: [title: string, after: Files][] = [
  ["where nobody is told", filesOf(AFTER.replace("tries === 1", "tries === 0"))],
  ["where two are told", filesOf(AFTER.replace("tries === 1", "tries <= 2"))],
  [
    "where the other one gets another answer",
    filesOf(AFTER.replace("out: [path, kept]", 'out: [path === "/waits" ? "" : path, kept]')),
  ],
];
