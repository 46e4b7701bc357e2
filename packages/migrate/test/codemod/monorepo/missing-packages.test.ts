/** A repository that is looked at without its packages: names of Node and of modules are unknown. */
import { describe, expect, it } from "vitest";
import { planRepositoryMigration } from "../../../src/codemod/plan-repository-migration.ts";
import { scanRepository } from "../../../src/inventory/scan-repository.ts";
import { createDisk } from "../../../src/repository/disk.ts";
import { HELPER_TEXT } from "../virtual-repository.ts";
import { Monorepo, tsconfig } from "./monorepo.ts";

it("writes the helper where only JavaScript was, and the types that a tsconfig names are missing", async () => {
  const { root } = new Monorepo({
    "wrangler.toml": 'name = "site"\npages_build_output_dir = "public"\n',
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        ...{ target: "ES2022", module: "ES2022", moduleResolution: "bundler", lib: ["ES2022"] },
        ...{ types: ["@cloudflare/workers-types"], strict: true, noEmit: true, skipLibCheck: true },
      },
      include: ["src"],
    }),
    "package.json": JSON.stringify({ name: "site", type: "module" }),
    "src/page.ts": "export const title = 1;\n",
    "functions/send.js": `export async function onRequest({ env }) {
  return Response.json({ key: env.RESEND_API_KEY });
}
`,
  });
  const disk = createDisk(root);
  const { workers, changes } = planRepositoryMigration({
    ...{ disk, inventory: await scanRepository({ disk, depth: "quick" }) },
    configs: ["wrangler.toml"],
    helperOf: () => ({ kind: "file", path: "functions/secrets.ts", text: HELPER_TEXT }),
  });
  expect(workers.flatMap(({ plan }) => plan.gaveUp)).toEqual([]);
  expect(changes.map(({ path }) => path).sort()).toEqual([
    "functions/secrets.ts",
    "functions/send.js",
  ]);
});

it("moves the only read of process.env, where nothing says what that is", async () => {
  const { root } = new Monorepo({
    "wrangler.toml":
      'name = "shop"\nmain = ".open-next/worker.js"\ncompatibility_flags = ["nodejs_compat"]\n',
    "tsconfig.json": tsconfig("."),
    "package.json": JSON.stringify({
      ...{ name: "shop", type: "module" },
      dependencies: { next: "16.0.0", "@opennextjs/cloudflare": "1.0.0" },
    }),
    "src/pay.ts": `export async function pay(): Promise<string> {
  return "Bearer " + (process.env.STRIPE_SECRET_KEY ?? "");
}
`,
  });
  const disk = createDisk(root);
  const { workers, changes } = planRepositoryMigration({
    ...{ disk, inventory: await scanRepository({ disk, depth: "quick" }) },
    configs: ["wrangler.toml"],
    helperOf: () => ({ kind: "file", path: "src/secrets.ts", text: HELPER_TEXT }),
  });
  expect(workers.flatMap(({ plan }) => plan.gaveUp)).toEqual([]);
  const pay = changes.find(({ path }) => path === "src/pay.ts")?.after;
  expect(pay).toContain('await getSecret(await workerEnv(), "STRIPE_SECRET_KEY")');
});

describe("the platform's own environment, whose types are not installed", () => {
  const call = async (more: Readonly<Record<string, string>>) => {
    const { root } = new Monorepo({
      "wrangler.toml":
        'name = "mail"\nmain = "src/index.ts"\ncompatibility_flags = ["nodejs_compat"]\n',
      "tsconfig.json": tsconfig("."),
      "package.json": JSON.stringify({
        ...{ name: "mail", type: "module" },
        devDependencies: { "@cloudflare/workers-types": "4.20250901.0" },
      }),
      "src/index.ts": `interface Env { RESEND_API_KEY: string }
export default {
  async fetch(_request: Request, _env: Env): Promise<Response> {
    return new Response("Bearer " + process.env.RESEND_API_KEY!);
  },
};
`,
      ...more,
    });
    const disk = createDisk(root);
    const { changes } = planRepositoryMigration({
      ...{ disk, inventory: await scanRepository({ disk, depth: "quick" }) },
      configs: ["wrangler.toml"],
      helperOf: () => ({ kind: "file", path: "src/secrets.ts", text: HELPER_TEXT }),
    });
    const index = changes.find(({ path }) => path === "src/index.ts")?.after ?? "";
    return /await requireSecret\(env, .*?\)+;/.exec(index)?.[0];
  };

  it("has no names but those that the repository adds to it", async () => {
    expect(await call({})).toBe('await requireSecret(env, secretName("RESEND_API_KEY"))));');
    const declared = "declare namespace Cloudflare { interface Env { RESEND_API_KEY: string } }\n";
    expect(await call({ "src/env.d.ts": declared })).toBe(
      'await requireSecret(env, "RESEND_API_KEY")));',
    );
  });
});
