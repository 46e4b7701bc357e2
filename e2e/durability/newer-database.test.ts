import { globSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { startLocalStore } from "lunakey/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectStore } from "../stack/store-client.ts";

/** Adds to the version of the schema, as code that is newer than ours would have. */
function raiseSchemaVersion(folder: string, steps: number): void {
  const [path = ""] = globSync(join(folder, "state/do/lunakey-store-Ledger/*.sqlite"), {
    exclude: (file) => file.endsWith("metadata.sqlite"),
  });
  const database = new DatabaseSync(path);
  database.prepare("UPDATE meta SET value = value + ? WHERE key = 'schema_version'").run(steps);
  database.close();
}

describe("a database that newer code has written", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "lunakey-newer-"));
    const store = await startLocalStore({ folder });
    const client = await connectStore(store);
    await client.call("PUT", "/environments/default/secrets/JWT_SECRET", { value: "kept" });
    await store.stop();
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("stops the ledger, which answers nothing and changes nothing, until the code fits", async () => {
    raiseSchemaVersion(folder, 1);
    const newer = await startLocalStore({ folder });
    const token = (await readFile(newer.tokenFile, "utf8")).trim();
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${newer.url}/v1/status`, { headers });
    const { error } = (await response.json()) as { error: Record<string, string> };
    expect([response.status, error.code]).toEqual([503, "store_unavailable"]);
    expect(error.message).toMatch(
      /^The ledger's schema is version \d+; this code knows up to version \d+\.$/,
    );
    expect(error.hint).toContain("Deploy the gateway that wrote it");
    await newer.stop();

    raiseSchemaVersion(folder, -1);
    const store = await startLocalStore({ folder });
    const client = await connectStore(store);
    const answer = await client.call("GET", "/environments/default/secrets/JWT_SECRET");
    expect(answer).toMatchObject({ version: 1, state: "active" });
    await store.stop();
  });
});
