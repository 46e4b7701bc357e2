/** Functions of Pages beside a frontend, and a Worker that shares code with them. */
import type { MigrateReport } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { commitAll, makeRepository, RUN_ENV, readText } from "./repository/sample-repository.ts";
import { runCli } from "./run-cli.ts";

const TSCONFIG = JSON.stringify({
  compilerOptions: {
    ...{ target: "ES2022", module: "ESNext", moduleResolution: "bundler", strict: true },
    ...{ noEmit: true, lib: ["ES2022", "DOM"], types: [] },
  },
  include: ["functions", "workers"],
});

const reader = (name: string, key: string, from: string) =>
  `import type { SiteEnv } from "${from}";
export const ${name} = async (env: SiteEnv) => (env.${key} ? "${name}" : "none");
`;

const FILES = {
  "wrangler.toml": 'name = "site"\npages_build_output_dir = "dist"\n',
  "wrangler.feeds.toml": 'name = "site-feeds"\nmain = "workers/feeds/index.ts"\n',
  "tsconfig.json": TSCONFIG,
  "src/main.ts": 'document.title = "site";\nexport {};\n',
  "functions/_lib/env.ts":
    "export interface SiteEnv { FEED_TOKEN?: string; MAIL_API_KEY?: string }\n",
  "functions/_lib/mail.ts": reader("mail", "MAIL_API_KEY", "./env"),
  "functions/_lib/post.ts": reader("post", "MAIL_API_KEY", "./env"),
  "functions/_shared/feed.ts": reader("feed", "FEED_TOKEN", "../_lib/env"),
  "functions/api/news.ts": `import type { SiteEnv } from "../_lib/env";
import { mail } from "../_lib/mail";
import { post } from "../_lib/post";
import { feed } from "../_shared/feed";

export const onRequestGet = async ({ env }: { env: SiteEnv }) =>
  Response.json([await feed(env), await mail(env), await post(env)]);
`,
  "workers/feeds/index.ts": `import type { SiteEnv } from "../../functions/_lib/env";
import { feed } from "../../functions/_shared/feed";

export default {
  async scheduled(_event: unknown, env: SiteEnv): Promise<void> {
    console.log(await feed(env));
  },
};
`,
};

describe("functions of Pages that another Worker shares", () => {
  it("have one helper in `functions`, which every command finds", async () => {
    const cwd = makeRepository(FILES);
    const run = (...argv: string[]) => runCli(argv, { cwd, env: RUN_ENV });
    const { stdout: moved } = await run("migrate", "--json");
    const { files } = JSON.parse(moved) as MigrateReport;
    expect(files.map(({ path }) => path).filter((path) => path.endsWith("secrets.ts"))).toEqual([
      "functions/_lib/secrets.ts",
    ]);
    expect(readText(cwd, "functions/_lib/mail.ts")).toContain('from "./secrets"');
    expect(readText(cwd, "functions/_shared/feed.ts")).toContain('from "../_lib/secrets"');
    commitAll(cwd);
    expect((await run("helper", "--check")).stdout).toBe(
      "functions/_lib/secrets.ts is the helper of lunakey 0.1.0, unchanged.\n",
    );
    const { stdout } = await run("eject", "--code-only", "--yes", "--json");
    const ejected = JSON.parse(stdout) as { files: { path: string }[] };
    expect(ejected.files.map(({ path }) => path)).toContain("functions/_lib/secrets.ts");
    expect(readText(cwd, "functions/_shared/feed.ts")).toBe(FILES["functions/_shared/feed.ts"]);
  });
});
