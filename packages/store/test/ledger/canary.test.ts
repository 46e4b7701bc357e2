import { reset, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FIRST_ADMIN_TOKEN } from "../fixed-values.ts";
import {
  allow,
  attempt,
  codeOf,
  execute,
  ledgerStub,
  read,
  set,
  withSql,
} from "../ledger-harness.ts";

const CANARY = "sk_live_canary_6f1d2c";

beforeEach(() => reset());
afterEach(() => {
  vi.useRealTimers();
});

/** Every cell of every table, as bytes that a text can be searched in. */
async function everyCell(): Promise<string[]> {
  return withSql((sql) => {
    const tables = sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
      .toArray()
      .map(({ name }) => name)
      .filter((name) => !name.startsWith("_cf_"));
    return tables.flatMap((table) =>
      sql
        .exec(`SELECT * FROM "${table}"`)
        .toArray()
        .flatMap((row) => Object.values(row))
        .map((cell) =>
          cell instanceof ArrayBuffer ? new TextDecoder("latin1").decode(cell) : String(cell),
        ),
    );
  });
}

async function useAndMisuse(): Promise<unknown[]> {
  const secret = { environment: "production", name: "A" };
  const entries = [{ name: "B", value: CANARY }];
  const answers: unknown[] = [];
  answers.push(await set("A", CANARY, { comment: "a comment" }));
  await allow(["A"]);
  await read({ names: ["A"] });
  for (const input of [
    { type: "secret.set", ...secret, value: CANARY, expectVersion: 9 },
    { type: "secret.set", ...secret, value: CANARY, idempotent: CANARY },
    { type: "secret.set", environment: CANARY.repeat(9), name: `${CANARY} `, value: CANARY },
    { type: "secret.set", ...secret, value: { [CANARY]: CANARY } },
    { type: CANARY },
    { type: "secret.get", environment: "production", name: `${CANARY}!` },
    { type: "secret.import", environment: "production", mode: "preview", entries },
    { type: "secret.import", environment: "production", mode: "apply", entries },
    { type: "secret.list", cursor: CANARY },
    { type: "secret.rotate", ...secret, value: `${CANARY}2`, expectVersion: 9 },
    { type: "secret.rotate", ...secret, value: `${CANARY}2`, copies: CANARY },
    { type: "secret.rotate", ...secret, value: `${CANARY}2`, comment: "another" },
    { type: "secret.rotate", ...secret, value: `${CANARY}3` },
    {
      type: "changes.apply",
      changes: [
        { action: "retire", ...secret, value: CANARY },
        { action: CANARY, ...secret },
      ],
    },
    { type: "changes.apply", changes: [{ action: "rotate", ...secret, name: "B", value: CANARY }] },
    { type: "secret.promote", ...secret, overlapSeconds: CANARY },
    { type: "secret.rollback", ...secret },
  ]) {
    answers.push(await attempt(input, { idempotencyKey: crypto.randomUUID() }));
  }
  // A value that was pasted in the place of a name.
  await read({ names: [`${CANARY}!`] });
  await read({ names: [`${CANARY}!`] }, { worker: "other", environment: "staging" });
  answers.push(await execute({ type: "audit.list", limit: 1_000 }));
  answers.push(await execute({ type: "usage.list" }));
  answers.push(await execute({ type: "secret.history", ...secret } as never));
  return answers;
}

describe("a value", () => {
  it("is in no answer, and in no cell of the database", async () => {
    const answers = await useAndMisuse();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 600_000 });
    await runDurableObjectAlarm(ledgerStub());
    expect(JSON.stringify(answers).includes(CANARY)).toBe(false);
    expect((await everyCell()).filter((cell) => cell.includes(CANARY))).toEqual([]);
  });

  it("would be found by this test if it were stored in clear", async () => {
    await set("A", "v");
    await withSql((sql) => sql.exec("UPDATE versions SET comment = ?", CANARY).toArray());
    expect((await everyCell()).some((cell) => cell.includes(CANARY))).toBe(true);
  });
});

describe("a token", () => {
  it("is in no cell of the database", async () => {
    const { token } = await execute<"token.create">(
      { type: "token.create", label: "t", role: "viewer" },
      { idempotencyKey: "k" },
    );
    await codeOf({ type: "secret.list" }, { token: token ?? "" });
    const secrets = [token ?? "", FIRST_ADMIN_TOKEN].map((text) => text.slice(25));
    const cells = await everyCell();
    expect(cells.filter((cell) => secrets.some((secret) => cell.includes(secret)))).toEqual([]);
  });
});
