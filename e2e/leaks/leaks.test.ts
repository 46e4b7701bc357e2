/**
 * Values are stored, replaced, deleted, misused and read, with everything that writes logs told to
 * write all it can. They must be nowhere but in sealed rows. After each search comes its control:
 * somebody leaks on purpose, and the same search must find it.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../dev/project.ts";
import { type Canary, createSearch, makeKey, makeText } from "./canary.ts";
import { misuses, runAll, runCommand, uses } from "./command-line.ts";
import { copyDatabase, readRows, writeInClear } from "./database.ts";
import { askAndKeep, Evidence, readFolder } from "./evidence.ts";
import { openPlace, type Place, TRACED } from "./place.ts";
import { live, look, misuse, type StoreApi } from "./store-api.ts";
import { ask, misuseRpc, readName } from "./store-rpc.ts";

/** How many of the wrong command lines are tried here; the long test tries them all. */
const COMMAND_LINES = 6;

const startedAt = Date.now();
const canaries: readonly Canary[] = [makeText("text"), makeKey("key")];
const [, key = makeKey("")] = canaries;
const search = createSearch(canaries);
const api = new Evidence();
const consumer = new Evidence();
const commands = new Evidence();
const statuses: number[] = [];
let place: Place;
let store: StoreApi;

beforeAll(async () => {
  place = await openPlace();
  const token = await readFile(join(place.project.folder, ".lunakey/admin-token"), "utf8");
  store = { evidence: api, url: place.admin, token: token.trim() };
  await live(store, canaries);
  for (const name of ["NAME_0", "NAME_1", "FROM_INPUT"]) {
    for (const path of ["/find", "/get", "/require"]) {
      await ask(consumer, place.consumer, path, { name });
    }
  }
});
afterAll(() => place?.remove());

/** The control of a search: what it finds of somebody who leaks the key. */
function expectLeak(found: readonly string[], form = "as it is"): void {
  expect(found.some((each) => each.endsWith(`key (${form})`))).toBe(true);
}

describe("a value", () => {
  it("is misused in every place of the admin API", async () => {
    expect(await misuse(store, key)).toBeGreaterThan(150);
    await look(store);
    expect(api.count).toBeGreaterThan(300);
  });

  it("is misused in every place of the gateway", async () => {
    expect(await misuseRpc(consumer, place.consumer, store.token, key)).toBeGreaterThan(30);
    const item = { name: key.value, status: "invalid", maxAgeSeconds: 0, fallback: "allowed" };
    expect(await readName(place.consumer, key)).toEqual([item]);
  });

  it("is given to the command line, rightly and wrongly", async () => {
    const right = await runAll(place, commands, uses(key));
    expect(right.every((status) => status === 0)).toBe(true);
    const wrong = await runAll(place, commands, misuses(key).slice(0, COMMAND_LINES));
    expect(wrong.every((status) => status > 0)).toBe(true);
    statuses.push(...right, ...wrong);
  });
});

describe("it is absent from", () => {
  it("every answer of the admin API, its audit and its description", () => {
    expect(api.find(search)).toEqual([]);
  });

  it("what the gateway answers and throws, with stack and fields", () => {
    expect(consumer.find(search)).toEqual([]);
  });

  it("what commands write", () => {
    expect(commands.find(search)).toEqual([]);
    expect(statuses.length).toBeGreaterThan(8);
  });

  it("the terminal of lunakey dev and of wrangler dev", () => {
    expect(search(place.terminal())).toEqual([]);
    expect(place.terminal()).toContain("Store local is ready");
  });

  it("all that workerd wrote, of the store's and of wrangler's", async () => {
    const logs = await readFolder(place.runtimeLogs);
    expect(logs.find(search)).toEqual([]);
    // The store's workerd, that of wrangler dev, and that of the one that is traced.
    expect(logs.paths.filter((path) => path.endsWith(".err")).length).toBeGreaterThanOrEqual(3);
  });

  it("every file of the project while it runs: databases, registries, logs of wrangler", async () => {
    const files = await readFolder(place.project.folder, { except: isTraced });
    expect(files.find(search)).toEqual([]);
    for (const part of ["-wal", ".sqlite", ".config/.wrangler/logs/", ".lunakey/root-key"]) {
      expect(
        files.paths.some((path) => path.includes(part)),
        part,
      ).toBe(true);
    }
    expect(files.paths.filter((path) => path.includes("observability"))).toEqual([]);
  });

  it("every file but its own: the root key, and the first admin's token", async () => {
    const own = await Promise.all(
      ["root-key", "admin-token"].map(async (name): Promise<Canary> => {
        const content = await readFile(join(place.project.folder, ".lunakey", name), "utf8");
        // A token begins with its id, which is no secret.
        return { name, value: content.trim().replace(/^lunakey_[0-9a-f]{16}_/, "") };
      }),
    );
    const searchOwn = createSearch(own);
    const files = await readFolder(place.project.folder);
    const found = new Set(files.find(searchOwn).map((each) => each.replace(/ \(.*/, "")));
    expect([...found].sort()).toEqual([
      ".lunakey/admin-token: admin-token",
      ".lunakey/root-key: root-key",
    ]);
    for (const other of [api, consumer, commands]) expect(other.find(searchOwn)).toEqual([]);
    expect(searchOwn(place.terminal())).toEqual([]);
  });

  it("every file of this repository that was written meanwhile, snapshots too", async () => {
    const except = (path: string) => /^(node_modules|\.git)\/|\.tmp-/.test(path);
    const files = await readFolder(ROOT, { since: startedAt, except });
    expect(files.find(search)).toEqual([]);
  });
});

describe("the same searches find what leaks on purpose", () => {
  const leak = (path: string) => ask(consumer, place.consumer, path, { name: "NAME_1" });

  it("in a body and in a header", async () => {
    await leak("/leak/body");
    expectLeak(consumer.find(search));
    await leak("/leak/header");
    expectLeak(consumer.find(search), "in a URL");
  });

  it("in the message, and in the stack, of an error over RPC", async () => {
    const { text } = await leak("/leak/rpc");
    const { threw } = JSON.parse(text) as { threw: { message: string; stack: string } };
    for (const part of [threw.message, threw.stack]) expectLeak(search(part));
  });

  it("in what a command writes", async () => {
    const script = "process.stderr.write(process.argv[1])";
    await runCommand(place, commands, ["node", "-e", script, key.value]);
    expectLeak(commands.find(search));
  });

  it("in the terminal, in what workerd wrote, and in the logs of wrangler", async () => {
    await leak("/leak/log");
    await leak("/leak/throw").catch(() => undefined);
    await expect.poll(() => search(place.terminal())).toContain("key (as it is)");
    const logs = await readFolder(place.runtimeLogs);
    expectLeak(logs.find(search));
    const files = await readFolder(join(place.project.folder, ".config/.wrangler/logs"));
    expectLeak(files.find(search));
  });

  it("in traces, where wrangler keeps them and a value is in a URL", async () => {
    await askAndKeep(new Evidence(), "traced", `${place.traced}/?${encodeURIComponent(key.value)}`);
    const traces = join(place.project.folder, TRACED, ".wrangler");
    const find = async () => (await readFolder(traces)).find(search).join("\n");
    await expect.poll(find, { timeout: 10_000 }).toContain("key (in a URL)");
  });

  it("in a file of the project", async () => {
    await place.project.write("src/__snapshots__/a.snap", JSON.stringify(key.value));
    const files = await readFolder(place.project.folder, { since: startedAt });
    expectLeak(files.find(search));
  });
});

/** In order: the commands end first. */
describe("the store's files after its end", () => {
  let database: string;

  it("hold no value", async () => {
    expect(await place.end()).toEqual([]);
    const files = await readFolder(join(place.project.folder, ".lunakey"));
    expect(files.find(search)).toEqual([]);
    database = await copyDatabase(join(place.project.folder, ".lunakey/state"), place.inputs);
  });

  it("hold none in any row: idempotency records, audit, usage", () => {
    const rows = readRows(database);
    for (const table of ["versions", "idempotency", "audit_events", "usage", "nonces"]) {
      expect(rows.get(table)?.length, table).toBeGreaterThan(0);
    }
    const found = [...rows].flatMap(([table, cells]) => cells.flatMap(search).map(() => table));
    expect(found).toEqual([]);
  });

  it("would be seen to hold one, in the log that is written ahead and in rows", async () => {
    const close = writeInClear(database, key.value);
    const files = await readFolder(join(database, ".."));
    expectLeak(files.find(search).filter((found) => found.includes("-wal")));
    close();
    expectLeak((await readFolder(join(database, ".."))).find(search));
    const rows = readRows(database);
    for (const table of ["versions", "idempotency"]) {
      expectLeak(rows.get(table)?.flatMap(search) ?? []);
    }
  });
});

function isTraced(path: string): boolean {
  return path.startsWith(`${TRACED}/`);
}
