/**
 * As `wrangler.test.ts`, for what takes several commands: deleting, and a name that is new.
 */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BackendUnderTest, startBackend } from "./backend-under-test.ts";

const GRANT = { worker: "luna-proxy-api", environment: "default", names: ["JWT_SECRET", "NEW"] };
const SECRET = "/environments/default/secrets/JWT_SECRET";

let store: BackendUnderTest;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "lunakey-wrangler-"));
  store = await startBackend("cloudflare", folder, new Map([["JWT_SECRET", "placeholder-1"]]));
  await store.admin.call("POST", "/grants", GRANT);
});
afterAll(() => store?.stop());

it("answers missing for a value that wrangler has deleted", async () => {
  const [list = "", remove = "", ...more] = await store.commandsFor("DELETE", SECRET);
  expect(more).toEqual([]);
  const id = /JWT_SECRET\W+([0-9a-f]{32})/.exec(await store.paste(list))?.[1] ?? "";
  await store.paste(remove.replace("--secret-id ID", `--secret-id ${id}`));
  expect(await store.get("API", "JWT_SECRET")).toBeNull();
  expect(await store.read("API", { names: ["JWT_SECRET"] })).toMatchObject([{ status: "missing" }]);
});

it("binds a new name at the next start, as it takes a deploy on Cloudflare", async () => {
  const [create = ""] = await store.commandsFor("GET", "/environments/default/secrets/NEW");
  await store.paste(create, "placeholder-new");
  expect(await store.get("API", "NEW")).toBeNull();
  await store.restart();
  expect(await store.get("API", "NEW")).toBe("placeholder-new");
});
