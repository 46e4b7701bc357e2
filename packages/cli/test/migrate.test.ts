import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { type MigrateReport, migrateReport } from "@lunakey/contract";
import { beforeAll, describe, expect, it } from "vitest";
import {
  commitAll,
  copyExamples,
  git,
  makeRepository,
  RUN_ENV,
  readText,
  writeFiles,
} from "./repository/sample-repository.ts";
import { type RunOptions, runCli } from "./run-cli.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const BILLING = "luna-proxy-api/src/routes/billing.ts";
const STRIPE = "luna-proxy-api/src/utils/stripe.ts";

function useRepository(cwd: string) {
  return (line: string, options: Partial<RunOptions> = {}) =>
    runCli(["migrate", ...line.split(" ").filter((each) => each !== "")], {
      cwd,
      env: RUN_ENV,
      ...options,
    });
}

/** With the packages of this repository, as after `npm ci`. */
function makeExamples(): string {
  const cwd = copyExamples();
  writeFiles(cwd, { ".gitignore": "node_modules\n" });
  symlinkSync(join(ROOT, "node_modules"), join(cwd, "node_modules"));
  commitAll(cwd);
  return cwd;
}

describe("lunakey migrate, on the two Workers of the request", () => {
  let cwd = "";
  beforeAll(() => {
    cwd = makeExamples();
  });

  it("shows what one route takes, on a screen, and writes nothing", async () => {
    const { status, stdout } = await useRepository(cwd)(
      "--route /billing/checkout --dry-run --worker luna-proxy-api",
    );
    expect(status).toBe(0);
    expect(stdout).toContain("+  const stripe = await getStripeClient");
    expect(stdout).toContain("luna-proxy-api/src/secrets.ts (201 lines, the helper)");
    expect(stdout).toContain("Next route: ");
    expect(stdout).not.toContain("JWT_SECRET");
    expect(stdout.split("\n").length).toBeLessThan(110);
    expect(git(cwd, "status", "--porcelain")).toBe("");
  });

  it("moves one route and no more, and gives the old bytes back", async () => {
    const migrate = useRepository(cwd);
    const before = [readText(cwd, BILLING), readText(cwd, STRIPE)];
    const done = await migrate("--route /billing/checkout --worker luna-proxy-api --json");
    const json = JSON.parse(done.stdout) as MigrateReport;
    expect(migrateReport.parse(json)).toEqual(json);
    expect(json).toMatchObject({ written: true, dryRun: false });
    expect(json.workers[0]?.converted.map(({ name }) => name).sort()).toEqual([
      "STRIPE_PRICE_GROWTH",
      "STRIPE_PRICE_STARTER",
      "STRIPE_SECRET_KEY",
    ]);
    expect(readText(cwd, STRIPE)).toContain("await getSecret(env, 'STRIPE_SECRET_KEY')");
    expect(readText(cwd, BILLING)).toContain("env.STRIPE_WEBHOOK_SECRET");
    expect((await migrate("--undo")).stdout).toContain("Undone: ");
    expect([readText(cwd, BILLING), readText(cwd, STRIPE)]).toEqual(before);
    expect(git(cwd, "status", "--porcelain")).toBe("");
  });

  it("moves all of it as by hand, and has nothing left to do then", async () => {
    const migrate = useRepository(cwd);
    expect((await migrate("")).status).toBe(0);
    const golden = (path: string) => readText(join(ROOT, "e2e", "golden"), path);
    for (const path of [BILLING, STRIPE, "luna-proxy-web/src/auth.ts"]) {
      expect(readText(cwd, path)).toBe(golden(path));
    }
    expect(await migrate("--check --allow-dirty")).toMatchObject({ status: 0 });
  });
});

const SMALL = {
  "wrangler.toml": 'name = "api"\nmain = "src/index.ts"\n',
  "src/index.ts": `interface Env { API_KEY?: string }
export default {
  async fetch(_request: Request, env: Env): Promise<Response> {
    return new Response(env.API_KEY ?? "none");
  },
};
`,
};

describe("lunakey migrate", () => {
  it.each([
    ["--route /nowhere", "route_unknown", 1],
    ["--worker other", "worker_unknown", 1],
    ["--file nowhere.ts", "usage", 2],
    ["--file ../../etc/passwd", "usage", 2],
    ["--check --dry-run", "usage", 2],
    ["--undo", "nothing_to_undo", 1],
  ])("refuses %s, and writes nothing", async (line, code, exitStatus) => {
    const cwd = makeRepository(SMALL);
    const { status, stderr } = await useRepository(cwd)(`${line} --json`);
    expect([JSON.parse(stderr), status]).toMatchObject([{ error: { code } }, exitStatus]);
    expect(git(cwd, "status", "--porcelain")).toBe("");
  });

  it("leaves what is in [vars], and says which of the rest look like settings", async () => {
    const cwd = makeRepository({
      "wrangler.toml": `${SMALL["wrangler.toml"]}[vars]\nDEFAULT_LANG = "fr"\n`,
      ".dev.vars.example": "STRIPE_PRICE_STARTER=\n",
      "src/index.ts": `interface Env { API_KEY: string; DEFAULT_LANG: string; RETRIES?: string }
type More = Env & { STRIPE_PRICE_STARTER?: string };
export default {
  async fetch(_request: Request, env: More): Promise<Response> {
    const all = [env.API_KEY, env.DEFAULT_LANG, env.RETRIES, env.STRIPE_PRICE_STARTER];
    return new Response(all.join());
  },
};
`,
    });
    const { stdout } = await useRepository(cwd)("--dry-run");
    expect(stdout).toContain("STRIPE_PRICE_STARTER");
    expect(stdout).toContain("env.DEFAULT_LANG");
    const said = stdout.replaceAll(/\s+/g, " ");
    expect(said).toContain(" RETRIES looks like a setting, and goes through the helper too");
    expect(said).toContain("left a plain read, and so is one that --except gives.");
  });

  it("moves no middleware alone for the beginning of a route", async () => {
    const cwd = makeRepository({
      ...SMALL,
      "src/index.ts": `interface Env { API_KEY?: string; OTHER_KEY?: string; LOG_KEY?: string }
interface Context { env: Env }
type Handler = (c: Context) => Response;
declare const app: { use(path: string, h: Handler): void; get(path: string, h: Handler): void };
app.use("/*", (c) => new Response(c.env.LOG_KEY ?? "none"));
app.use("/webhook/*", (c) => new Response(c.env.API_KEY ?? "none"));
app.get("/webhook/x", (c) => new Response(c.env.OTHER_KEY ?? "none"));
export default app;
`,
    });
    const migrate = useRepository(cwd);
    for (const route of ["/webhook", "/webhook/", "GET /webhook"]) {
      const { status, stderr } = await runCli(["migrate", "--route", route], { cwd, env: RUN_ENV });
      expect([status, stderr]).toEqual([1, expect.stringContaining("below it is /webhook/x.")]);
    }
    expect(git(cwd, "status", "--porcelain")).toBe("");
    // Whatever is asked for by its own name, or is no beginning of others, is still taken.
    expect((await migrate("--route /webhook/y --dry-run")).stdout).toContain("API_KEY");
    expect((await migrate("--route /webhook/* --dry-run")).stdout).toContain("API_KEY");
    expect((await migrate("--route /webhook/x --dry-run")).stdout).toContain("OTHER_KEY");
  });

  it("gives back each step of a migration by routes, the last one first", async () => {
    const index = "src/index.ts";
    const cwd = makeRepository({
      ...SMALL,
      [index]: `interface Env { API_KEY?: string; OTHER_KEY?: string }
function key(env: Env): string {
  return env.API_KEY ?? "none";
}
export default {
  fetch(request: Request, env: Env): Response {
    const { pathname } = new URL(request.url);
    if (pathname === "/one") return new Response(key(env));
    if (pathname === "/two") return new Response(key(env) + env.OTHER_KEY);
    return new Response("none");
  },
};
`,
    });
    const migrate = useRepository(cwd);
    const texts = [readText(cwd, index)];
    for (const route of ["/one", "/two"]) {
      expect((await migrate(`--route ${route} --allow-dirty`)).status).toBe(0);
      texts.push(readText(cwd, index));
    }
    expect(texts[1]).toContain("keyAsync");
    expect(texts[2]).not.toContain("keyAsync");
    for (const text of texts.slice(0, -1).reverse()) {
      expect((await migrate("--undo")).status).toBe(0);
      expect(readText(cwd, index)).toBe(text);
    }
    expect(git(cwd, "status", "--porcelain")).toBe("");
  });

  it("checks, moves what a route reaches once, and is known to be moved then", async () => {
    const cwd = makeRepository({
      ...SMALL,
      "src/index.ts": `interface Env { API_KEY?: string; OTHER_KEY?: string }
const key = (env: Env) => env.API_KEY ?? "none";
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/one") return new Response(key(env));
    return new Response(env.OTHER_KEY ?? "none");
  },
};
`,
    });
    const migrate = useRepository(cwd);
    const pending = await migrate("--check --json");
    expect([pending.status, JSON.parse(pending.stderr)]).toMatchObject([
      1,
      { error: { code: "not_migrated" } },
    ]);
    expect((await migrate("--route /one")).stdout).toContain(":2 API_KEY");
    expect(readText(cwd, "src/index.ts")).toContain("env.OTHER_KEY");
    const again = await migrate("--route /one --allow-dirty");
    expect(again.stdout).toContain("No read of a secret is left to move behind /one.");
    const status = await runCli(["status", "--offline"], { cwd, env: RUN_ENV });
    expect(status.stdout).toContain("api: 1 of 2 reads moved");
  });

  it("imports the package where it is asked to", async () => {
    const cwd = makeRepository({ ...SMALL, ".gitignore": "node_modules\n" });
    const missing = await useRepository(cwd)("--package --dry-run");
    expect(missing.stderr).toContain("npm install @lunakey/runtime");
    symlinkSync(join(ROOT, "node_modules"), join(cwd, "node_modules"));
    expect((await useRepository(cwd)("--package")).status).toBe(0);
    expect(readText(cwd, "src/index.ts")).toContain('from "@lunakey/runtime"');
    expect(git(cwd, "status", "--porcelain").trim()).toBe("M src/index.ts");
  });

  it("says what is left alone, why, and what to do about it", async () => {
    const cwd = makeRepository({
      ...SMALL,
      "src/index.ts": `interface Env { API_KEY: string }
class Keyed { constructor(readonly key: string) {} }
class Client extends Keyed {
  constructor(env: Env) { super(env.API_KEY); }
}
export default { fetch: (_: Request, env: Env) => new Response(new Client(env).key) };
`,
    });
    const { status, stdout } = await useRepository(cwd)("--dry-run --lang fr");
    expect(status).toBe(0);
    expect(stdout).toContain("Laissé tel quel, et fonctionne toujours (1)");
    expect(stdout).toContain("src/index.ts:4 API_KEY");
  });

  it("tells reads that stay from places where no secret is read, and checks neither", async () => {
    const cwd = makeRepository({
      ...SMALL,
      "src/index.ts": `interface Env { API_KEY: string }
class Keyed { constructor(readonly key: string) {} }
class Client extends Keyed {
  constructor(env: Env) { super(env.API_KEY); }
}
let kept: Env;
export default {
  fetch(_: Request, env: Env): Response {
    kept = env;
    return Response.json([new Client(env).key, Object.keys(env)]);
  },
};
`,
    });
    const migrate = useRepository(cwd);
    const { workers } = JSON.parse((await migrate("--dry-run --json")).stdout) as MigrateReport;
    expect(workers[0]?.leftAlone.map(({ line, isRead }) => [line, isRead])).toEqual([
      [4, true],
      [9, false],
      [10, false],
    ]);
    expect(workers[0]?.readsLeft).toBe(1);
    const { status, stdout } = await migrate("--check");
    expect(status).toBe(0);
    expect(stdout).toContain("api: Nothing can be moved as it is. 1 read stays as it is.");
    expect(stdout).toContain("Left as it is, and still working (1)");
    expect(stdout).toContain("To know of: no secret is read by its name here (2)");
  });

  it("says once what is read by names that are known, and each of its names", async () => {
    const cwd = makeRepository({
      "wrangler.toml": `${SMALL["wrangler.toml"]}[vars]\nMODE = "x"\n`,
      "src/index.ts": `import { get } from "./settings";
interface Env { A_KEY?: string; B_KEY?: string; MODE: string }
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/one") return new Response(await get(env, "A_KEY"));
    return new Response((await get(env, "B_KEY")) ?? (await get(env, "MODE")));
  },
};
`,
      "src/settings.ts": `type Settings = { A_KEY?: string; B_KEY?: string; MODE: string };
export const get = async (env: Settings, key: keyof Settings) => env[key];
`,
    });
    const { stdout } = await useRepository(cwd)("--dry-run --json");
    const [worker] = (JSON.parse(stdout) as MigrateReport).workers;
    expect(worker?.leftAlone).toMatchObject([
      { code: "mixed-names", file: "src/settings.ts", names: ["A_KEY", "B_KEY"] },
    ]);
    expect(worker?.readsLeft).toBe(2);
    // Its calls are no reads of their own that a route could move.
    expect(worker?.nextRoute).toBeNull();
  });

  it("says no next route where only what is read of a schema's copy is left", async () => {
    const cwd = makeRepository({
      ...SMALL,
      "src/index.ts": `interface Env { A_KEY?: string; B_KEY?: string }
declare const schema: { parse(value: unknown): Env };
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname } = new URL(request.url);
    const checked: Env = schema.parse(env);
    if (pathname === "/one") return new Response(env.A_KEY ?? "");
    if (pathname === "/two") return new Response(checked.B_KEY ?? "");
    return new Response("");
  },
};
`,
    });
    const nextOf = async (line: string) => {
      const { stdout } = await useRepository(cwd)(`${line} --dry-run --json`);
      return (JSON.parse(stdout) as MigrateReport).workers.map(({ nextRoute }) => nextRoute);
    };
    expect(await nextOf("")).toEqual([null]);
    expect(await nextOf("--route /one")).toEqual([null]);
    expect(await nextOf("--route /two")).toEqual(["/one"]);
  });

  it("says no next route for another Worker's secret that is a var of this one", async () => {
    const config = (name: string) =>
      `name = "${name}"\nmain = "src/index.ts"\ncompatibility_date = "2026-09-15"\n`;
    const cwd = makeRepository({
      "api/wrangler.toml": `${config("api")}[vars]\nBASE_URL = "https://example.com"\n`,
      "api/src/index.ts": `interface Env { A_KEY?: string; BASE_URL: string }
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/one") return new Response(env.A_KEY ?? "");
    if (pathname === "/two") return new Response(env.BASE_URL);
    return new Response("");
  },
};
`,
      "web/wrangler.toml": config("web"),
      "web/.dev.vars": "BASE_URL=https://example.com\n",
      "web/src/index.ts": `interface Env { BASE_URL: string }
export default { async fetch(_: Request, env: Env) { return new Response(env.BASE_URL); } };
`,
    });
    const { stdout } = await useRepository(cwd)("--worker api --dry-run --json");
    const { workers } = JSON.parse(stdout) as MigrateReport;
    expect(workers.map(({ worker, nextRoute }) => [worker, nextRoute])).toEqual([["api", null]]);
  });

  it("tells Workers with one name apart by their configs, and takes one by its path", async () => {
    const copy = Object.entries(SMALL).map(([path, text]) => [`examples/api/${path}`, text]);
    const cwd = makeRepository({ ...SMALL, ...Object.fromEntries(copy) });
    const migrate = useRepository(cwd);
    const { stdout } = await migrate("--worker api --dry-run");
    expect(stdout).toContain("\napi (wrangler.toml): 1 read in 1 file would go");
    expect(stdout).toContain("\napi (examples/api/wrangler.toml): 1 read in 1 file would go");
    const one = await migrate("--worker examples/api/wrangler.toml --json");
    const { workers, files } = JSON.parse(one.stdout) as MigrateReport;
    expect(workers.map(({ worker, config }) => [worker, config])).toEqual([
      ["api", "examples/api/wrangler.toml"],
    ]);
    expect(files.every(({ path }) => path.startsWith("examples/api/"))).toBe(true);
    const other = await migrate("--dry-run");
    expect(other.stdout).toContain("api (examples/api/wrangler.toml): No read of a secret");
  });

  it("names the function that a read goes through", async () => {
    const cwd = makeRepository({
      ...SMALL,
      "src/index.ts": `interface Env { A_KEY?: string }
const read = (env: Env, name: string) => env[name as keyof Env] ?? "";
export default {
  fetch: (request: Request, env: Env) => new Response(read(env, "A_KEY") + read(env, request.url)),
};
`,
    });
    const { stdout } = await useRepository(cwd)("--dry-run");
    expect(stdout).toContain(
      "  it is read through `read` of the repository:\n    src/index.ts:4 A_KEY",
    );
    expect(stdout).toContain("  the name is only known when it runs:\n    src/index.ts:2\n");
  });

  it("says where the code is that a read stays for", async () => {
    const cwd = makeRepository({
      ...SMALL,
      "src/index.ts": `interface Env { API_KEY: string }
class Client {
  readonly key: string;
  constructor(env: Env) { this.key = env.API_KEY; }
}
class Base {}
class Service extends Base {
  readonly client: Client;
  constructor(env: Env) { super(); this.client = new Client(env); }
}
export default { fetch: (_: Request, env: Env) => new Response(new Service(env).client.key) };
`,
    });
    const { stdout } = await useRepository(cwd)("--dry-run");
    expect(stdout).toContain("the constructor of `Service` can not wait (src/index.ts:9):");
    expect(stdout).toContain("src/index.ts:4 API_KEY");
  });

  it("writes nothing among changes that are not committed", async () => {
    const cwd = makeRepository(SMALL);
    writeFiles(cwd, { "wrangler.toml": `${SMALL["wrangler.toml"]}# more\n` });
    const refused = await useRepository(cwd)("--json");
    expect(JSON.parse(refused.stderr)).toMatchObject({ error: { code: "tree_dirty" } });
    expect(readText(cwd, "src/index.ts")).toBe(SMALL["src/index.ts"]);
  });
});
