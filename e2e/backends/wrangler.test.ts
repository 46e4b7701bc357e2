/**
 * Backend `cloudflare` filled by the real wrangler, with the commands that the store itself says: the
 * hint of a refusal is run as it stands.
 */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startBackend } from "./backend-under-test.ts";

it("serves a value that wrangler has put in, at once", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lunakey-wrangler-"));
  const store = await startBackend(
    "cloudflare",
    folder,
    new Map([["JWT_SECRET", "placeholder-1"]]),
  );
  try {
    const grant = { worker: "luna-proxy-api", environment: "default", names: ["JWT_SECRET"] };
    await store.admin.call("POST", "/grants", grant);
    const path = "/environments/default/secrets/JWT_SECRET";
    const [create = "", ...more] = await store.commandsFor("PUT", path, { value: "placeholder-2" });
    expect(more).toEqual([]);
    await store.paste(create, "placeholder-2");
    expect(await store.get("API", "JWT_SECRET")).toBe("placeholder-2");
  } finally {
    await store.stop();
  }
});
