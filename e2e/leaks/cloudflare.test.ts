/**
 * The same on backend `cloudflare`: the values are in Cloudflare's local Secrets Store, in clear, as
 * its own wrangler puts them there. They must be nowhere else: the ledger has no value at all.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { putLocalSecrets } from "lunakey/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../dev/project.ts";
import { type Canary, createSearch, makeKey, makeText } from "./canary.ts";
import { runAll, runCommand } from "./command-line.ts";
import { copyDatabase, readRows } from "./database.ts";
import { Evidence, readFolder } from "./evidence.ts";
import { openPlace, type Place } from "./place.ts";
import { live, misuse, type StoreApi } from "./store-api.ts";
import { ask, misuseRpc } from "./store-rpc.ts";

const STORE_ID = "local";
/** Where wrangler keeps the values: theirs to be in. */
const SECRETS_STORE = /^\.lunakey\/v3\/secrets-store\/local\/blobs\//;

const startedAt = Date.now();
const canaries: readonly Canary[] = [makeText("text"), makeKey("key")];
const [text = makeText(""), key = makeKey("")] = canaries;
const search = createSearch(canaries);
const api = new Evidence();
const consumer = new Evidence();
const commands = new Evidence();
let place: Place;
let store: StoreApi;

beforeAll(async () => {
  place = await openPlace({
    dev: ["--backend", "cloudflare"],
    hasTraced: false,
    prepare: async (project) =>
      putLocalSecrets(
        { folder: join(project, ".lunakey"), storeId: STORE_ID, wranglerFrom: ROOT },
        { NAME_0: text.value, NAME_1: key.value },
      ),
  });
  const token = await readFile(join(place.project.folder, ".lunakey/admin-token"), "utf8");
  store = { evidence: api, url: place.admin, token: token.trim() };
  await live(store, canaries);
});
afterAll(() => place?.remove());

/** The control of a search: what it finds of somebody who leaks the key. */
function expectLeak(found: readonly string[], form = "as it is"): void {
  expect(found.some((each) => each.endsWith(`key (${form})`))).toBe(true);
}

function isTheirs(path: string): boolean {
  return SECRETS_STORE.test(path);
}

describe("a value in Cloudflare's local Secrets Store", () => {
  it("is read by the helper, and misused in every place of the gateway", async () => {
    for (const name of ["NAME_0", "NAME_1"]) {
      const found = await ask(consumer, place.consumer, "/find", { name });
      const { length } = JSON.parse(found.text) as { length: number };
      expect(length).toBe(canaries.find((_, index) => name === `NAME_${index}`)?.value.length);
      for (const path of ["/get", "/require"]) await ask(consumer, place.consumer, path, { name });
    }
    expect(await misuseRpc(consumer, place.consumer, store.token, key)).toBeGreaterThan(30);
  });

  it("is misused in the admin API, and given to commands that do not take it", async () => {
    expect(await misuse(store, key)).toBeGreaterThan(150);
    const statuses = await runAll(place, commands, [
      { args: ["set", "NAME_1", "--env", "default"], input: key.value },
      { args: ["get", "NAME_1", "--env", "default", "--json"] },
    ]);
    expect(statuses).toEqual([1, 0]);
  });
});

describe("it is absent from", () => {
  it("every answer of the admin API, and what the gateway answers and throws", () => {
    expect([...api.find(search), ...consumer.find(search)]).toEqual([]);
    expect(api.count).toBeGreaterThan(300);
  });

  it("what commands write, the terminal, and all that workerd wrote", async () => {
    expect([...commands.find(search), ...search(place.terminal())]).toEqual([]);
    expect(place.terminal()).toContain("Store local is ready");
    const logs = await readFolder(place.runtimeLogs);
    expect(logs.find(search)).toEqual([]);
    expect(logs.paths.filter((path) => path.endsWith(".err")).length).toBeGreaterThanOrEqual(2);
  });

  it("every file of the project but wrangler's own of the values", async () => {
    const files = await readFolder(place.project.folder, { except: isTheirs });
    expect(files.find(search)).toEqual([]);
    for (const part of [".sqlite", ".config/.wrangler/logs/", ".lunakey/root-key"]) {
      expect(
        files.paths.some((path) => path.includes(part)),
        part,
      ).toBe(true);
    }
  });
});

describe("the same searches find", () => {
  const leak = (path: string) => ask(consumer, place.consumer, path, { name: "NAME_1" });

  it("the values in wrangler's own files, and one that was copied beside them", async () => {
    const files = await readFolder(place.project.folder);
    const theirs = files.find(search).map((found) => found.split(":")[0] ?? "");
    expect(theirs.length).toBeGreaterThan(0);
    expect(theirs.filter((path) => !isTheirs(path))).toEqual([]);
    await place.project.write(".lunakey/v3/copy", key.value);
    expectLeak((await readFolder(place.project.folder, { except: isTheirs })).find(search));
    await place.project.write(".lunakey/v3/copy", "");
  });

  it("what leaks in an answer, in an error over RPC, and in what a command writes", async () => {
    await leak("/leak/body");
    expectLeak(consumer.find(search));
    const { text: answer } = await leak("/leak/rpc");
    expectLeak(search(answer));
    await runCommand(place, commands, ["node", "-e", "console.log(process.argv[1])", key.value]);
    expectLeak(commands.find(search));
  });

  it("what leaks to the terminal, to workerd's logs and to wrangler's", async () => {
    await leak("/leak/log");
    await expect.poll(() => search(place.terminal())).toContain("key (as it is)");
    // A line is on the terminal before it is in a file.
    const found = async (...where: Parameters<typeof readFolder>) =>
      (await readFolder(...where)).find(search).join("\n");
    await expect.poll(() => found(place.runtimeLogs)).toContain("key (as it is)");
    const logs = join(place.project.folder, ".config/.wrangler/logs");
    await expect.poll(() => found(logs, { since: startedAt })).toContain("key (as it is)");
  });
});

/** In order: the commands end first. */
describe("the ledger after its end", () => {
  it("has no value in any row, and none sealed either", async () => {
    expect(await place.end()).toEqual([]);
    const state = join(place.project.folder, ".lunakey/v3");
    const rows = readRows(await copyDatabase(state, place.inputs));
    for (const table of ["grants", "audit_events", "usage", "nonces"]) {
      expect(rows.get(table)?.length, table).toBeGreaterThan(0);
    }
    expect(rows.get("versions")).toEqual([]);
    const found = [...rows].flatMap(([table, cells]) => cells.flatMap(search).map(() => table));
    expect(found).toEqual([]);
    const rowsOf = (table: string) => rows.get(table) ?? [];
    // The control: the same cells with the value among them.
    expectLeak([...rowsOf("usage"), Buffer.from(key.value)].flatMap(search));
  });
});
