/**
 * The same as the short form in more rounds: each canary in turn, one of the largest size among
 * them, is misused in every place and given to every wrong command line.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSearch, makeKey, makeLarge, makeText } from "./canary.ts";
import { misuses, runAll, uses } from "./command-line.ts";
import { Evidence, readFolder } from "./evidence.ts";
import { openPlace, type Place, TRACED } from "./place.ts";
import { live, look, misuse, type StoreApi } from "./store-api.ts";
import { ask, misuseRpc } from "./store-rpc.ts";

const canaries = [
  ...[makeKey("key 1"), makeKey("key 2"), makeText("text 1"), makeText("text 2")],
  makeLarge("large"),
];
/** What can stand in a header, an argument and a URL. */
const keys = canaries.filter(({ name }) => name.startsWith("key"));
/** What no argument can hold, but standard input and a file can. */
const texts = canaries.filter((canary) => !keys.includes(canary));
const search = createSearch(canaries);
const evidence = new Evidence();
let place: Place;
let store: StoreApi;

beforeAll(async () => {
  place = await openPlace();
  const token = await readFile(join(place.project.folder, ".lunakey/admin-token"), "utf8");
  store = { evidence, url: place.admin, token: token.trim() };
});
afterAll(async () => {
  await place?.end();
  await place?.remove();
});

/** All of it, wherever it is. */
async function findAll(): Promise<string[]> {
  const except = (path: string) => path.startsWith(`${TRACED}/`);
  const files = await readFolder(place.project.folder, { except });
  return [...evidence.find(search), ...files.find(search), ...search(place.terminal())];
}

describe("after many rounds no value is anywhere", () => {
  it("stored, imported, replaced, deleted, read", async () => {
    for (let round = 0; round < 5; round++) await live(store, canaries);
    for (const [index] of canaries.entries()) {
      for (const path of ["/find", "/get", "/require"]) {
        await ask(evidence, place.consumer, path, { name: `NAME_${index}` });
      }
    }
    expect(await findAll()).toEqual([]);
  });

  it.each(keys)("misused over HTTP and RPC: $name", async (canary) => {
    expect(await misuse(store, canary)).toBeGreaterThan(150);
    expect(await misuseRpc(evidence, place.consumer, store.token, canary)).toBeGreaterThan(30);
    await look(store);
    expect(await findAll()).toEqual([]);
  });

  it.each(keys)("on the command line, in every wrong place: $name", async (canary) => {
    const statuses = await runAll(place, evidence, misuses(canary));
    expect(statuses.filter((status) => status === 0)).toEqual([]);
    expect(await findAll()).toEqual([]);
  });

  it.each(texts)("by standard input and by file: $name", async (canary) => {
    const statuses = await runAll(place, evidence, uses(canary));
    expect(statuses.filter((status) => status !== 0)).toEqual([]);
    expect(await findAll()).toEqual([]);
  });
});
