import type { MigrateReport } from "@lunakey/contract";
import { beforeEach, describe, expect, it } from "vitest";
import {
  commitAll,
  git,
  makeRepository,
  RUN_ENV,
  readText,
} from "./repository/sample-repository.ts";
import { runCli } from "./run-cli.ts";

const FILE = "src/index.ts";
const FILES = {
  "wrangler.toml": 'name = "api"\nmain = "src/index.ts"\n',
  [FILE]: `import { total } from "./total";
interface Env { API_KEY: string; OTHER_KEY?: string; BASE_URL?: string }
const NAMES = ["API_KEY", "OTHER_KEY"] as const;

function taken(env: Env) {
  const { API_KEY, BASE_URL } = env;
  return \`\${BASE_URL}?\${API_KEY}\`;
}

function guarded(env: Env) {
  if (!env.API_KEY || !env.BASE_URL) throw new Error("missing");
  return env.BASE_URL + env.API_KEY;
}

const listed = (env: Env) => NAMES.map((name) => env[name]);

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/one") return new Response(taken(env) + guarded(env));
    if (pathname === "/two") return new Response(total(env));
    return Response.json(listed(env));
  },
};
`,
  "src/total.ts": `type Settings = { BASE_URL?: string; API_KEY: string };
export const total = (env: Settings) => (env.BASE_URL ?? "") + env.API_KEY;
`,
};

let cwd = "";
const lunakey = (...argv: string[]) => runCli(argv, { cwd, env: RUN_ENV });

async function workerOf(...argv: string[]) {
  const { stdout } = await lunakey("migrate", "--json", ...argv);
  const [worker] = (JSON.parse(stdout) as MigrateReport).workers;
  if (!worker) throw new Error("there is a Worker");
  return worker;
}

/** `src/index.ts:3 API_KEY`, of what stays for `--except`. */
function exceptedIn({ leftAlone }: MigrateReport["workers"][number]): string[] {
  return leftAlone
    .filter(({ code }) => code === "excepted")
    .map(({ file, line, names, isRead }) => `${file}:${line} ${names}${isRead ? "" : " no read"}`);
}

beforeEach(() => {
  cwd = makeRepository(FILES);
});

describe("lunakey migrate --except", () => {
  it("leaves the reads of a name where others beside it move, and says each", async () => {
    const worker = await workerOf("--except", "BASE_URL");
    const left = [`${FILE}:6`, `${FILE}:11`, `${FILE}:12`, "src/total.ts:2"];
    expect(exceptedIn(worker)).toEqual(left.map((place) => `${place} BASE_URL`));
    expect(worker.readsLeft).toBe(4);
    expect(new Set(worker.converted.map(({ name }) => name))).toEqual(
      new Set(["API_KEY", "OTHER_KEY"]),
    );
    const text = readText(cwd, FILE);
    expect(text).toContain("  const { BASE_URL } = env;\n");
    expect(text).toContain("if (!apiKey || !env.BASE_URL) throw");
    expect(text).toContain("return env.BASE_URL + apiKey;");
    expect(readText(cwd, "src/total.ts")).toContain('(env.BASE_URL ?? "") + (await requireSecret(');
  });

  it("is what --check asks no more for, and what moves in a run without it", async () => {
    await lunakey("migrate", "--except", "BASE_URL");
    const { status, stdout } = await lunakey("migrate", "--check", "--except", "BASE_URL");
    expect([status, stdout]).toEqual([
      0,
      expect.stringContaining(
        "api: No read of a secret is left to move. 4 reads stay as they are.",
      ),
    ]);
    expect(stdout).toContain("  it is left by --except:\n");
    expect(stdout).toContain("    → To move BASE_URL, run migrate without that.\n");
    expect((await lunakey("migrate", "--check")).stderr).toContain("4 reads of secrets are not");
    commitAll(cwd);
    await lunakey("migrate");
    expect(await lunakey("migrate", "--check", "--allow-dirty")).toMatchObject({ status: 0 });
  });

  it("says of a list with such a name why its other names stay", async () => {
    const worker = await workerOf("--except", "OTHER_KEY", "--dry-run");
    expect(exceptedIn(worker)).toEqual([`${FILE}:15 OTHER_KEY`]);
    const mixed = worker.leftAlone.filter(({ code }) => code === "mixed-names");
    expect(mixed).toMatchObject([{ line: 15, names: ["API_KEY"] }]);
    expect(git(cwd, "status", "--porcelain")).toBe("");
  });

  it("takes several names, and goes with a route, a file, a Worker and marks", async () => {
    const several = await workerOf("--except", "BASE_URL", "--except", "OTHER_KEY", "--dry-run");
    expect(new Set(several.converted.map(({ name }) => name))).toEqual(new Set(["API_KEY"]));
    const route = await workerOf("--except", "BASE_URL", "--route", "/two", "--dry-run");
    expect(exceptedIn(route)).toEqual(["src/total.ts:2 BASE_URL"]);
    expect(route.converted.map(({ file }) => file)).toEqual(["src/total.ts"]);
    const file = await workerOf("--except", "BASE_URL", "--file", "src/total.ts", "--dry-run");
    expect(exceptedIn(file)).toEqual(["src/total.ts:2 BASE_URL"]);
    await lunakey("migrate", "--except", "BASE_URL", "--worker", "api", "--mark");
    expect(readText(cwd, FILE)).toContain("await requireSecret(");
    expect(readText(cwd, FILE)).not.toContain("TODO");
  });

  it("leaves calls that ask a function for such a name in the form that there was", async () => {
    cwd = makeRepository({
      ...FILES,
      [FILE]: `interface Env { API_KEY?: string; BASE_URL?: string }
const read = (env: Env, name: keyof Env) => env[name];
export default {
  async fetch(_request: Request, env: Env): Promise<Response> {
    return Response.json([read(env, "API_KEY"), read(env, "BASE_URL")]);
  },
};
`,
    });
    expect(exceptedIn(await workerOf("--except", "BASE_URL"))).toEqual([`${FILE}:5 BASE_URL`]);
    expect(readText(cwd, FILE)).toContain(
      '[await readAsync(env, "API_KEY"), read(env, "BASE_URL")]',
    );
  });

  it("refuses a name that is not read, with the nearest that is, and repeats nothing", async () => {
    for (const line of [
      ["--except", "BASE_ULR"],
      ["--except", "API_KEY", "--except", "base_url_"],
    ]) {
      const { status, stderr } = await lunakey("migrate", ...line);
      expect([status, stderr]).toEqual([
        2,
        expect.stringContaining("code here reads; the nearest is BASE_URL.\n"),
      ]);
      expect(stderr).not.toMatch(/BASE_ULR|base_url_/);
    }
    expect(git(cwd, "status", "--porcelain")).toBe("");
  });

  it("is taken back by eject like any other run", async () => {
    await lunakey("migrate", "--except", "BASE_URL");
    commitAll(cwd);
    await lunakey("eject", "--code-only", "--yes");
    for (const [path, text] of Object.entries(FILES)) expect(readText(cwd, path)).toBe(text);
  });
});
