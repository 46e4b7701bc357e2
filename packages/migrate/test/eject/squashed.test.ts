/** One commit that holds several runs of Lunakey, and people's work: what was Lunakey's is told apart. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { planEnvMembers } from "../../src/cleanup/plan-env-members.ts";
import { planRepositoryMigration } from "../../src/codemod/plan-repository-migration.ts";
import { planCodeStep } from "../../src/eject/code-step.ts";
import { takeBackForward } from "../../src/eject/take-back.ts";
import { scanRepository } from "../../src/inventory/scan-repository.ts";
import { createDisk, type DiskReader } from "../../src/repository/disk.ts";
import { ParsedFiles } from "../../src/source/parsed-files.ts";
import { PLATFORM, tsconfig } from "../codemod/monorepo/monorepo.ts";
import { folderOf } from "../inventory/repository-of.ts";

const CONFIG = "wrangler.toml";
const HELPER = "src/secrets.ts";
const HELPER_TEXT = readFileSync(
  fileURLToPath(new URL("../../../runtime/src/secrets.ts", import.meta.url)),
  "utf8",
);

const parsed = new ParsedFiles();

const FIRST: Readonly<Record<string, string>> = {
  [CONFIG]: 'name = "w"\nmain = "src/index.ts"\ncompatibility_date = "2026-08-01"\n',
  "tsconfig.json": tsconfig("."),
  "platform.d.ts": PLATFORM.replace(
    "{ readonly headers",
    "{ readonly url: string; readonly headers",
  ),
  "src/env.ts": "export interface Env {\n  A: string;\n  B: string;\n  C: string;\n}\n",
  "src/index.ts": `import type { Env } from "./env";
import { pay } from "./pay";
import { sign } from "./sign";

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const pathname = request.url.slice("https://w.example".length);
    if (pathname === "/pay") return new Response(pay(env));
    if (pathname === "/sign") return new Response(sign(env));
    return new Response(env.C);
  },
};
`,
  "src/pay.ts": `import type { Env } from "./env";

export function pay(env: Env): string {
  return "paid with " + env.A;
}
`,
  "src/sign.ts": `import type { Env } from "./env";

export function sign(env: Env): string {
  return "signed with " + env.B + env.A;
}
`,
};

type Texts = Record<string, string>;

/** What a run makes of the texts. */
type Run = (texts: Texts) => Promise<Texts>;

const scan = (disk: DiskReader) => scanRepository({ disk, depth: "quick", parsed });

async function open(texts: Texts) {
  const disk = createDisk(folderOf(texts));
  return { disk, inventory: await scan(disk) };
}

const migrate =
  (scope: { readonly routes?: readonly string[]; readonly files?: readonly string[] }): Run =>
  async (texts) => {
    const helperOf = () => ({ kind: "file" as const, path: HELPER, text: HELPER_TEXT });
    const { changes } = planRepositoryMigration({
      ...(await open(texts)),
      configs: [CONFIG],
      helperOf,
      parsed,
      ...scope,
    });
    return withChanges(texts, changes);
  };

const takeMembers =
  (...names: string[]): Run =>
  async (texts) => {
    const { disk, inventory } = await open(texts);
    return withChanges(texts, planEnvMembers(disk, inventory, [CONFIG], names));
  };

const edit =
  (path: string, from: string, to: string): Run =>
  async (texts) => {
    expect(texts[path]).toContain(from);
    return { ...texts, [path]: (texts[path] ?? "").replace(from, to) };
  };

function withChanges(
  texts: Texts,
  changes: readonly { readonly path: string; readonly after: string | null }[],
): Texts {
  expect(changes.length).toBeGreaterThan(0);
  return { ...texts, ...Object.fromEntries(changes.map(({ path, after }) => [path, after ?? ""])) };
}

interface Ejected {
  readonly texts: Texts;
  /** Files in which something could not be told apart. */
  readonly unclean: readonly string[];
}

/** The texts without Lunakey, where all runs were one commit. */
async function ejectSquashed(runs: readonly Run[]): Promise<Ejected> {
  let texts: Texts = { ...FIRST };
  for (const run of runs) texts = await run(texts);
  const before = await open(FIRST);
  const after = await open(texts);
  const changes = await planCodeStep({
    disk: before.disk,
    inventoryBefore: before.inventory,
    inventoryAfter: after.inventory,
    config: CONFIG,
    helper: { kind: "file", path: HELPER, text: HELPER_TEXT },
    parsed,
    scan,
    changed: new Set(Object.keys(texts).filter((path) => texts[path] !== FIRST[path])),
    readBefore: (path) => FIRST[path] ?? null,
    readAfter: (path) => texts[path] ?? null,
  });
  const back = Object.keys(FIRST).map((path) => {
    const first = FIRST[path] ?? null;
    const now = texts[path] ?? null;
    const moved = changes.find((change) => change.path === path)?.after ?? first;
    const steps = [{ before: first, moved, after: now }];
    return { path, ...takeBackForward({ path, first, steps }, now) };
  });
  return {
    texts: Object.fromEntries(back.map(({ path, text }) => [path, text ?? ""])),
    unclean: back.filter(({ isClean }) => !isClean).map(({ path }) => path),
  };
}

describe("the way back of a commit that holds", () => {
  it.each<[string, Run[]]>([
    ["one run", [migrate({})]],
    ["one route", [migrate({ routes: ["/sign"] })]],
    ["a file", [migrate({ files: ["src/pay.ts"] })]],
    ["a route and a file", [migrate({ routes: ["/sign"] }), migrate({ files: ["src/pay.ts"] })]],
    ["a file, then all", [migrate({ files: ["src/sign.ts"] }), migrate({})]],
    ["all, and two clean-ups", [migrate({}), takeMembers("B"), takeMembers("A", "C")]],
  ])("%s ends at the texts before, byte for byte", async (_, runs) => {
    expect(await ejectSquashed(runs)).toEqual({ texts: FIRST, unclean: [] });
  });

  it("people's changes between the runs keeps those", async () => {
    const people = edit("src/sign.ts", "signed with", "signed by");
    const more = edit("src/pay.ts", "export function", "/** Pays. */\nexport function");
    const back = await ejectSquashed([
      migrate({ files: ["src/sign.ts"] }),
      people,
      migrate({}),
      takeMembers("A"),
      async (texts) => ({
        ...texts,
        "src/pay.ts": (texts["src/pay.ts"] ?? "").replace("export ", "/** Pays. */\nexport "),
      }),
    ]);
    expect(back).toEqual({ texts: await more(await people({ ...FIRST })), unclean: [] });
  });
});
