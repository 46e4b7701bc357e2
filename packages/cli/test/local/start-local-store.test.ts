import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { CliError } from "../../src/cli-error.ts";
import {
  type LocalLog,
  type LocalStore,
  type LocalStoreOptions,
  STORE_WORKER,
  startLocalStore,
} from "../../src/local/index.ts";
import { claimPort } from "../../src/local/port.ts";
import { runCli } from "../run-cli.ts";
import { makeTemporaryFolder } from "../temporary-folder.ts";

const root = makeTemporaryFolder();
let count = 0;
const running: LocalStore[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((store) => store.stop()));
});

/** A folder of its own per test; commands that run in `cwd` find it. */
function makePlace() {
  count += 1;
  const cwd = join(root, String(count));
  return { cwd, folder: join(cwd, ".lunakey") };
}

async function start(options: LocalStoreOptions): Promise<LocalStore> {
  const store = await startLocalStore(options);
  running.push(store);
  return store;
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof CliError ? error.failure.code : "no failure";
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

/** `fetch` sets the Host header itself. */
function statusUnderHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/v1/status`, { headers: { Host: host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject).end();
  });
}

describe("startLocalStore", () => {
  it("keeps everything across a restart, for the owner's eyes only", async () => {
    const { cwd, folder } = makePlace();
    const first = await start({ folder });
    const token = readFileSync(first.tokenFile, "utf8");
    expect((await runCli(["set", "A", "--env", "default"], { cwd, input: "1" })).status).toBe(0);
    await first.stop();
    await first.stop();
    const second = await start({ folder });
    expect(readFileSync(second.tokenFile, "utf8")).toBe(token);
    const same = await runCli(["set", "A", "--env", "default", "--json"], { cwd, input: "1" });
    expect(JSON.parse(same.stdout)).toMatchObject({ version: 1, changed: false });
    expect([folder, join(folder, "state")].map(modeOf)).toEqual([0o700, 0o700]);
    const files = ["root-key", "admin-token", "dev.json", "store-id"];
    expect(files.map((file) => modeOf(join(folder, file)))).toEqual(files.map(() => 0o600));
    expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("*\n");
  });

  it("is found by wrangler dev at once, where another was killed before it", async () => {
    const { folder } = makePlace();
    const first = await start({ folder });
    const registration = join(first.registryPath, STORE_WORKER);
    const left = readFileSync(registration, "utf8");
    await first.stop();
    writeFileSync(registration, left);
    await start({ folder });
    const { instanceId } = JSON.parse(readFileSync(registration, "utf8")) as { instanceId: string };
    expect(instanceId).not.toBe((JSON.parse(left) as { instanceId: string }).instanceId);
  });

  it("is one per folder, and does not mind what a crash left", async () => {
    const { folder } = makePlace();
    const first = await start({ folder });
    expect(await codeOf(startLocalStore({ folder }))).toBe("already_running");
    await first.stop();
    writeFileSync(join(folder, "lock"), `${2 ** 30}\n`);
    await start({ folder });
  });

  it("says when the port is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { folder } = makePlace();
    expect(await codeOf(startLocalStore({ folder, port }))).toBe("port_in_use");
    server.close();
    await start({ folder });
  });

  it("does not begin anew beside values that it could not open", async () => {
    const { folder } = makePlace();
    await (await start({ folder })).stop();
    expect(await codeOf(startLocalStore({ folder, storeId: "other" }))).toBe("local_state_damaged");
    rmSync(join(folder, "root-key"));
    expect(await codeOf(startLocalStore({ folder }))).toBe("local_state_damaged");
  });

  it("answers under loopback names only", async () => {
    const { url } = await start({ folder: makePlace().folder });
    const { port, host } = new URL(url);
    expect(await statusUnderHost(url, host)).toBe(401);
    expect(await statusUnderHost(url, `localhost:${port}`)).toBe(401);
    expect(await statusUnderHost(url, `evil.example:${port}`)).toBe(421);
  });

  it("runs more Workers, which read what they are granted", async () => {
    const { cwd, folder } = makePlace();
    const port = await claimPort(0);
    const logs: LocalLog[] = [];
    const props = { v: 1, store: "local", worker: "api", environment: "default" };
    await start({
      folder,
      onLog: (line) => logs.push(line),
      workers: [
        {
          name: "api",
          modules: [
            {
              type: "ESModule",
              path: "api.js",
              contents: `export default { async fetch(_, env) {
                console.warn("from the Worker");
                return new Response(await env.SECRETS.get("A"));
              } };`,
            },
          ],
          compatibilityDate: "2026-10-01",
          unsafeDirectSockets: [{ host: "127.0.0.1", port }],
          serviceBindings: { SECRETS: { name: STORE_WORKER, entrypoint: "Secrets", props } },
        },
      ],
    });
    await runCli(["set", "A", "--env", "default"], { cwd, input: "value of A" });
    await runCli(["grant", "api", "A", "--env", "default"], { cwd });
    const response = await fetch(`http://127.0.0.1:${port}/`);
    expect(await response.text()).toBe("value of A");
    expect(logs).toContainEqual({ level: "warn", message: "from the Worker" });
  });
});
