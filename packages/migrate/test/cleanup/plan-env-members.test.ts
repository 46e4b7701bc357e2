import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { planEnvMembers } from "../../src/cleanup/plan-env-members.ts";
import { scanRepository } from "../../src/inventory/scan-repository.ts";
import { createDisk } from "../../src/repository/disk.ts";
import { folderOf, type Texts } from "../inventory/repository-of.ts";

const HELPER = fileURLToPath(new URL("../../../runtime/src/secrets.ts", import.meta.url));
const CONFIG = 'name = "w"\nmain = "src/index.ts"\ncompatibility_date = "2026-08-01"\n';
const TYPES = `export interface Env {
  APP_URL: string;

  // Payments
  STRIPE_KEY: string; // live
  STRIPE_HOOK: string;

  // Sessions
  JWT_SECRET: string;
  SESSION_DAYS: string;
  /** Theirs. */
  MAIL_TOKEN?: string;

  SECRETS: {
    get(key: string): Promise<string | null>;
  };
}
`;
const CODE = `import { getSecret } from "./secrets";
import type { Env } from "./types";
export default {
  async fetch(_: Request, env: Env): Promise<Response> {
    await getSecret(env, "STRIPE_KEY");
    await getSecret(env, "JWT_SECRET");
    return new Response(env.APP_URL);
  },
};
`;

async function plan(names: readonly string[], more: Texts = {}) {
  const root = folderOf({
    "wrangler.toml": CONFIG,
    "src/types.ts": TYPES,
    "src/index.ts": CODE,
    "src/secrets.ts": readFileSync(HELPER, "utf8"),
    ...more,
  });
  const disk = createDisk(root);
  const inventory = await scanRepository({ disk, depth: "quick" });
  return planEnvMembers(disk, inventory, ["wrangler.toml"], names);
}

const textOf = async (...asked: Parameters<typeof plan>) => (await plan(...asked))[0]?.after;

describe("members of an environment's type", () => {
  it("go with their remarks, and their names move into the binding's type", async () => {
    expect(await textOf(["STRIPE_KEY", "STRIPE_HOOK", "JWT_SECRET", "MAIL_TOKEN"])).toBe(
      `export interface Env {
  APP_URL: string;

  // Sessions
  SESSION_DAYS: string;

  SECRETS: {
    get(key: "STRIPE_KEY" | "STRIPE_HOOK" | "JWT_SECRET" | "MAIL_TOKEN"): Promise<string | null>;
  };
}
`,
    );
  });

  it("leave the names that went before in the binding's type", async () => {
    const types = TYPES.replace("key: string", 'key: "A" | "B"');
    expect(await textOf(["STRIPE_KEY"], { "src/types.ts": types })).toContain(
      'get(key: "A" | "B" | "STRIPE_KEY")',
    );
  });

  it.each([
    [
      "a read past the helper",
      {
        "src/other.ts":
          "import type { Env } from './types';\nexport const f = (env: Env) => env.STRIPE_KEY;\n",
        "src/index.ts": `import "./other";\n${CODE}`,
      },
    ],
    [
      "a binding of another type",
      {
        "src/types.ts": TYPES.replace(
          "SECRETS: {\n    get(key: string): Promise<string | null>;\n  }",
          "SECRETS: Store",
        ).concat("interface Store { get(key: string): Promise<string | null> }\n"),
      },
    ],
    [
      "a call with a name that is computed",
      { "src/index.ts": CODE.replace("env.APP_URL", "await env.SECRETS.get(env.APP_URL)") },
    ],
    [
      "an environment that a test makes",
      {
        "src/index.ts": `${CODE}export const fake: Env = { APP_URL: "", STRIPE_KEY: "", STRIPE_HOOK: "", JWT_SECRET: "", SESSION_DAYS: "", SECRETS: { get: async () => null } };\n`,
      },
    ],
    [
      "another Worker with the same type",
      { "b/wrangler.toml": CONFIG.replace('"w"', '"b"').replace("src", "../src") },
    ],
  ])("stay where there is %s", async (_, more) => {
    expect(await plan(["STRIPE_KEY"], more)).toEqual([]);
  });
});
