import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { useLocalStore } from "./local-store.ts";

const { cwd, run } = useLocalStore();

async function versionOf(name: string): Promise<unknown> {
  const { stdout } = await run(`get ${name} --env default --json`);
  return (JSON.parse(stdout) as { version: unknown }).version;
}

describe("lunakey set", () => {
  it("takes the value from a pipe, and says version, environment and store", async () => {
    const { status, stdout, stderr } = await run("set PIPED --env default", { input: "v" });
    expect({ status, stdout, stderr }).toMatchInlineSnapshot(`
      {
        "status": 0,
        "stderr": "",
        "stdout": "Set PIPED for default: version 1, in local store http://127.0.0.1:8790.
      Workers may use their own copy when the store can not be reached.
      ",
      }
    `);
  });

  it("takes the value from a hidden prompt", async () => {
    const result = await run("set TYPED --env default", { typed: ["canary\r"] });
    expect(result.status).toBe(0);
    expect(result.all).not.toContain("canary");
    expect(result.stderr).toContain("Value of TYPED (not shown, one line): ");
  });

  it("takes the value from a file, byte for byte", async () => {
    writeFileSync(join(cwd, "key.pem"), "\ufeffline 1\r\nline 2\n");
    const set = await run("set FILED --env default --file key.pem");
    expect([set.status, set.stderr]).toEqual([0, ""]);
    const same = await run("set FILED --env default", { input: "\ufeffline 1\r\nline 2\n" });
    expect(same.stdout).toContain("FILED for default has this value already: version 1");
    const other = await run("set FILED --env default", { input: "\ufeffline 1\r\nline 2" });
    expect(other.stdout).toContain("version 2");
  });

  it("says that a newline at the end was kept", async () => {
    const { stdout, stderr } = await run("set ECHOED --env default", { input: "v\n" });
    expect(stderr).toMatchInlineSnapshot(`
      "Note: The value ends with a newline, which was kept. To send it without: printf '%s' "$VALUE" | lunakey set …
      "
    `);
    expect(stdout).toContain("version 1");
    expect((await run("set ECHOED --env default", { input: "v" })).stdout).toContain("version 2");
  });

  it("marks the Workers' own copies as obsolete on a change, or as it is told", async () => {
    await run("set ROTATED --env default", { input: "1" });
    const changed = await run("set ROTATED --env default", { input: "2" });
    expect(changed.stdout).toMatchInlineSnapshot(`
      "Set ROTATED for default: version 2, in local store http://127.0.0.1:8790.
      The Workers' own copies are obsolete: they are not used even when the store can not be reached.
      "
    `);
    const allowed = await run("set ROTATED --env default --fallback allowed", { input: "3" });
    expect(allowed.stdout).toContain("Workers may use their own copy");
  });

  it("refuses when the version is not the expected one", async () => {
    await run("set EXPECTED --env default", { input: "1" });
    const late = await run("set EXPECTED --env default --expect-version 0 --json", { input: "2" });
    expect(late.status).toBe(1);
    expect(late.stdout).toBe("");
    expect(JSON.parse(late.stderr)).toMatchObject({ error: { code: "version_mismatch" } });
    expect(await versionOf("EXPECTED")).toBe(1);
  });

  it("refuses an empty value and one that is too large, and changes nothing", async () => {
    const empty = await run("set LIMIT --env default", { input: "" });
    expect([empty.status, empty.stderr]).toEqual([
      1,
      "Error: The value is empty; nothing was changed.\n",
    ]);
    const large = await run("set LIMIT --env default", { input: "x".repeat(65_537) });
    expect(large.stderr).toBe(
      "Error: Standard input is larger than 65536 bytes; nothing was changed.\n",
    );
    expect((await run("set LIMIT --env default", { input: "x".repeat(65_536) })).status).toBe(0);
  });

  it("refuses a moment that is past or no moment", async () => {
    for (const date of ["2020-01-01", "2027-02-30", "tomorrow", "2027-01-01T00:00:00"]) {
      expect((await run(`set A --env default --expires ${date}`, { input: "v" })).status).toBe(2);
    }
    await run("set EXPIRING --env default --expires 2199-01-31", { input: "v" });
    const { stdout } = await run("get EXPIRING --env default --json");
    expect(JSON.parse(stdout)).toMatchObject({ expiresAt: Date.UTC(2199, 0, 31) });
  });

  it("asks before a value that looks live goes into a local store", async () => {
    const no = await run("set LIVE --env default", { typed: ["sk_live_canary\r", "n\n"] });
    expect(no.status).toBe(130);
    expect(no.all).not.toContain("canary");
    const yes = await run("set LIVE --env default", { typed: ["sk_live_canary\r", "y\n"] });
    expect(yes.status).toBe(0);
    const piped = await run("set LIVE --env default --json", { input: "sk_live_canary2" });
    expect(JSON.parse(piped.stdout)).toMatchObject({
      version: 2,
      warnings: ["The value of LIVE looks like a live one, and this store is for development."],
    });
  });
});

describe("lunakey get, list and history", () => {
  it("show everything but the value", async () => {
    await run("set SHOWN --env staging --comment first", { input: "canary-1" });
    await run("set SHOWN --env staging", { input: "canary-2" });
    const get = await run("get SHOWN --env staging");
    const list = await run("list --env staging");
    const history = await run("history SHOWN --env staging");
    expect(get.all + list.all + history.all).not.toContain("canary");
    expect(`\n${get.stdout}\n${list.stdout}\n${history.stdout}`).toMatchInlineSnapshot(`
      "
      Name         SHOWN
      Environment  staging
      Store        local store http://127.0.0.1:8790
      State        active
      Version      2
      Stages       current 2
      Fallback     obsolete
      Created      2026-01-01 00:00Z
      Updated      2026-01-01 00:00Z by 0123456789abcdef
      Expires      -
      Values are never shown: a Worker with a grant reads them.

      NAME   ENVIRONMENT  VERSION  STATE   FALLBACK  UPDATED            BY
      SHOWN  staging      2        active  obsolete  2026-01-01 00:00Z  0123456789abcdef

      VERSION  STAGES   SINCE              UNTIL  CREATED            BY                EXPIRES  COMMENT
      2        current  2026-01-01 00:00Z  -      2026-01-01 00:00Z  0123456789abcdef  -
      1        -        -                  -      2026-01-01 00:00Z  0123456789abcdef  -        first
      "
    `);
  });

  it("cut a table to the terminal's width", async () => {
    const { stdout } = await run("list --env staging", { typed: [], columns: 60 });
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(60);
    expect(stdout).toContain("…");
  });

  it("list more secrets than a page holds", async () => {
    const many = Array.from({ length: 450 }, (_, i) => `MANY_${i}=v${i}`).join("\n");
    for (const env of ["p1", "p2", "p3"]) {
      const result = await run(`import - --env ${env} --yes --json`, { input: many });
      expect(result.status).toBe(0);
    }
    const { stdout } = await run("list --search many_ --json");
    expect((JSON.parse(stdout) as { secrets: unknown[] }).secrets).toHaveLength(1_350);
  });

  it("fail with the store's words where there is no such secret", async () => {
    const { status, stdout, stderr } = await run("get NOWHERE --env default");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^Error: .*NOWHERE/);
  });

  it("call an empty list a success", async () => {
    const text = await run("list --env empty");
    expect([text.status, text.stdout]).toEqual([0, "No secrets.\n"]);
    const json = await run("list --env empty --json");
    expect([json.status, JSON.parse(json.stdout)]).toEqual([0, { secrets: [] }]);
  });
});

describe("lunakey delete and undelete", () => {
  it("ask for the name on a terminal, and need --yes elsewhere", async () => {
    await run("set GONE --env default", { input: "v" });
    const wrong = await run("delete GONE --env default", { typed: ["gone\n"] });
    expect(wrong.status).toBe(130);
    const piped = await run("delete GONE --env default", { input: "GONE\n" });
    expect([piped.status, piped.stderr]).toMatchInlineSnapshot(`
      [
        2,
        "Error: This needs a confirmation, and there is no terminal to ask on.
        Add --yes to confirm; nothing was changed.
      ",
      ]
    `);
    const json = await run("delete GONE --env default --json", { typed: ["GONE\n"] });
    expect(json.status).toBe(2);
    expect(await versionOf("GONE")).toBe(1);
    const right = await run("delete GONE --env default", { typed: ["GONE\n"] });
    expect(right.stdout).toMatchInlineSnapshot(`
      "Deleted GONE for default, in local store http://127.0.0.1:8790.
      To bring it back until 2026-01-01 00:00Z: lunakey undelete GONE --env default
      "
    `);
    const back = await run("undelete GONE --env default");
    expect(back.stdout).toContain("Brought back GONE for default: version 1");
    const again = await run("undelete GONE --env default");
    expect(again.stdout).toContain("GONE for default is not deleted: version 1");
    expect((await run("delete GONE --env default --yes")).status).toBe(0);
  });
});

describe("lunakey status", () => {
  it("says which store it is", async () => {
    const { stdout } = await run("status --json");
    expect(JSON.parse(stdout)).toMatchObject({
      url: "http://127.0.0.1:8790",
      store: "local",
      local: true,
    });
  });
});
