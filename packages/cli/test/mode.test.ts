import { describe, expect, it } from "vitest";
import { git, makeRepository, RUN_ENV, readText } from "./repository/sample-repository.ts";
import { type RunOptions, runCli } from "./run-cli.ts";

const CONFIG = `name = "api" # kept
main = "src/index.ts"
compatibility_date = "2026-09-15"

[env.staging.vars]
PLAIN = "hunter2hunter2" # not shown

[env.production]
`;

const env = {
  ...RUN_ENV,
  LUNAKEY_URL: "http://127.0.0.1:9",
  LUNAKEY_TOKEN: `lunakey_${"0".repeat(16)}_${"A".repeat(43)}`,
};

/** A store that knows of one grant. */
function storeThatSays(parity: string | null, seenAt: number | null = Date.now()): typeof fetch {
  const row = { worker: "api", environment: "staging", name: "KEY", parity, version: 1, seenAt };
  return async () => Response.json({ parity: [row], nextCursor: null });
}

function useWorker() {
  const cwd = makeRepository({
    "wrangler.toml": CONFIG,
    "src/index.ts": "export default { fetch: () => new Response() };\n",
  });
  const run = (line: string, more: Partial<RunOptions> = {}) =>
    runCli(["mode", ...line.split(" ")], { cwd, env, fetch: storeThatSays("same"), ...more });
  return { cwd, run };
}

describe("lunakey mode", () => {
  it("shows the change, asks, writes one line, and prints the deploy command", async () => {
    const { cwd, run } = useWorker();
    const { status, stdout, stderr, all } = await run("shadow --env staging", { typed: ["y\n"] });
    expect([status, all.includes("hunter2")]).toEqual([0, false]);
    expect(stderr).toContain('+LUNAKEY_MODE = "shadow"');
    expect(stdout).toBe(
      "api in staging is in mode shadow from the next deploy on: npx wrangler deploy -c wrangler.toml --env staging\n",
    );
    const changed = git(cwd, "diff", "--numstat").trim();
    expect(changed).toBe("1\t0\twrangler.toml");
    expect((await run("shadow --env staging --yes --allow-dirty")).stdout).toBe(
      "api in staging is in mode shadow already.\n",
    );
    expect((await run("--undo")).status).toBe(0);
    expect(readText(cwd, "wrangler.toml")).toBe(CONFIG);
  });

  it("makes the vars of an environment that has none", async () => {
    const { cwd, run } = useWorker();
    expect((await run("shadow --env production --yes")).status).toBe(0);
    expect(readText(cwd, "wrangler.toml")).toMatch(
      /\[env\.production[^\0]*LUNAKEY_MODE = "shadow"/,
    );
  });

  it("goes store-first where every copy was seen equal, and else says what stands against it", async () => {
    const { cwd, run } = useWorker();
    for (const fetch of [
      storeThatSays("different"),
      storeThatSays(null, null),
      storeThatSays("same", 1),
    ]) {
      const refused = await run("store-first --env staging --yes --json", { fetch });
      expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: "not_ready" } });
    }
    const gone = async () => {
      throw new Error("no network");
    };
    const unknown = await run("store-only --env staging --yes", { fetch: gone });
    expect([unknown.status, unknown.stderr.includes("unknown")]).toEqual([1, true]);
    expect(readText(cwd, "wrangler.toml")).toBe(CONFIG);
    expect((await run("store-first --env staging --yes")).status).toBe(0);
    const forced = await run("store-only --env staging --yes --force --allow-dirty", {
      fetch: gone,
    });
    expect(forced.status).toBe(0);
    expect(readText(cwd, "wrangler.toml")).toContain('LUNAKEY_MODE = "store-only"');
  });

  it("writes nothing with --dry-run, nor beside changes that are not committed", async () => {
    const { cwd, run } = useWorker();
    const dry = await run("shadow --env staging --dry-run");
    expect([dry.status, dry.stdout.includes("+LUNAKEY_MODE")]).toEqual([0, true]);
    expect(readText(cwd, "wrangler.toml")).toBe(CONFIG);
    expect((await run("shadow --env staging --yes")).status).toBe(0);
    const dirty = await run("store-first --env staging --yes --json");
    expect(JSON.parse(dirty.stderr)).toMatchObject({ error: { code: "tree_dirty" } });
  });

  it.each([
    ["--env staging", "usage"],
    ["shadow", "usage"],
    ["Shadow --env staging --yes", "usage"],
    ["shadow --env all --yes", "usage"],
    ["shadow --env test --yes", "environment_unknown"],
    ["shadow --env staging --worker web --yes", "worker_unknown"],
    ["shadow --env staging", "confirmation_needed"],
  ])("%s is refused: %s", async (line, code) => {
    const { run } = useWorker();
    const { stderr } = await run(`${line} --json`);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code } });
  });
});
