import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createSeed } from "../doubles/seed.ts";
import { findFreePort } from "../stack/free-ports.ts";
import { expectHealth } from "../workers/health.ts";
import { findDescendants, findSurvivors } from "../workers/processes.ts";
import { type Running, run, start } from "./command.ts";
import { createProject, type Project, ROOT } from "./project.ts";

const LUNAKEY = ["node", join(ROOT, "packages/cli/dist/bin.js")];

const WRANGLER_TOML = `name = "hello"
main = "src/index.ts"
compatibility_date = "2026-09-15"

[[services]]
binding = "SECRETS"
service = "lunakey-store"
entrypoint = "Secrets"
props = { v = 1, store = "local", worker = "hello", environment = "default" }
`;

const WORKER = `import { find } from "./secrets";

interface Env {
  GREETING: string;
  SECRETS: { get(key: string): Promise<string | null> };
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { value, source, status, version } = await find(env, "GREETING");
    return Response.json({ value, source, status, version });
  },
};
`;

const CANARIES = ["canary-4f1d20b7c9", "canary-b83ae6550d"] as const;
/** Kept byte for byte. */
const VALUE = `  $HOME is not "expanded", 'quoted' or \`trimmed\` ${CANARIES[0]}  `;

const running: Running[] = [];
let project: Project;

beforeAll(async () => {
  project = await createProject();
});
afterEach(async () => {
  for (const command of running.splice(0)) await end(command);
});
afterAll(() => project.remove());

function open(command: readonly string[], env: Record<string, string> = {}, cwd = ""): Running {
  const started = start(command, { cwd: `${project.folder}/${cwd}`, env });
  running.push(started);
  return started;
}

/** Ctrl-C. All that the command had started must be gone afterwards. */
async function end(command: Running): Promise<number | null> {
  const all = [command.pid, ...(await findDescendants(command.pid))];
  command.signal("SIGINT");
  const status = await command.ended();
  expect(await findSurvivors(all)).toEqual([]);
  return status;
}

async function get(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  return response.json();
}

const lunakey = (args: readonly string[], input?: string) =>
  run([...LUNAKEY, ...args], { cwd: project.folder }, input);

/** In order: the second run is on what the first one left. */
describe("lunakey dev beside one's own wrangler dev", () => {
  const denied = { value: null, source: "store", status: "denied" };
  const served = (value: string, version: number) => {
    return { value, source: "store", status: "ok", version };
  };
  let worker: string;

  beforeAll(async () => {
    await project.write("package.json", '{ "name": "hello", "private": true }\n');
    await project.write("wrangler.toml", WRANGLER_TOML);
    await project.write("src/index.ts", WORKER);
    await project.copy("packages/runtime/src/secrets.ts", "src/secrets.ts");
  });

  it("runs both in one, and shows a value as soon as it is set and granted", async () => {
    const [admin, port] = [await findFreePort(), await findFreePort()];
    worker = `http://127.0.0.1:${port}`;
    const wrangler = ["npx", "wrangler", "dev", "--port", `${port}`, "--inspector-port", "0"];
    const both = open([...LUNAKEY, "dev", "--port", `${admin}`, "--", ...wrangler]);
    await both.answers(worker);
    expect(await get(worker)).toEqual(denied);

    await lunakey(["set", "GREETING", "--env", "default"], VALUE);
    expect(await get(worker)).toEqual(denied);
    await lunakey(["grant", "hello", "GREETING", "--env", "default"]);
    expect(await get(worker)).toEqual(served(VALUE, 1));
    await lunakey(["set", "GREETING", "--env", "default"], CANARIES[1]);
    expect(await get(worker)).toEqual(served(CANARIES[1], 2));

    running.splice(0);
    expect(await end(both)).toBe(130); // as npx says that Ctrl-C ended it
    expect(both.output()).not.toMatch(/canary/);
    await expect(fetch(worker)).rejects.toThrow();
    await expect(fetch(`http://127.0.0.1:${admin}`)).rejects.toThrow();
  });

  it("keeps everything for the next run, where each has a terminal of its own", async () => {
    const [admin, port] = [await findFreePort(), await findFreePort()];
    worker = `http://127.0.0.1:${port}`;
    await project.write(".dev.vars", 'GREETING="individual"\n');
    const store = open([...LUNAKEY, "dev", "--port", `${admin}`]);
    // The line that it says to paste.
    const [, assigned = ""] = await store.says(/^ {2}(\S+=.*) npx wrangler dev$/m);
    const env = Object.fromEntries(
      [...assigned.matchAll(/(\w+)='([^']*)'/g)].map(([, name = "", value = ""]) => [name, value]),
    );
    expect(Object.keys(env)).toContain("WRANGLER_REGISTRY_PATH");
    const wrangler = ["wrangler", "dev", "--port", `${port}`, "--inspector-port", "0"];
    const dev = open(wrangler, env);
    await dev.answers(worker);
    expect(await get(worker)).toEqual(served(CANARIES[1], 2));

    running.splice(0, 1);
    expect(await end(store)).toBe(0);
    // What was read last serves on: it is newer than the copy in .dev.vars.
    expect(await get(worker)).toMatchObject({ value: CANARIES[1], status: "ok" });
  });

  it("leaves a Worker with .dev.vars where no store runs at all", async () => {
    const port = await findFreePort();
    worker = `http://127.0.0.1:${port}`;
    const dev = open(["wrangler", "dev", "--port", `${port}`, "--inspector-port", "0"]);
    await dev.answers(worker);
    expect(await get(worker)).toEqual({ value: "individual", source: "individual", status: "ok" });
  });
});

/** Sealed values, traces, logs of wrangler: whatever the two wrote into the project's folder. */
describe("the files that lunakey and wrangler left", () => {
  it("hold no value", async () => {
    const files = await project.readAll();
    expect(files.size).toBeGreaterThan(5);
    expect([...files.keys()].some((path) => path.endsWith(".sqlite"))).toBe(true);
    const open = [...files].filter(([, bytes]) => CANARIES.some((each) => bytes.includes(each)));
    expect(open.map(([path]) => path)).toEqual([]);
  });
});

describe("the examples under wrangler dev, with .dev.vars alone", () => {
  const seed = createSeed();
  const [API, WEB] = ["luna-proxy-api", "luna-proxy-web"];
  const render = (secrets: object) =>
    Object.entries(secrets)
      .map(([name, value]) => `${name}="${value}"\n`)
      .join("");

  beforeAll(async () => {
    for (const [name, secrets] of [[API, seed.api] as const, [WEB, seed.web] as const]) {
      await project.copy(`examples/${name}`, `${name}`);
      await project.write(`${name}/.dev.vars`, render(secrets));
    }
  });

  it("luna-proxy-api answers its health, all of it configured", async () => {
    const port = await findFreePort();
    const api = `http://127.0.0.1:${port}`;
    const dev = open(["wrangler", "dev", "--port", `${port}`, "--inspector-port", "0"], {}, API);
    await dev.answers(api);
    const authorization = `Bearer ${seed.api.ADMIN_API_KEY}`;
    const response = await fetch(`${api}/admin/health`, { headers: { authorization } });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(expectHealth("development", { configured: true }));
  });

  it("luna-proxy-web answers, started as its wrangler.toml says", async () => {
    const port = await findFreePort();
    const configs = ["-c", "wrangler.toml", "-c", `../${API}/wrangler.toml`];
    const ports = ["--port", `${port}`, "--inspector-port", "0"];
    const dev = open(["wrangler", "dev", ...configs, ...ports], {}, WEB);
    await dev.answers(`http://127.0.0.1:${port}`);
    const response = await fetch(`http://127.0.0.1:${port}/`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("Sign in with GitHub");
  });
});
