/**
 * Makes a frozen store with the code of today: `node e2e/frozen/make-frozen.ts NAME` writes
 * `packages/store/test/vectors/NAME.sqlite.gz` and `NAME.json`, what was known outside of it then.
 * Run once for each version of the stored format; what it has made is never made again.
 */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gzipSync } from "node:zlib";
import { connectStore } from "../stack/store-client.ts";
import {
  BUSY,
  DELETED,
  ENVIRONMENTS,
  findDatabase,
  makeFolder,
  openStore,
  VALUES,
  WORKER,
} from "./content.ts";

const EVENTS = 1_020;
const [name = ""] = process.argv.slice(2);
const vectors = join(import.meta.dirname, "../../packages/store/test/vectors");

const folder = await makeFolder();
const { store, read } = await openStore(folder);
const client = await connectStore(store);
const set = (place: { environment: string; name: string }, body: object) =>
  client.call("PUT", `/environments/${place.environment}/secrets/${place.name}`, body);

for (const { environment, name: secret, values, expiresAt } of VALUES) {
  for (const [index, value] of values.entries()) {
    const comment = `version ${index + 1}`;
    await set(
      { environment, name: secret },
      { value, comment, ...(expiresAt === undefined ? {} : { expiresAt }) },
    );
  }
}
await set(DELETED, { value: DELETED.value });
await client.call("DELETE", `/environments/${DELETED.environment}/secrets/${DELETED.name}`);
const names = [...new Set([...VALUES, DELETED, BUSY].map((each) => each.name))];
for (const environment of ENVIRONMENTS) {
  await client.call("POST", "/grants", { worker: WORKER, environment, names });
}
for (const role of ["admin", "writer", "viewer"])
  await client.call("POST", "/tokens", { label: role, role });
const { id } = (await client.call("POST", "/tokens", { label: "revoked", role: "viewer" })) as {
  id: string;
};
await client.call("DELETE", `/tokens/${id}`);
await read("default", [...names, "NOT_GRANTED"]);
await client.call("GET", "/usage");
for (;;) {
  await set(BUSY, { value: BUSY.value });
  const { auditEvents } = (await client.call("GET", "/status")) as { auditEvents: number };
  if (auditEvents >= EVENTS) break;
}
const known = {
  status: await client.call("GET", "/status"),
  head: await client.call("GET", "/audit/head"),
  secrets: await client.call("GET", "/secrets?limit=1000"),
  grants: await client.call("GET", "/grants?limit=1000"),
  tokens: await client.call("GET", "/tokens?limit=1000"),
  usage: await client.call("GET", "/usage?limit=1000"),
};
await store.stop();

// One file without its log of writes.
const whole = join(folder, "whole.sqlite");
const database = new DatabaseSync(await findDatabase(folder));
database.prepare("VACUUM INTO ?").run(whole);
database.close();
await writeFile(join(vectors, `${name}.sqlite.gz`), gzipSync(await readFile(whole), { level: 9 }));
await writeFile(join(vectors, `${name}.json`), `${JSON.stringify(known, null, 1)}\n`);
await rm(folder, { recursive: true });
