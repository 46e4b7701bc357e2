import { evictDurableObject, reset } from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import { OpenError } from "../../src/envelope/aes-gcm.ts";
import { openValue, sealValue } from "../../src/envelope/envelope.ts";
import { getKeyring } from "../../src/ledger-client.ts";
import { bindings } from "../bindings.ts";
import { STORE_ID } from "../fixed-values.ts";
import {
  allow,
  execute,
  ledgerStub,
  read,
  readOne,
  rows,
  set,
  withSql,
} from "../ledger-harness.ts";

const SEALED = `SELECT sealed FROM versions v JOIN secrets s ON s.id = v.secret_id
  WHERE s.name = ? AND s.environment = ? AND v.version = ?`;
const UPDATE = `UPDATE versions SET sealed = ? WHERE version = ? AND secret_id =
  (SELECT id FROM secrets WHERE name = ? AND environment = ?)`;

interface Place {
  readonly name: string;
  readonly environment: string;
  readonly version: number;
}

const TARGET: Place = { name: "TARGET", environment: "production", version: 2 };

async function sealedAt({ name, environment, version }: Place): Promise<Uint8Array<ArrayBuffer>> {
  const [row] = await rows<{ sealed: ArrayBuffer }>(SEALED, name, environment, version);
  if (row === undefined) throw new Error("no row");
  return new Uint8Array(row.sealed);
}

/** Puts bytes into the row of TARGET, and makes the ledger forget what it had opened. */
async function plant(bytes: Uint8Array): Promise<void> {
  const { version, name, environment } = TARGET;
  await withSql((sql) => sql.exec(UPDATE, bytes, version, name, environment).rowsWritten);
  await evictDurableObject(ledgerStub());
}

function statusOf(name: string): Promise<string> {
  return readOne(name).then(
    ({ status, value }) => `${status} ${value}`,
    (error: unknown) => String(error),
  );
}

/** The Workers' own copies are obsolete since the second value: none may serve in its place. */
const CLOSED = "missing undefined";

beforeEach(async () => {
  await reset();
  await set("TARGET", "first of TARGET");
  await set("TARGET", "second of TARGET");
  await set("OTHER", "first of OTHER");
  await set("OTHER", "second of OTHER");
  await set("TARGET", "first of staging", { environment: "staging" });
  await set("TARGET", "second of staging", { environment: "staging" });
  await allow(["TARGET", "OTHER"]);
});

describe("sealed bytes in another row", () => {
  it.each<[string, Place]>([
    ["of another secret", { ...TARGET, name: "OTHER" }],
    ["of another environment", { ...TARGET, environment: "staging" }],
    ["of the version before", { ...TARGET, version: 1 }],
    ["of all three", { name: "OTHER", environment: "production", version: 1 }],
  ])("do not open: those %s", async (_, from) => {
    expect(await statusOf("TARGET")).toBe("ok second of TARGET");
    const own = await sealedAt(TARGET);
    await plant(await sealedAt(from));
    expect(await statusOf("TARGET")).toBe(CLOSED);
    expect(await statusOf("OTHER")).toBe("ok second of OTHER");
    await plant(own);
    expect(await statusOf("TARGET")).toBe("ok second of TARGET");
  });

  it("do not open: those of another store under the same root key", async () => {
    const { name, environment, version } = TARGET;
    const place = { store: "another", environment, name, version };
    await plant(await sealValue(getKeyring(bindings), place, "of another store"));
    expect(await statusOf("TARGET")).toBe(CLOSED);
  });

  it("do not open: a row whose place was renamed to fit", async () => {
    await withSql((sql) => {
      sql.exec(
        "UPDATE secrets SET name = 'ASIDE' WHERE name = 'TARGET' AND environment = 'production'",
      );
      return sql.exec("UPDATE secrets SET name = 'TARGET' WHERE name = 'OTHER'").rowsWritten;
    });
    await evictDurableObject(ledgerStub());
    expect(await statusOf("TARGET")).toBe(CLOSED);
  });

  it("fail alone in their own read: a wrapped key with another row's value", async () => {
    const [own, other] = [await sealedAt(TARGET), await sealedAt({ ...TARGET, version: 1 })];
    const mixed = own.slice();
    mixed.set(other.subarray(0, 65));
    await plant(mixed);
    expect(await statusOf("TARGET")).toBe(CLOSED);
    expect((await read({ names: ["OTHER"] })).map(({ status }) => status)).toEqual(["ok"]);
  });

  it("can be replaced by setting a new value", async () => {
    await plant(new Uint8Array(0));
    const { version, changed } = await set("TARGET", "third of TARGET");
    expect([version, changed]).toEqual([3, true]);
    expect(await statusOf("TARGET")).toBe("ok third of TARGET");
  });
});

describe("a row that was turned back", () => {
  it("serves the old version under its old number, which audit.verify finds", async () => {
    // Old bytes in their own row are genuine: what shows it is the number that was promised since.
    await withSql(
      (sql) =>
        sql.exec(
          `UPDATE stages SET version = 1 WHERE stage = 'current' AND secret_id =
           (SELECT id FROM secrets WHERE name = 'TARGET' AND environment = 'production')`,
        ).rowsWritten,
    );
    await evictDurableObject(ledgerStub());
    expect(await readOne("TARGET")).toMatchObject({ version: 1, value: "first of TARGET" });
    const { events } = await execute<"audit.list">({ type: "audit.list" });
    const promised = events.findLast(
      ({ action, target }) =>
        action === "secret.set" && target.name === "TARGET" && target.environment === "production",
    );
    expect(promised?.details.version).toBe(2);
    expect(await execute<"audit.verify">({ type: "audit.verify" })).toMatchObject({
      verdict: "broken",
      brokenAt: promised?.seq,
      reason: "TARGET in production is at version 1, where the audit says 2",
    });
  });
});

describe("every bit and every length", () => {
  const place = { store: STORE_ID, environment: "production", name: "SAMPLE", version: 1 };

  async function isClosed(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const got = await openValue(getKeyring(bindings), place, bytes).catch(
      (error: unknown) => error,
    );
    return got instanceof OpenError;
  }

  it("matters: no flipped bit opens", async () => {
    const sealed = await sealValue(getKeyring(bindings), place, "sk_sample");
    const open: number[] = [];
    for (let bit = 0; bit < sealed.byteLength * 8; bit += 1) {
      const altered = sealed.slice();
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (!(await isClosed(altered))) open.push(bit);
    }
    expect(open).toEqual([]);
  });

  it("matters: nothing shorter opens, nor anything longer", async () => {
    const sealed = await sealValue(getKeyring(bindings), place, "sk_sample");
    for (let length = 0; length < sealed.byteLength; length += 1) {
      expect(await isClosed(sealed.slice(0, length))).toBe(true);
    }
    for (const extra of [new Uint8Array(1), new Uint8Array([255]), sealed]) {
      expect(await isClosed(new Uint8Array([...sealed, ...extra]))).toBe(true);
      expect(await isClosed(new Uint8Array([...extra, ...sealed]))).toBe(true);
    }
  });
});
