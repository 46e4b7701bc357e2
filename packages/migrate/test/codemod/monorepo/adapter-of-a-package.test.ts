/** A package of a Next.js app's workspace, which can import the adapter only where its manager installs it. */
import { expect, it } from "vitest";
import { planRepositoryMigration } from "../../../src/codemod/plan-repository-migration.ts";
import { scanRepository } from "../../../src/inventory/scan-repository.ts";
import { createDisk } from "../../../src/repository/disk.ts";
import { HELPER_TEXT } from "../virtual-repository.ts";
import { Monorepo, type Texts, tsconfig } from "./monorepo.ts";

const MAIL = `export async function mail(): Promise<string> {
  return "Bearer " + (process.env.RESEND_API_KEY ?? "");
}
`;

/** Codes of what is left, by file. */
async function leftWith(more: Texts): Promise<string[]> {
  const { root } = new Monorepo({
    "package.json": JSON.stringify({ name: "all", workspaces: ["apps/*", "packages/*"] }),
    "apps/web/wrangler.toml":
      'name = "web"\nmain = ".open-next/worker.js"\ncompatibility_flags = ["nodejs_compat"]\n',
    "apps/web/tsconfig.json": tsconfig("../.."),
    "apps/web/package.json": JSON.stringify({
      ...{ name: "web", type: "module" },
      dependencies: { next: "16.0.0", "@opennextjs/cloudflare": "1.0.0", "@x/mail": "*" },
    }),
    "apps/web/next.config.ts": 'import "@opennextjs/cloudflare";\nexport default {};\n',
    "apps/web/src/app/route.ts": `import { mail } from "@x/mail";
export async function GET(): Promise<Response> {
  return new Response((await mail()) + (process.env.STRIPE_SECRET_KEY ?? ""));
}
`,
    "packages/mail/package.json": JSON.stringify({ name: "@x/mail", exports: "./src/index.ts" }),
    "packages/mail/src/index.ts": MAIL,
    ...more,
  });
  const disk = createDisk(root);
  const { workers } = planRepositoryMigration({
    ...{ disk, inventory: await scanRepository({ disk, depth: "quick" }) },
    configs: ["apps/web/wrangler.toml"],
    helperOf: () => ({ kind: "file", path: "apps/web/src/secrets.ts", text: HELPER_TEXT }),
  });
  return workers.flatMap(({ plan }) =>
    plan.gaveUp.map(({ code, place }) => `${code} ${place.file}`),
  );
}

it("asks the adapter where it is installed for all", async () => {
  expect(await leftWith({})).toEqual([]);
});

it("stays where pnpm installs the adapter for the app alone", async () => {
  const workspace = { "pnpm-workspace.yaml": 'packages: ["apps/*", "packages/*"]\n' };
  expect(await leftWith(workspace)).toEqual(["no-environment packages/mail/src/index.ts"]);
  const own = { name: "@x/mail", exports: "./src/index.ts" };
  const needs = { ...own, peerDependencies: { "@opennextjs/cloudflare": "*" } };
  const named = { ...workspace, "packages/mail/package.json": JSON.stringify(needs) };
  expect(await leftWith(named)).toEqual([]);
});
