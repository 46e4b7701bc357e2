/** Members of a Durable Object that are made at first use: in workerd, asked for by two requests at once. */
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import ts from "typescript";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { applied, migrate } from "./compare.ts";
import { type Files, HELPER_PATH, HELPER_TEXT, HELPER_TYPES } from "./virtual-repository.ts";

const DESK = `import { DurableObject } from "cloudflare:workers";

export interface Env {
  API_KEY: string;
  DESK: DurableObjectNamespace;
  SECRETS: SecretsStore;
}

let built = 0;

class Client {
  readonly name: string;
  constructor(key: string) {
    built += 1;
    this.name = \`\${built} \${key}\`;
  }
}

const keyOf = (env: Env): string => env.API_KEY;
const createClient = (env: Env): Client => new Client(keyOf(env));

export class Desk extends DurableObject<Env> {
  private readonly plain: Client;
  private readonly deep: Client;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.plain = new Client(env.API_KEY);
    this.deep = createClient(env);
  }

  override async fetch(request: Request): Promise<Response> {
    return new Response(request.url.endsWith("/plain") ? this.plain.name : this.deep.name);
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { hostname } = new URL(request.url);
    return await env.DESK.get(env.DESK.idFromName(hostname)).fetch(request);
  },
} satisfies ExportedHandler<Env>;
`;

/** Says what it is told to say, and takes its time. */
const STORE = `import { WorkerEntrypoint } from "cloudflare:workers";
let value = null;
export class Secrets extends WorkerEntrypoint {
  async read({ names }) {
    await scheduler.wait(20);
    const other = { maxAgeSeconds: 0, fallback: "allowed" };
    const item = (name) =>
      value ? { name, status: "ok", value, version: 1, ...other } : { name, status: "missing", ...other };
    return { v: 1, items: names.map(item) };
  }
}
export default {
  async fetch(request) {
    value = (await request.text()) || null;
    return new Response();
  },
};
`;

function compiled(files: Files, path: string): string {
  const text = files.get(path) ?? "";
  const { ES2022 } = ts.ScriptTarget;
  const { outputText } = ts.transpileModule(text === HELPER_TYPES ? HELPER_TEXT : text, {
    compilerOptions: { target: ES2022, module: ts.ModuleKind.ESNext },
  });
  return outputText.replaceAll('"./secrets"', '"./secrets.js"');
}

let miniflare: Miniflare;

beforeAll(async () => {
  const before = new Map([
    ["src/index.ts", DESK],
    [HELPER_PATH, HELPER_TYPES],
  ]);
  const after = applied(before, migrate(before).plan);
  const common = { compatibilityDate: "2026-10-01" };
  miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: false,
      log: new Log(LogLevel.NONE),
      unsafeLocalExplorer: false,
      unsafeObservability: false,
      workers: [
        {
          ...common,
          name: "desk",
          modules: [
            { type: "ESModule", path: "index.js", contents: compiled(after, "src/index.ts") },
            { type: "ESModule", path: "secrets.js", contents: compiled(after, HELPER_PATH) },
          ],
          durableObjects: { DESK: "Desk" },
          serviceBindings: { SECRETS: { name: "store", entrypoint: "Secrets" } },
        },
        {
          ...common,
          name: "store",
          modules: [{ type: "ESModule", path: "s.js", contents: STORE }],
        },
      ],
    }),
  );
  await miniflare.ready;
});
afterAll(() => miniflare.dispose());

async function store(value: string): Promise<void> {
  const worker = await miniflare.getWorker("store");
  await worker.fetch("http://store.example/", { method: "POST", body: value });
}

/** What two who ask at the same time are answered. */
async function askTwice(name: string, path: string): Promise<string[]> {
  const worker = await miniflare.getWorker("desk");
  const ask = async () => {
    try {
      return await (await worker.fetch(`http://${name}.example/${path}`)).text();
    } catch (error) {
      return error instanceof Error ? error.message : "no error";
    }
  };
  return await Promise.all([ask(), ask()]);
}

const keyIn = (answer = "") => answer.replace(/^\d+ /, "");

describe.each(["plain", "deep"])("a client in a member, made %s", (path) => {
  beforeEach(() => store("first"));

  it("is made once, whoever asks", async () => {
    const [one, other] = await askTwice(`once-${path}`, path);
    expect(keyIn(one)).toBe("first");
    expect(other).toBe(one);
    const number = Number.parseInt(one ?? "", 10);
    const [next] = await askTwice(`next-${path}`, path);
    expect(Number.parseInt(next ?? "", 10)).toBe(number + 1);
  });

  it("keeps the value that it was made with", async () => {
    const [one] = await askTwice(`rotated-${path}`, path);
    await store("second");
    expect(await askTwice(`rotated-${path}`, path)).toEqual([one, one]);
  });

  it("is made after all where it could not be made before", async () => {
    await store("");
    const missing = "Secret API_KEY is missing";
    expect(await askTwice(`late-${path}`, path)).toEqual([missing, missing]);
    await store("first");
    const [one, other] = await askTwice(`late-${path}`, path);
    expect(keyIn(one)).toBe("first");
    expect(other).toBe(one);
  });
});
