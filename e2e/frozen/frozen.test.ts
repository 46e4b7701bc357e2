import { readdirSync, readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gunzipSync } from "node:zlib";
import {
  type AuditEvent,
  type Checkpoint,
  findChainBreak,
  isSignedCheckpoint,
} from "@lunakey/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectStore, type StoreClient } from "../stack/store-client.ts";
import {
  BUSY,
  DELETED,
  ENVIRONMENTS,
  type FrozenStore,
  findDatabase,
  makeFolder,
  openStore,
  ROOT_KEY,
  STORE_ID,
  TOKEN,
  VALUES,
  WORKER,
} from "./content.ts";
import { openSealed, type SealedRow } from "./open-sealed.ts";

const VECTORS = join(import.meta.dirname, "../../packages/store/test/vectors");
const FILES = readdirSync(VECTORS).filter((file) => file.endsWith(".sqlite.gz"));

interface Known {
  readonly status: Record<string, unknown>;
  readonly head: Checkpoint;
  readonly secrets: { readonly secrets: readonly Record<string, unknown>[] };
  readonly grants: object;
  readonly tokens: { readonly tokens: readonly Record<string, unknown>[] };
  readonly usage: object;
}

it("there is a frozen store", () => {
  expect(FILES).toContain("ledger-v1.sqlite.gz");
});

describe.each(FILES)("the frozen store %s", (file) => {
  const known = JSON.parse(
    readFileSync(join(VECTORS, file.replace("sqlite.gz", "json")), "utf8"),
  ) as Known;
  let folder: string;
  let frozen: FrozenStore;
  let client: StoreClient;

  beforeAll(async () => {
    folder = await makeFolder();
    // Run once, empty, so that it is seen where today's runtime keeps the ledger.
    const empty = await openStore(folder);
    await (await connectStore(empty.store)).call("GET", "/status");
    await empty.store.stop();
    const database = await findDatabase(folder);
    for (const log of ["-wal", "-shm"]) await rm(`${database}${log}`, { force: true });
    await writeFile(database, gunzipSync(readFileSync(join(VECTORS, file))));
    frozen = await openStore(folder);
    client = await connectStore(frozen.store);
  });

  afterAll(async () => {
    await frozen.store.stop();
    await rm(folder, { recursive: true });
  });

  it("opens every value, for each environment", async () => {
    for (const environment of ENVIRONMENTS) {
      const wanted = VALUES.filter((each) => [environment, "all"].includes(each.environment));
      const items = await frozen.read(
        environment,
        wanted.map(({ name }) => name),
      );
      const expected = wanted.map(({ name, values }) => ({
        name,
        status: "ok",
        value: values.at(-1),
        version: values.length,
      }));
      expect(items).toMatchObject(expected);
    }
    expect(await frozen.read(BUSY.environment, [BUSY.name])).toMatchObject([{ value: BUSY.value }]);
  });

  it("knows every version that a value had", async () => {
    const { environment, name, values } = VALUES[0] ?? { environment: "", name: "", values: [] };
    const entries = [{ name, value: values.at(-1) }];
    const preview = await client.call("POST", `/environments/${environment}/import`, {
      entries,
      mode: "preview",
    });
    expect(preview).toMatchObject({ entries: [{ status: "same", version: values.length }] });
    const history = await client.call(
      "GET",
      `/environments/${environment}/secrets/${name}/versions`,
    );
    expect(history).toMatchObject({
      versions: values
        .map((_, index) => ({ version: index + 1, comment: `version ${index + 1}` }))
        .toReversed(),
    });
  });

  it("opens row by row, by the description of the format alone", async () => {
    const path = join(folder, "rows.sqlite");
    await writeFile(path, gunzipSync(readFileSync(join(VECTORS, file))));
    const database = new DatabaseSync(path, { readOnly: true });
    const rows = database
      .prepare(
        "SELECT environment, name, version, sealed FROM versions JOIN secrets ON secret_id = secrets.id",
      )
      .all() as unknown as SealedRow[];
    database.close();
    const opened = rows.map((row) => [
      row.environment,
      row.name,
      row.version,
      openSealed(ROOT_KEY, STORE_ID, row),
    ]);
    const set = VALUES.flatMap(({ environment, name, values }) =>
      values.map((value, index) => [environment, name, index + 1, value]),
    );
    const others = [DELETED, BUSY].map(({ environment, name, value }) => [
      environment,
      name,
      1,
      value,
    ]);
    expect(opened.sort()).toEqual([...set, ...others].sort());
  });

  it("serves nothing that was deleted or not granted", async () => {
    expect(await frozen.read(DELETED.environment, [DELETED.name, "NOT_GRANTED"])).toMatchObject([
      { status: "deleted", fallback: "obsolete" },
      { status: "denied" },
    ]);
  });

  it("has the metadata, grants, tokens and usage that it had", async () => {
    const { secrets } = (await client.call("GET", "/secrets?limit=1000")) as Known["secrets"];
    // A deleted secret's values are destroyed when their time is over.
    const lasting = (each: Record<string, unknown>) => each.state !== "deleted";
    expect(secrets.filter(lasting)).toMatchObject(known.secrets.secrets.filter(lasting));
    expect(secrets).toHaveLength(known.secrets.secrets.length);
    expect(await client.call("GET", "/grants?limit=1000")).toMatchObject(known.grants);
    const { tokens } = (await client.call("GET", "/tokens?limit=1000")) as Known["tokens"];
    const unused = tokens.map(({ lastUsedAt: _, ...rest }) => rest);
    expect(unused).toMatchObject(known.tokens.tokens.map(({ lastUsedAt: _, ...rest }) => rest));
    const usage = await client.call("GET", `/usage?worker=${WORKER}&limit=1000`);
    expect((usage as { usage: object[] }).usage.length).toBeGreaterThan(5);
  });

  it("has an audit log that agrees with the head that was held outside of it", async () => {
    const events: AuditEvent[] = [];
    while (events.at(-1)?.seq !== known.head.seq) {
      const limit = Math.min(1_000, known.head.seq - events.length);
      const page = await client.call("GET", `/audit?after=${events.length}&limit=${limit}`);
      events.push(...(page as { events: AuditEvent[] }).events);
    }
    expect(await findChainBreak(events)).toBeNull();
    expect(events.at(-1)?.hash).toBe(known.head.head);
    expect(await isSignedCheckpoint(known.head)).toBe(true);
    const now = (await client.call("GET", "/audit/head")) as Checkpoint;
    expect(now.publicKey).toBe(known.head.publicKey);
    expect(await client.call("GET", "/audit/verify")).toMatchObject({ verdict: "self-consistent" });
  });

  it("takes new values, and a token by its digest", async () => {
    expect(readFileSync(frozen.store.tokenFile, "utf8").trim()).toBe(TOKEN);
    const path = "/environments/default/secrets/STRIPE_SECRET_KEY";
    expect(await client.call("PUT", path, { value: "four" })).toMatchObject({ version: 4 });
    expect(await frozen.read("default", ["STRIPE_SECRET_KEY"])).toMatchObject([{ value: "four" }]);
  });
});
