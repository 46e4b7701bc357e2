/** A fault of the planner itself stops neither the other Workers nor the other reads. */
import { describe, expect, it } from "vitest";
import { acceptReads } from "../../../src/codemod/asyncify/accept-reads.ts";
import { planRepositoryMigration } from "../../../src/codemod/plan-repository-migration.ts";
import { chooseReads } from "../../../src/codemod/reads/choose-reads.ts";
import { ReferenceIndex } from "../../../src/codemod/references/reference-index.ts";
import { describeCrash } from "../../../src/codemod/repository/crash.ts";
import { scanRepository } from "../../../src/inventory/scan-repository.ts";
import { createDisk } from "../../../src/repository/disk.ts";
import { findEnvReads } from "../../../src/source/find-env-reads.ts";
import { createProgram, HELPER_TEXT, HELPER_TYPES, ROOT } from "../virtual-repository.ts";
import { Monorepo, worker } from "./monorepo.ts";

const OWN = (name: string) => `interface Env { KEY_${name}: string; }
export default {
  async fetch(_request: Request, env: Env): Promise<Response> { return new Response(env.KEY_${name}); },
};
`;

/** What a fault inside of the planner is like, for one function only. */
class FaultyIndex extends ReferenceIndex {
  override named(name: string) {
    if (name === "broken") throw new TypeError("secret-value of the code is undefined");
    return super.named(name);
  }
}

describe("a fault of the planner", () => {
  it("is told of the Worker that it was in, and the others move", async () => {
    const repository = new Monorepo({
      ...worker("a", "src/index.ts"),
      "apps/a/src/index.ts": OWN("A"),
      ...worker("b", "src/index.ts"),
      "apps/b/src/index.ts": OWN("B"),
    });
    const disk = createDisk(repository.root);
    const plan = planRepositoryMigration({
      disk,
      inventory: await scanRepository({ disk, depth: "quick" }),
      configs: ["apps/a/wrangler.toml", "apps/b/wrangler.toml"],
      helperOf: (config) => {
        if (config.startsWith("apps/a")) throw new TypeError("secret-value is undefined");
        return { kind: "file", path: "apps/b/src/secrets.ts", text: HELPER_TEXT };
      },
    });
    expect(plan.workers.map(({ crashes }) => crashes)).toEqual([
      [{ kind: "TypeError", at: expect.stringMatching(/^crash\.test\.ts:\d+$/) as string }],
      [],
    ]);
    expect(plan.changes.map(({ path }) => path)).toEqual([
      "apps/b/src/index.ts",
      "apps/b/src/secrets.ts",
    ]);
    expect(JSON.stringify(plan.workers)).not.toContain("secret-value");
  });

  it("leaves the read that it was at, and moves the others", () => {
    const { program } = createProgram(
      new Map([
        ["src/secrets.ts", HELPER_TYPES],
        [
          "src/index.ts",
          `interface Env { KEY_A: string; KEY_B: string }
function broken(env: Env): string { return env.KEY_A; }
function whole(env: Env): string { return env.KEY_B; }
export default { fetch: (_: Request, env: Env) => new Response(broken(env) + whole(env)) };
`,
        ],
      ]),
    );
    const index = new FaultyIndex(program);
    const helper = { kind: "file", path: "src/secrets.ts", text: HELPER_TYPES } as const;
    const names = new Set(["KEY_A", "KEY_B"]);
    const found = findEnvReads({ program, root: ROOT });
    const { reads } = chooseReads(index, found, { helper, names, root: ROOT });
    const { accepted, refused } = acceptReads(index, reads);
    expect(accepted.map(({ read }) => read.names)).toEqual([["KEY_B"]]);
    expect(refused.map(({ read, failure }) => [read.names, failure.code])).toEqual([
      [["KEY_A"], "internal-error"],
    ]);
  });

  it("is known by its kind and its place, without its message", () => {
    const crash = describeCrash(new RangeError("secret-value"));
    expect(crash.kind).toBe("RangeError");
    expect(crash.at).toMatch(/^crash\.test\.ts:\d+$/);
    expect(describeCrash("secret-value")).toEqual({ kind: "string", at: null });
  });
});
