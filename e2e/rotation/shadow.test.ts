import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { type LocalStore, startLocalStore } from "lunakey/local";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunOptions, runCli } from "../../packages/cli/test/run-cli.ts";
import { findFreePort } from "../stack/free-ports.ts";
import { connectStore, type StoreClient } from "../stack/store-client.ts";

const ENVIRONMENT = "production";
const CONSUMER = { worker: "luna-proxy-api", environment: ENVIRONMENT } as const;
const COPY = "canary-copy-9f2c";
const OTHER = "canary-other-71d0";

/** A Worker in mode shadow, as `bind` leaves production at first. */
const SOURCE = `
import { compareInShadow, getSecret, reportUsage } from "@lunakey/runtime";
compareInShadow();
reportUsage();
export default {
  async fetch(request, env) {
    const value = await getSecret(env, new URL(request.url).pathname.slice(1));
    return new Response(value === env.COPY ? "its own" : "not its own");
  },
};`;

let folder: string;
let store: LocalStore;
let client: StoreClient;
let worker: string;
const logs: string[] = [];

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: SOURCE, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
  });
  return outputFiles[0]?.text ?? "";
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lunakey-shadow-"));
  const port = await findFreePort();
  const props = { v: 1, store: "local", ...CONSUMER };
  store = await startLocalStore({
    folder: join(folder, ".lunakey"),
    workers: [
      {
        name: CONSUMER.worker,
        modules: [{ type: "ESModule", path: "worker.js", contents: await bundle() }],
        compatibilityDate: "2026-08-01",
        bindings: { LUNAKEY_MODE: "shadow", COPY, KEY: COPY, ABSENT: COPY },
        serviceBindings: { SECRETS: { name: "lunakey-store", entrypoint: "Secrets", props } },
        unsafeDirectSockets: [{ host: "127.0.0.1", port }],
      },
    ],
    onLog: ({ message }) => logs.push(message),
  });
  client = await connectStore(store);
  worker = `http://127.0.0.1:${port}`;
  await client.call("PUT", `/environments/${ENVIRONMENT}/secrets/KEY`, { value: COPY });
  await client.call("POST", "/grants", { ...CONSUMER, names: ["KEY", "ABSENT", "UNREAD"] });
});
afterAll(async () => {
  await store.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The Worker serves its own copy at each read, whatever the store has. */
async function read(name: string): Promise<void> {
  const response = await fetch(`${worker}/${name}`);
  expect(await response.text()).toBe("its own");
}

async function parityOf(name: string): Promise<string | null> {
  const { parity } = (await client.call("GET", `/parity?name=${name}`)) as {
    parity: { parity: string | null }[];
  };
  return parity[0]?.parity ?? null;
}

/** @returns how many reads it took until the store knew. */
async function readUntil(name: string, wanted: string): Promise<number> {
  for (let reads = 1; reads <= 30; reads += 1) {
    await read(name);
    await new Promise((resolve) => setTimeout(resolve, 400));
    if ((await parityOf(name)) === wanted) return reads;
  }
  throw new Error(`The store does not know that ${name} is ${wanted}.`);
}

const lunakey = (argv: string[], more: Partial<RunOptions> = {}) =>
  runCli(argv, { cwd: folder, env: { NO_COLOR: "1" }, ...more });

describe("a Worker in mode shadow", () => {
  it("tells what it finds with its first read, and a change with one of the next", async () => {
    expect(await parityOf("KEY")).toBeNull();
    expect(await readUntil("KEY", "same")).toBe(1);
    await client.call("PUT", `/environments/${ENVIRONMENT}/secrets/KEY`, { value: OTHER });
    // Together, since a Worker sends what it has found once in several seconds.
    await Promise.all([readUntil("KEY", "different"), readUntil("ABSENT", "missing")]);
  });

  it("is shown by lunakey parity, with what was never compared as unknown", async () => {
    const { stdout } = await lunakey(["parity", "--env", ENVIRONMENT]);
    expect(stdout).toMatch(/KEY +different/);
    expect(stdout).toMatch(/ABSENT +missing/);
    expect(stdout).toMatch(/UNREAD +unknown/);
    expect(stdout).toContain(
      "can not go store-first yet: ABSENT missing, KEY different, UNREAD unknown.",
    );
  });

  it("keeps its secret from being rotated under it, unless its copy is taken care of", async () => {
    const rotate = ["rotate", "KEY", "--env", ENVIRONMENT, "--generate", "32", "--yes"];
    const refused = await lunakey([...rotate, "--json"]);
    expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: "copies_held" } });
    expect(refused.stderr).toContain("luna-proxy-api in production");
    const { status, stdout } = await lunakey([...rotate, "--out", "new.key", "--sync"]);
    expect(status).toBe(0);
    expect(stdout).toContain("npx wrangler secret put KEY --env production < new.key\n");
    expect(stdout).not.toContain(await readFile(join(folder, "new.key"), "utf8"));
    const { stdout: rollout } = await lunakey(["rollout", "KEY", "--env", ENVIRONMENT, "--json"]);
    expect(JSON.parse(rollout)).toMatchObject({ rolledOut: false, safeAt: null });
  });

  it("lets out no value, and nothing made from one", async () => {
    const audit = JSON.stringify(await client.call("GET", "/audit?limit=1000"));
    const usage = JSON.stringify(await client.call("GET", "/usage?limit=1000"));
    expect(logs.join("\n") + audit + usage).not.toMatch(/canary/);
  });
});
