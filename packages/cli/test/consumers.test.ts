import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { useLocalStore } from "./local-store.ts";

const { cwd, run } = useLocalStore();

describe("lunakey grant, revoke and grants", () => {
  it("say what changed and what was so already", async () => {
    await run("set A --env default", { input: "1" });
    await run("set B --env default", { input: "2" });
    const added = await run("grant api A --env default");
    const more = await run("grant api A B --env default");
    const list = await run("grants --worker api");
    const removed = await run("revoke api A C --env default");
    expect(
      `\n${added.stdout}${more.stdout}\n${list.stdout}\n${removed.stdout}`,
    ).toMatchInlineSnapshot(`
      "
      Granted to api in default: A
      Granted to api in default: B
      Unchanged: A

      WORKER  ENVIRONMENT  NAME  SINCE              BY
      api     default      A     2026-01-01 00:00Z  0123456789abcdef
      api     default      B     2026-01-01 00:00Z  0123456789abcdef

      Revoked from api in default: A
      Unchanged: C
      "
    `);
    const { stdout } = await run("grants --env default --json");
    expect(JSON.parse(stdout)).toMatchObject({ grants: [{ worker: "api", name: "B" }] });
  });

  it("refuse `all`, which no Worker is in", async () => {
    const { status, stderr } = await run("grant api A --env all");
    expect([status, stderr]).toEqual([2, "Error: --env must be one environment, not all.\n"]);
  });
});

describe("lunakey usage and audit", () => {
  it("list the newest events, oldest first", async () => {
    await run("set AUDITED --env default", { input: "1" });
    const { stdout } = await run("audit --limit 1");
    expect(stdout.replace(/^\d+ /m, "9 ")).toMatchInlineSnapshot(`
      "SEQ  AT                 ACTOR                   ACTION      OUTCOME  TARGET
      9    2026-01-01 00:00Z  token 0123456789abcdef  secret.set  ok       name=AUDITED environment=default
      "
    `);
    expect((await run("audit --limit 0")).stdout).toBe("No events.\n");
    const all = await run("audit --json");
    const { events } = JSON.parse(all.stdout) as { events: { seq: number }[] };
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  });

  it("say that nothing was read yet", async () => {
    expect((await run("usage --worker api --name A")).stdout).toBe("No reads were seen yet.\n");
  });
});

describe("lunakey token", () => {
  it("writes a token into a new file of mode 0600, which then opens the store", async () => {
    const made = await run("token create --label ci --role viewer --out ci-token");
    const file = join(cwd, "ci-token");
    expect(made.stdout).toBe(`Token 0123456789abcdef (viewer) is in ${file}, mode 0600.\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await run("list --token-file ci-token")).status).toBe(0);
    const write = await run("set A --env default --token-file ci-token --json", { input: "x" });
    expect(JSON.parse(write.stderr)).toMatchObject({ error: { code: "forbidden" } });
  });

  it("never overwrites a file, and makes no token then", async () => {
    writeFileSync(join(cwd, "mine"), "precious");
    const before = await run("token list --json");
    const { status, stderr } = await run("token create --label x --role viewer --out mine");
    expect(status).toBe(1);
    expect(stderr).toContain("It exists, and is not overwritten: name another file.");
    expect(readFileSync(join(cwd, "mine"), "utf8")).toBe("precious");
    const after = await run("token list --json");
    const count = ({ stdout }: typeof before) =>
      (JSON.parse(stdout) as { tokens: unknown[] }).tokens.length;
    expect(count(after)).toBe(count(before));
  });

  it("goes to a pipe, and to a terminal only when told", async () => {
    const create = "token create --label p --role writer";
    expect((await run(create)).stdout).toMatch(/^lunakey_[0-9a-f]{16}_[\w-]{43}\n$/);
    expect((await run(create, { typed: [] })).status).toBe(2);
    expect((await run(`${create} --show`, { typed: [] })).stdout).toMatch(/^lunakey_/);
  });

  it("is revoked for ever", async () => {
    const { all } = await run("token create --label r --role admin --out r-token --json");
    const { id } = JSON.parse(all) as { id: string };
    expect((await run(`token revoke ${id}`)).status).toBe(2);
    expect((await run(`token revoke ${id}`, { typed: ["y\n"] })).status).toBe(0);
    const refused = await run("list --token-file r-token --json");
    expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: "unauthenticated" } });
    expect((await run("token list")).stdout).toMatch(/ r +admin +revoked /);
  });
});
