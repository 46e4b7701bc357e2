import { migrateReport } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { makeRepository, RUN_ENV, readText } from "./repository/sample-repository.ts";
import { runCli } from "./run-cli.ts";

const CONFIG = { "wrangler.toml": 'name = "api"\nmain = "src/index.ts"\n' };

function useRepository(cwd: string) {
  return (line: string) =>
    runCli(["migrate", ...line.split(" ").filter((each) => each !== "")], { cwd, env: RUN_ENV });
}

describe("lunakey migrate, of a function that very many calls wait for", () => {
  it("says which function makes most of the change, and what leaves it", async () => {
    const calls = (count: number) => `${"  log(env, request.url);\n".repeat(count)}`;
    const cwd = makeRepository({
      ...CONFIG,
      "src/log.ts": `export interface Env { API_KEY?: string; LOG_TOKEN?: string }
export const log = (env: Env, text: string): void => {
  console.log(env.LOG_TOKEN ? text : "");
};
`,
      "src/more.ts": `import { type Env, log } from "./log";
export function more(env: Env, request: Request) {
${calls(11)}}
`,
      "src/index.ts": `import { type Env, log } from "./log";
import { more } from "./more";
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
${calls(40)}
    more(env, request);
    return new Response(env.API_KEY ?? "none");
  },
};
`,
    });
    const migrate = useRepository(cwd);
    const command = "migrate --except LOG_TOKEN";
    const dry = await migrate("--dry-run");
    const text = dry.stdout.replaceAll(/\s+/g, " ");
    expect(text).toContain("src/log.ts:2 `log` becomes async: 51 calls in 2 files are awaited. To");
    expect(text).toContain(command);
    const { stdout } = await migrate("--dry-run --json");
    const [worker] = migrateReport.parse(JSON.parse(stdout)).workers;
    expect(worker?.notes.filter(({ spread }) => spread)).toMatchObject([
      { code: "widely-called", names: ["LOG_TOKEN"], spread: { name: "log", calls: 51, files: 2 } },
    ]);
    const left = await migrate("--except LOG_TOKEN");
    expect(left.stdout).not.toContain("becomes async");
    expect(readText(cwd, "src/index.ts")).toContain("  log(env, request.url);");
    expect((await migrate("--allow-dirty")).stdout).not.toContain("becomes async");
    expect(readText(cwd, "src/index.ts")).toContain("  await log(env, request.url);");
  });

  it("says nothing of a function that fewer calls wait for", async () => {
    const cwd = makeRepository({
      ...CONFIG,
      "src/index.ts": `interface Env { LOG_TOKEN?: string }
const log = (env: Env): boolean => Boolean(env.LOG_TOKEN);
export default {
  async fetch(_request: Request, env: Env): Promise<Response> {
${"    log(env);\n".repeat(50)}
    return new Response("");
  },
};
`,
    });
    const { stdout } = await useRepository(cwd)("--dry-run");
    expect(stdout).toContain("await log(env);");
    expect(stdout).not.toContain("becomes async");
  });
});
