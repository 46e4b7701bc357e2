import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { useLocalStore } from "./local-store.ts";

const { cwd, run } = useLocalStore();
const KEY = "--env default";

interface Changed {
  readonly changes: readonly { readonly version: number; readonly currentFrom: number | null }[];
}

async function jsonOf<T>(command: string, input?: string): Promise<T> {
  const { status, stdout, stderr } = await run(`${command} --json`, input ? { input } : {});
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

async function errorOf(command: string, input = "v"): Promise<string> {
  const { stderr } = await run(`${command} --json`, { input });
  return (JSON.parse(stderr) as { error: { code: string } }).error.code;
}

describe("lunakey rotate", () => {
  it("says when the new value is current, and how long the old one is accepted", async () => {
    await run(`set A ${KEY}`, { input: "canary-1" });
    const before = Date.now();
    const { status, stdout, all } = await run(`rotate A ${KEY} --overlap 7d --yes`, {
      input: "canary-2",
    });
    expect(status).toBe(0);
    expect(all).not.toContain("canary");
    expect(
      stdout.replace(/\d{2}:\d{2}:\d{2}Z/, "00:00:00Z").replace(/at \S+/, "at DAY"),
    ).toMatchInlineSnapshot(`
        "Version 2 of A for default becomes current at DAY 00:00:00Z, in local store http://127.0.0.1:8790.
        Version 1 is accepted until 2026-01-01 00:00Z.
        "
      `);
    const again = await jsonOf<Changed>(`rotate A ${KEY} --overlap 7d --yes`, "canary-2");
    expect(again.changes).toMatchObject([{ version: 2, changed: false }]);
    expect((again.changes[0]?.currentFrom ?? 0) - before).toBeGreaterThanOrEqual(60_000);
    expect(await errorOf(`rotate A ${KEY} --yes`, "canary-3")).toBe("rotation_pending");
    expect(await errorOf(`set A ${KEY}`, "canary-3")).toBe("rotation_pending");
  });

  it("says what a short overlap can not promise", async () => {
    await run(`set SHORT ${KEY}`, { input: "1" });
    const { stderr } = await run(`rotate SHORT ${KEY} --overlap 0 --yes`, { input: "2" });
    expect(stderr).toContain("may use the old value of SHORT for 15 minutes yet");
  });

  it("asks for the name to be typed", async () => {
    await run(`set ASKED ${KEY}`, { input: "1" });
    const no = await run(`rotate ASKED ${KEY}`, { typed: ["canary\r", "OTHER\n"] });
    expect([no.status, no.all.includes("canary")]).toEqual([130, false]);
    const yes = await run(`rotate ASKED ${KEY}`, { typed: ["canary\r", "ASKED\n"] });
    expect(yes.status).toBe(0);
    expect((await run(`rotate ASKED ${KEY}`, { input: "2" })).status).toBe(2);
  });

  it("makes a value, and keeps it in a file that only its owner reads", async () => {
    await run(`set MADE ${KEY}`, { input: "1" });
    const { all } = await run(
      `rotate MADE ${KEY} --generate 32 --format hex --out made.key --pending --yes`,
    );
    const file = join(cwd, "made.key");
    const value = readFileSync(file, "utf8");
    expect(value).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(all).not.toContain(value);
    const same = await jsonOf<Changed>(`rotate MADE ${KEY} --file made.key --pending --yes`);
    expect(same.changes).toMatchObject([{ version: 2, changed: false, currentFrom: null }]);
  });

  it("takes the file back where the store refuses", async () => {
    const { status } = await run(`rotate ABSENT ${KEY} --generate 32 --out lost.key --yes`);
    expect(status).toBe(1);
    expect(() => statSync(join(cwd, "lost.key"))).toThrow("ENOENT");
  });

  it("changes several at one moment, or none", async () => {
    await run(`set ID ${KEY}`, { input: "1" });
    await run("set ID --env staging", { input: "1" });
    const file = {
      changes: [
        { name: "ID", environment: "default", value: "canary-id" },
        { name: "ID", environment: "staging", generate: { size: 32, format: "hex" } },
      ],
    };
    writeFileSync(join(cwd, "changes.json"), JSON.stringify(file));
    const done = await jsonOf<Changed>("rotate --from-file changes.json --yes");
    const [first, second] = done.changes.map(({ currentFrom }) => currentFrom);
    expect(first).toBe(second);
    const absent = { name: "ABSENT", environment: "default", value: "canary-id" };
    const refused = JSON.stringify({ changes: [...file.changes, absent] });
    expect(await errorOf("rotate --from-file - --yes", refused)).not.toBe("ok");
    const two = await jsonOf<Changed>("rollback ID --env default --yes");
    expect(two.changes).toMatchObject([{ version: 1 }]);
  });

  it.each([
    ["rotate A", "2 usage"],
    ["rotate --env default", "2 usage"],
    ["rotate A B --env default --yes", "2 usage"],
    ["rotate A B --env default --generate 32 --if-version 1 --yes", "2 usage"],
    ["rotate A --env default --generate 8 --yes", "2 usage"],
    ["rotate A --env default --generate 32 --file made.key --yes", "2 usage"],
    ["rotate A --env default --out x --yes", "2 usage"],
    ["rotate A --env default --overlap 100d --yes", "2 usage"],
    ["rotate A --env default --overlap 5 --yes", "2 usage"],
    ["rotate A --env default --pending --overlap 5m --yes", "2 usage"],
    ["rotate A --env default --sync --leave-copies --yes", "2 usage"],
    ["rotate A --env default --from-file changes.json --yes", "2 usage"],
    ["rotate --from-file none.json --yes", "1 file_unreadable"],
    ["promote --env default", "2 usage"],
    ["promote A", "2 usage"],
    ["rollback A B --env default --to 1 --yes", "2 usage"],
    ["rollback A --env default", "2 confirmation_needed"],
    ["retire A --env default", "2 confirmation_needed"],
    ["rollout A --env default --timeout 2d", "2 usage"],
  ])("%s ends with %s", async (command, expected) => {
    const { status, stderr } = await run(`${command} --json`, { input: "canary" });
    const { error } = JSON.parse(stderr) as { error: { code: string } };
    expect(`${status} ${error.code}`).toBe(expected);
    expect(stderr).not.toContain("canary");
  });

  it.each([
    ["[", "The file is not JSON."],
    ["{}", "changes is missing: it must be a list of changes."],
    ['{"changes":[{"name":"A","environment":"e"}]}', "changes[0] must have a value, or generate"],
    [
      '{"changes":[{"name":"A","environment":"e","generate":{"size":4}}]}',
      "changes[0].generate: --generate must be 16",
    ],
    ['{"changes":[{"name":"canary zq","environment":"e","value":"zq"}]}', "changes[0].name must"],
  ])("refuses a file %s without repeating it", async (input, message) => {
    const { stderr } = await run("rotate --from-file - --yes", { input });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("zq");
  });

  it("refuses keys that others are sealed under, and names the way", async () => {
    await run(`set KEK_V1 ${KEY}`, { input: "1" });
    const { stderr } = await run(`rotate KEK_V1 ${KEY} --generate 32 --yes`);
    expect(stderr).toContain("KEK_V2");
    expect(await errorOf(`rotate KEK_V1 ${KEY} --yes`)).toBe("protected_name");
  });
});

describe("lunakey promote, rollback and retire", () => {
  it("move versions about, and are shown by the history", async () => {
    await run(`set MOVED ${KEY}`, { input: "1" });
    await run(`rotate MOVED ${KEY} --pending --yes`, { input: "2" });
    const promoted = await jsonOf<Changed>(`promote MOVED ${KEY} --overlap 0`);
    expect(promoted.changes).toMatchObject([{ version: 2, changed: true, previousVersion: 1 }]);
    const history = await run(`history MOVED ${KEY}`);
    expect(`\n${history.stdout}`).toMatchInlineSnapshot(`
      "
      VERSION  STAGES   SINCE              UNTIL              CREATED            BY                EXPIRES  COMMENT
      2        pending  2026-01-01 00:00Z  2026-01-01 00:00Z  2026-01-01 00:00Z  0123456789abcdef  -
      1        current  2026-01-01 00:00Z  2026-01-01 00:00Z  2026-01-01 00:00Z  0123456789abcdef  -
      "
    `);
    const undone = await jsonOf<Changed>(`rollback MOVED ${KEY} --yes`);
    expect(undone.changes).toMatchObject([{ version: 1, changed: true }]);
    const to = await run(`rollback MOVED ${KEY} --to 2 --overlap 1h --yes`);
    expect(to.stdout).toMatchInlineSnapshot(`
      "Version 2 of MOVED for default is current, in local store http://127.0.0.1:8790.
      Version 1 is accepted until 2026-01-01 00:00Z.
      "
    `);
    expect((await run(`retire MOVED ${KEY} --yes`)).stdout).toMatchInlineSnapshot(`
      "Version 2 of MOVED for default is current, in local store http://127.0.0.1:8790.
      No other version is accepted beside it.
      "
    `);
    expect(await errorOf(`promote MOVED ${KEY}`)).toBe("conflict");
    expect(await errorOf(`rollback MOVED ${KEY} --if-version 9 --to 1 --yes`)).toBe(
      "version_mismatch",
    );
  });
});

describe("lunakey rollout and parity", () => {
  it("say unknown of what nobody has said", async () => {
    await run(`set SHOWN ${KEY}`, { input: "1" });
    await run(`grant luna-proxy-api SHOWN ${KEY}`);
    const rollout = await run(`rollout SHOWN ${KEY}`);
    expect(`\n${rollout.stdout}`).toMatchInlineSnapshot(`
      "
      SHOWN for default: version 1, current since 2026-01-01 00:00Z.
      WORKER          ENVIRONMENT  STATE    VERSION  SINCE  LAST READ  LAST OLDER  COPY
      luna-proxy-api  default      unknown  unknown  -      -          -           unknown
      1 silent: unknown, and not nothing.
      "
    `);
    const parity = await run("parity --worker luna-proxy-api");
    expect(`\n${parity.stdout}`).toMatchInlineSnapshot(`
      "
      WORKER          ENVIRONMENT  NAME   PARITY   VERSION  SEEN
      luna-proxy-api  default      SHOWN  unknown  -        never
      luna-proxy-api in default has compared nothing yet. It does so in mode shadow, at reads through the helper, with: lunakey helper --add reports --worker luna-proxy-api
      "
    `);
  });

  it("wait no longer than they are told, and fail then", async () => {
    const { status, stdout } = await run(`rollout SHOWN ${KEY} --wait --timeout 4s --json`);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ rolledOut: false, safeAt: null });
  });
});
