import { reset } from "cloudflare:test";
import { type CommandInput, LIMITS } from "@lunakey/contract";
import { beforeAll, describe, expect, it } from "vitest";
import { attempt, execute, withSql } from "../ledger-harness.ts";

const COUNT = 10_000;

/** Rows as `secret.set` and reads leave them, but for the sealed bytes, which no list opens. */
beforeAll(async () => {
  await reset();
  await execute({ type: "store.status" });
  await withSql((sql) => {
    const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${COUNT})`;
    sql.exec(`${numbers} INSERT INTO secrets
      (id, name, environment, last_version, fallback, created_at, updated_at, updated_by)
      SELECT i, printf('NAME_%05d', i / 2), iif(i % 2, 'production', 'staging'), 1, 'allowed', 1, 1, 't' FROM n`);
    sql.exec(`${numbers} INSERT INTO versions (secret_id, version, created_at, created_by, sealed)
      SELECT i, 1, 1, 't', x'01' FROM n`);
    sql.exec(
      `${numbers} INSERT INTO stages (secret_id, stage, version, until) SELECT i, 'current', 1, NULL FROM n`,
    );
    sql.exec(`${numbers} INSERT INTO grants
      SELECT printf('worker-%d', i % 7), 'production', printf('NAME_%05d', i), 1, 't' FROM n`);
    sql.exec(`${numbers} INSERT INTO usage
      SELECT printf('worker-%d', i % 7), 'production', printf('NAME_%05d', i / 3), 'served', 'store', i, '', 1, 2, 3 FROM n`);
    sql.exec(`${numbers} INSERT INTO tokens
      SELECT printf('%016x', i), 't', 'viewer', x'00', i / 3, 't', NULL, NULL, NULL FROM n LIMIT 2500`);
  });
});

type Paged = "secret.list" | "grant.list" | "usage.list" | "token.list";

async function all(input: Extract<CommandInput, { type: Paged }>): Promise<unknown[]> {
  const found: unknown[] = [];
  let cursor: string | null = null;
  do {
    const page: Record<string, unknown> = await execute<Paged>(
      cursor === null ? input : { ...input, cursor },
    );
    const rows = Object.values(page).find(Array.isArray) ?? [];
    expect(rows.length).toBeLessThanOrEqual(input.limit ?? LIMITS.PAGE_SIZE_DEFAULT);
    found.push(...rows);
    cursor = page.nextCursor as string | null;
  } while (cursor !== null);
  return found;
}

function keysOf(rows: readonly unknown[]): Set<string> {
  return new Set(rows.map((row) => JSON.stringify(row)));
}

describe("pages", () => {
  it.each([
    [{ type: "secret.list" }, COUNT],
    [{ type: "secret.list", environment: "staging" }, COUNT / 2],
    [{ type: "secret.list", environment: "nowhere" }, 0],
    [{ type: "grant.list" }, COUNT],
    [{ type: "grant.list", worker: "worker-3" }, 1_429],
    [{ type: "grant.list", name: "NAME_00123" }, 1],
    [{ type: "grant.list", environment: "production" }, COUNT],
    [{ type: "usage.list" }, COUNT],
    [{ type: "usage.list", worker: "worker-3", environment: "production" }, 1_429],
    [{ type: "usage.list", name: "NAME_00123" }, 3],
    [{ type: "token.list" }, 2_501],
  ] as const)("of %j hold every row once", async (input, count) => {
    const rows = await all({ ...input, limit: LIMITS.PAGE_SIZE });
    expect(rows).toHaveLength(count);
    expect(keysOf(rows).size).toBe(count);
  });

  it("are in order, and as small as they are asked for", async () => {
    const rows = (await all({ type: "secret.list", search: "name_0001", limit: 3 })) as {
      name: string;
      environment: string;
    }[];
    const keys = rows.map((row) => `${row.name} ${row.environment}`);
    expect(keys).toHaveLength(20);
    expect(keys).toEqual([...keys].sort());
  });

  it("have no more when the last one is full", async () => {
    const page = await execute<"secret.list">({
      type: "secret.list",
      search: "NAME_00001",
      limit: 2,
    });
    expect(page.secrets).toHaveLength(2);
    expect(page.nextCursor).toBeNull();
  });
});

describe("search", () => {
  it("is over any part of the name, without regard to case, and knows no wild cards", async () => {
    const search = async (text: string) =>
      (await all({ type: "secret.list", search: text, limit: LIMITS.PAGE_SIZE })).length;
    expect(await search("e_0499")).toBe(20);
    expect(await search("%")).toBe(0);
    expect(await search("_")).toBe(COUNT);
    expect(await search("NAME?")).toBe(0);
    expect(await search("é".repeat(50))).toBe(0);
    expect(await search("")).toBe(COUNT);
  });
});

describe("a cursor", () => {
  it("of another list, or one that is broken, is refused", async () => {
    const { nextCursor } = await execute<"secret.list">({ type: "secret.list", limit: 1 });
    const broken = ["", "x", "%%%", btoa("[]"), btoa('["secret.list",1,2]'), btoa("null")];
    for (const input of [
      { type: "grant.list", cursor: nextCursor },
      ...broken.map((cursor) => ({ type: "secret.list", cursor })),
    ]) {
      expect(await attempt(input)).toMatchObject({
        ok: false,
        error: { code: "invalid_input", field: "cursor" },
      });
    }
  });
});
