import { type RepositoryStatus, repositoryStatus } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { useLocalStore } from "./local-store.ts";
import {
  copyExamples,
  makeFiles,
  makeRepository,
  RUN_ENV,
  writeFiles,
} from "./repository/sample-repository.ts";
import { runCli } from "./run-cli.ts";

const SERVICE = (environment: string) => `[[${environment}services]]
binding = "SECRETS"
service = "lunakey-store"
entrypoint = "Secrets"
props = { v = 1, store = "local", worker = "api", environment = "x" }
`;
const CONFIG = 'name = "api"\nmain = "src/index.ts"\n';
const READ =
  "export default { async fetch(_: Request, env: { API_KEY: string }) { return new Response(env.API_KEY); } };\n";
const MOVED = READ.replace("env.API_KEY", 'await getSecret(env, "API_KEY") ?? ""');

async function statusOf(cwd: string): Promise<RepositoryStatus> {
  const { stdout, stderr } = await runCli(["status", "--offline", "--json"], { cwd, env: RUN_ENV });
  expect(stderr).toBe("");
  const { repository } = JSON.parse(stdout) as { repository: RepositoryStatus };
  expect(repositoryStatus.parse(repository)).toEqual(repository);
  return repository;
}

describe("lunakey status, in a repository without a store", () => {
  it("says how far each Worker is, and what is next", async () => {
    const { workers, next } = await statusOf(copyExamples());
    expect(workers.map(({ phase, movedReads, reads }) => [phase, movedReads, reads])).toEqual([
      ["none", 0, 15],
      ["none", 0, 5],
    ]);
    expect(next[0]?.command).toBeNull();
    expect(next[1]?.command).toContain("bind --env staging --worker luna-proxy-api");
  });

  it.each([
    ["bound", `${CONFIG}${SERVICE("")}`, READ, "migrate --worker api"],
    [
      "migrated",
      `${CONFIG}[env.production]\n[env.staging]\n${SERVICE("env.staging.")}`,
      `import { getSecret } from "@lunakey/runtime";\n${MOVED}`,
      "bind --env production --worker api",
    ],
  ])("knows what is %s", async (phase, config, code, command) => {
    const cwd = makeRepository({ "wrangler.toml": config, "src/index.ts": code });
    const { workers, next } = await statusOf(cwd);
    expect(workers[0]?.phase).toBe(phase);
    expect(next.map((step) => step.command).join()).toContain(command);
  });

  it("calls it complete without any cleaning up", async () => {
    const cwd = makeRepository({
      "wrangler.toml": `${CONFIG}${SERVICE("")}`,
      "src/index.ts": `import { getSecret } from "@lunakey/runtime";\n${MOVED}`,
    });
    const { workers, next } = await statusOf(cwd);
    expect(workers[0]?.phase).toBe("complete");
    expect(next).toEqual([
      { what: expect.stringContaining("nothing has to be cleaned up") as string, command: null },
    ]);
    const french = await runCli(["status", "--offline", "--lang", "fr"], { cwd, env: RUN_ENV });
    expect(french.stdout).toContain("terminé");
  });

  it("asks nobody to move what is read of a schema's copy, and does not call it complete", async () => {
    const code = (rest: string) => `import { getSecret } from "@lunakey/runtime";
interface Env { API_KEY: string; OTHER_KEY: string }
declare const schema: { parse(value: unknown): Env };
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const checked: Env = schema.parse(env);
    if (new URL(request.url).pathname === "/copy") return new Response(checked.OTHER_KEY);
    return new Response(${rest});
  },
};
`;
    const of = async (rest: string) => {
      const files = { "wrangler.toml": `${CONFIG}${SERVICE("")}`, "src/index.ts": code(rest) };
      const { workers, next } = await statusOf(makeRepository(files));
      const [{ phase, movedReads, reads, copyReads, nextRoute } = {}] = workers;
      return { phase, counts: [movedReads, reads, copyReads], nextRoute, next };
    };
    expect(await of('(await getSecret(env, "API_KEY")) ?? ""')).toEqual({
      ...{ phase: "migrated", counts: [1, 2, 1], nextRoute: null },
      next: [{ what: expect.stringContaining("out of the schema") as string, command: null }],
    });
    expect(await of('"nothing"')).toMatchObject({ counts: [0, 1, 1], nextRoute: null });
    expect((await of("env.API_KEY")).next[0]?.command).toMatch(/migrate --worker api$/);
  });

  it("fails as before where there is neither", async () => {
    const { status, stderr } = await runCli(["status", "--json"], { cwd: makeFiles({}) });
    expect([status, JSON.parse(stderr)]).toMatchObject([1, { error: { code: "no_store" } }]);
  });
});

describe("lunakey status, beside a store", () => {
  const { cwd, run } = useLocalStore();

  it("shows both", async () => {
    writeFiles(cwd, { "wrangler.toml": CONFIG, "src/index.ts": READ });
    const { stdout } = await run("status --offline", { env: RUN_ENV });
    expect(stdout).toContain("Backend       vault");
    expect(stdout).toContain("api: 0 of 1 read moved");
  });

  it("says of what is in mode shadow whether it can go store-first", async () => {
    const vars = '[env.production.vars]\nLUNAKEY_MODE = "shadow"\n';
    writeFiles(cwd, { "wrangler.toml": `${CONFIG}${vars}`, "src/index.ts": READ });
    const stepsOf = async (more: object = {}) => {
      const { stdout } = await run("status --offline --json", { env: RUN_ENV, ...more });
      const { repository } = JSON.parse(stdout) as { repository: RepositoryStatus };
      return repository.next.map(({ command }) => command ?? "").join("\n");
    };
    await run("set API_KEY --env production", { input: "v" });
    await run("grant api API_KEY --env production");
    expect(await stepsOf()).toContain("parity --worker api --env production");
    const seen = { worker: "api", environment: "production", name: "API_KEY", parity: "same" };
    const row = { ...seen, version: 1, seenAt: Date.now() };
    const answering: typeof fetch = (resource, how) =>
      String(resource).includes("/v1/parity")
        ? Promise.resolve(Response.json({ parity: [row], nextCursor: null }))
        : fetch(resource, how);
    expect(await stepsOf({ fetch: answering })).toContain(
      "mode store-first --env production --worker api",
    );
  });
});
