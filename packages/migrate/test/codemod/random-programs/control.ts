/** A program and its migration by hand, correct: each `await` that is taken out of it is a fault. */
import type { Place } from "../../../src/repository/place.ts";
import { type Files, HELPER_PATH, HELPER_TEXT } from "../virtual-repository.ts";
import type { Migrated } from "./judge.ts";

const TRACE = `export const trace: string[] = [];
export function note(text: string): void {
  trace.push(text);
}
`;

const BEFORE = `import { note, trace } from "./trace";

let client: { key: string } | undefined;
function getClient(env: Env): { key: string } {
  if (!client) {
    note("built the client");
    client = { key: env.KEY_A };
  }
  return client;
}
function check(env: Env, text: string): void {
  if (text === env.KEY_B) throw new Error("refused");
  note("checked");
}
const isOpen = (env: Env, text: string): boolean => text === env.KEY_A;
const list = (env: Env): string[] => [env.KEY_A, env.KEY_B];
function label(env: Env): string {
  if (!env.OPT_A) return "no label";
  return env.OPT_A.toUpperCase();
}

export default {
  fetch(request: Request, env: Env): Response {
    const text = request.headers.get("text") ?? "";
    check(env, text);
    if (!isOpen(env, text)) note("closed");
    const open = ["alpha", text].some((one) => isOpen(env, one));
    for (const one of list(env)) note(one);
    const out = [getClient(env).key, open, label(env), ...list(env), { label: label(env) }];
    note("label " + label(env));
    return Response.json({ out, trace: [...trace] });
  },
};
`;

const AFTER = `import { getSecret, requireSecret } from "./secrets";
import { note, trace } from "./trace";

let client: { key: string } | undefined;
async function getClient(env: Env): Promise<{ key: string }> {
  const keyA = await requireSecret(env, "KEY_A");
  if (!client) {
    note("built the client");
    client = { key: keyA };
  }
  return client;
}
async function check(env: Env, text: string): Promise<void> {
  if (text === (await requireSecret(env, "KEY_B"))) throw new Error("refused");
  note("checked");
}
const isOpen = async (env: Env, text: string): Promise<boolean> => text === (await requireSecret(env, "KEY_A"));
const list = async (env: Env): Promise<string[]> => [await requireSecret(env, "KEY_A"), await requireSecret(env, "KEY_B")];
async function label(env: Env): Promise<string> {
  const optA = await getSecret(env, "OPT_A");
  if (!optA) return "no label";
  return optA.toUpperCase();
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const text = request.headers.get("text") ?? "";
    await check(env, text);
    if (!(await isOpen(env, text))) note("closed");
    const open = (await Promise.all(["alpha", text].map((one) => isOpen(env, one)))).some(Boolean);
    for (const one of await list(env)) note(one);
    const out = [(await getClient(env)).key, open, await label(env), ...(await list(env)), { label: await label(env) }];
    note("label " + (await label(env)));
    return Response.json({ out, trace: [...trace] });
  },
};
`;

/** A client that is built after a wait between the check and the set: two requests build two. */
const RACE = `async function getClient(env: Env): Promise<{ key: string }> {
  if (!client) {
    const keyA = await requireSecret(env, "KEY_A");
    note("built the client");
    client = { key: keyA };
  }
  return client;
}
`;

export const right: Migrated = {
  before: filesWith(BEFORE),
  after: filesWith(AFTER),
  required: [...BEFORE.matchAll(/env\.(KEY_[AB])/g)].map(({ index, 1: name = "" }) => ({
    name,
    place: placeOf(BEFORE, index),
  })),
  left: new Set(),
};

/** The migration with one fault each, by what it is. */
export const faulty: readonly (readonly [title: string, files: Files])[] = [
  ...[...AFTER.matchAll(/await /g)].map(({ index }, number): [string, Files] => [
    `without await ${number + 1} of line ${AFTER.slice(0, index).split("\n").length}`,
    filesWith(AFTER.slice(0, index) + AFTER.slice(index + "await ".length)),
  ]),
  [
    "with a secret that could be missing and is required",
    filesWith(AFTER.replace('getSecret(env, "OPT_A")', 'requireSecret(env, "OPT_A")')),
  ],
  [
    "with a client that two requests build",
    filesWith(AFTER.replace(/async function getClient[\s\S]*?\n\}\n/, RACE)),
  ],
];

function filesWith(index: string): Files {
  return new Map([
    ["src/index.ts", index],
    ["src/trace.ts", TRACE],
    [HELPER_PATH, HELPER_TEXT],
  ]);
}

function placeOf(text: string, index: number): Place {
  const lines = text.slice(0, index).split("\n");
  return { file: "src/index.ts", line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}
