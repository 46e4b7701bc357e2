import { reset, runDurableObjectAlarm } from "cloudflare:test";
import { PERIODS } from "@lunakey/contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { API, allow, execute, ledgerStub, set, withSql } from "../ledger-harness.ts";

const environment = "production";
const EXPIRY = 4_102_444_800_000;

beforeEach(async () => {
  await reset();
  await set("KEPT", "1");
  await set("ROTATED", "1");
  await set("ROTATED", "2");
  await set("GONE", "1");
  await execute({ type: "secret.delete", environment, name: "GONE" });
  await set("ENDING", "1", { expiresAt: EXPIRY });
});

afterEach(() => {
  vi.useRealTimers();
});

const verify = () => execute<"audit.verify">({ type: "audit.verify" });

describe("audit.verify, of secrets and grants", () => {
  it("agrees with whatever the commands do", async () => {
    const rotated = { environment, name: "ROTATED" };
    await set("ROTATED", "2", { fallback: "allowed" });
    await execute({ type: "secret.undelete", environment, name: "GONE" });
    await execute({ type: "secret.delete", ...rotated });
    await set("ROTATED", "3");
    const entries = [
      { name: "ROTATED", value: "4" },
      { name: "KEPT", value: "1" },
      { name: "NEW", value: "1" },
    ];
    await execute({ type: "secret.import", environment, entries, mode: "preview" });
    await execute({ type: "secret.import", environment, entries, mode: "apply", overwrite: true });
    await execute({ type: "secret.delete", ...rotated });
    expect(await verify()).toMatchObject({ verdict: "self-consistent", reason: null });
  });

  it("agrees after an undelete that finds a secret in the middle of its rotation", async () => {
    const kept = { environment, name: "KEPT" };
    await execute({ type: "secret.rotate", ...kept, value: "2" });
    const { changed, stages } = await execute<"secret.undelete">({
      type: "secret.undelete",
      ...kept,
    });
    expect([changed, stages.map(({ stage }) => stage).sort()]).toEqual([
      false,
      ["current", "pending"],
    ]);
    expect(await verify()).toMatchObject({ verdict: "self-consistent", reason: null });
  });

  it("agrees once values were destroyed, and set anew", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + PERIODS.RECOVERY_MS + 86_400_000 });
    await runDurableObjectAlarm(ledgerStub());
    expect(await verify()).toMatchObject({ verdict: "self-consistent" });
    await set("GONE", "2");
    expect(await verify()).toMatchObject({ verdict: "self-consistent" });
  });

  const row = (name: string) => `(SELECT id FROM secrets WHERE name = '${name}')`;
  it.each([
    [
      "an older version in its place",
      `UPDATE stages SET version = 1 WHERE secret_id = ${row("ROTATED")}`,
      "ROTATED in production is at version 1, where the audit says 2",
    ],
    [
      "a stage that was taken away",
      `DELETE FROM stages WHERE secret_id = ${row("ROTATED")}`,
      "ROTATED in production is at version null, where the audit says 2",
    ],
    [
      "an older version that verifiers would take as well",
      `INSERT INTO stages (secret_id, stage, version, until) VALUES (${row("ROTATED")}, 'previous', 1, NULL)`,
      "no event gives ROTATED in production a stage previous",
    ],
    [
      "a number that would be given twice",
      "UPDATE secrets SET last_version = 1 WHERE name = 'ROTATED'",
      "ROTATED in production counts 1 versions, where the audit says 2",
    ],
    [
      "a deleted secret that is back",
      "UPDATE secrets SET deleted_at = NULL WHERE name = 'GONE'",
      "GONE in production is not deleted, where the audit says so",
    ],
    [
      "a secret that nobody has deleted",
      "UPDATE secrets SET deleted_at = 1 WHERE name = 'KEPT'",
      "KEPT in production is deleted unaudited",
    ],
    [
      "obsolete copies that may serve again",
      "UPDATE secrets SET fallback = 'allowed' WHERE name = 'ROTATED'",
      "ROTATED in production has fallback allowed, where the audit says obsolete",
    ],
    [
      "a value that lasts longer",
      `UPDATE versions SET expires_at = NULL WHERE secret_id = ${row("ENDING")}`,
      "ENDING in production expires at another moment than the audit says",
    ],
    [
      "a secret that nobody has made",
      "UPDATE secrets SET environment = 'staging' WHERE name = 'KEPT'",
      "no event speaks of KEPT in staging",
    ],
    [
      "a secret that is missing",
      "DELETE FROM secrets WHERE name = 'KEPT'",
      "the row of KEPT in production is missing",
    ],
  ])("finds %s", async (_, statement, reason) => {
    await withSql((sql) => sql.exec(statement).rowsWritten);
    expect(await verify()).toMatchObject({ verdict: "broken", reason });
  });

  it("agrees with grants that were given, taken back and given again", async () => {
    await allow(["KEPT", "ROTATED"]);
    await allow(["KEPT"]);
    await execute({ type: "grant.remove", ...API, names: ["KEPT", "ROTATED"] });
    await execute({ type: "grant.remove", ...API, names: ["KEPT"] });
    await allow(["KEPT"]);
    await allow(["KEPT"], { worker: "web", environment });
    expect(await verify()).toMatchObject({ verdict: "self-consistent" });
  });

  const add = (worker: string, name: string) =>
    `INSERT INTO grants VALUES ('${worker}', '${environment}', '${name}', 1, 'x')`;
  it.each([
    [
      "a grant that nobody gave",
      add("web", "KEPT"),
      "no event gives the grant of KEPT to web in production",
    ],
    [
      "a grant that was taken back",
      add("luna-proxy-api", "ROTATED"),
      "no event gives the grant of ROTATED to luna-proxy-api in production",
    ],
    [
      "a grant of another environment",
      "UPDATE grants SET environment = 'staging'",
      "no event gives the grant of KEPT to luna-proxy-api in staging",
    ],
    [
      "a grant that is missing",
      "DELETE FROM grants",
      "the row of the grant of KEPT to luna-proxy-api in production is missing",
    ],
  ])("finds %s", async (_, statement, reason) => {
    await allow(["KEPT", "ROTATED"]);
    await execute({ type: "grant.remove", ...API, names: ["ROTATED"] });
    await withSql((sql) => sql.exec(statement).rowsWritten);
    expect(await verify()).toMatchObject({ verdict: "broken", reason });
  });

  it("goes through many secrets while they are changed", async () => {
    const entries = Array.from({ length: 450 }, (_, i) => ({ name: `N${i}`, value: "1" }));
    for (const half of ["staging", "production"]) {
      await execute({ type: "secret.import", environment: half, entries, mode: "apply" });
    }
    for (const worker of ["api", "web"]) {
      await allow(
        entries.map(({ name }) => name),
        { worker, environment: "staging" },
      );
    }
    const [verdict] = await Promise.all([
      verify(),
      allow(["KEPT"]),
      allow(["N1"], { worker: "zz", environment: "staging" }),
      execute({ type: "grant.remove", worker: "api", environment: "staging", names: ["N2"] }),
      set("KEPT", "2"),
      set("N1", "2"),
      set("N449", "2"),
      set("MADE_MEANWHILE", "1"),
    ]);
    expect(verdict).toMatchObject({ verdict: "self-consistent" });
    await withSql((sql) => sql.exec("UPDATE stages SET version = 1").rowsWritten);
    expect(await verify()).toMatchObject({ verdict: "broken" });
  });
});
