import type { MigrateReport } from "@lunakey/contract";
import { beforeAll, describe, expect, it } from "vitest";
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
  [FILE]: `interface Env { API_KEY?: string; JWT_SECRET: string }

const isSigned = (env: Env): boolean => env.JWT_SECRET !== "";

export default {
  fetch(request: Request, env: Env) {
    if (!env.API_KEY) return new Response("no key", { status: 503 });
    return new Response(\`\${isSigned(env)}\`);
  },
};
`,
  "src/late.ts": "export const late = 1;\n",
};
const MARK = "// TODO(lunakey): JWT_SECRET: ";

describe("lunakey migrate --mark", () => {
  let cwd = "";
  const lunakey = async (...argv: string[]) => {
    const run = await runCli(argv, { cwd, env: RUN_ENV });
    expect(run, run.stderr).toMatchObject({ status: 0 });
    return run.stdout;
  };
  beforeAll(() => {
    cwd = makeRepository(FILES);
  });

  it("shows the comment with the rest of the diff, and says why in it", async () => {
    const reason = "the code tells an empty string from a missing one, and the helper does not";
    expect(await lunakey("migrate", "--mark", "--dry-run")).toContain(`+${MARK}${reason}\n`);
    expect(readText(cwd, FILE)).toBe(FILES[FILE]);
    expect(await lunakey("migrate", "--dry-run")).not.toContain("TODO");
  });

  it("writes it once, and takes it back with the run", async () => {
    await lunakey("migrate", "--mark");
    const marked = readText(cwd, FILE);
    expect(marked.split(MARK)).toHaveLength(2);
    expect(marked).toContain('await getSecret(env, "API_KEY")');
    await lunakey("migrate", "--undo");
    expect(readText(cwd, FILE)).toBe(FILES[FILE]);
    await lunakey("migrate", "--mark");
    commitAll(cwd);
    await lunakey("migrate", "--mark");
    await lunakey("migrate");
    expect([readText(cwd, FILE), git(cwd, "status", "--porcelain")]).toEqual([marked, ""]);
  });

  it("leaves none behind when all is taken back", async () => {
    await lunakey("eject", "--code-only", "--yes");
    expect(readText(cwd, FILE)).toBe(FILES[FILE]);
  });
});

const CHAIN = `import { chain } from "a-library";
interface Env { API_KEY: string }
const sign = (env: Env) => env.API_KEY;
export default {
  fetch(_request: Request, env: Env) {
    const made = chain("canary-of-the-code")
      .first(() => "one")
      .second(() => sign(env));
    return new Response(made);
  },
};
`;

describe("what is in the way of a read", () => {
  it("is said by its name: what the code hands over is in no report and no mark", async () => {
    const cwd = makeRepository({ ...FILES, [FILE]: CHAIN });
    const run = await runCli(["migrate", "--mark", "--json"], { cwd, env: RUN_ENV });
    expect(run.all).not.toContain("canary");
    const { workers } = JSON.parse(run.stdout) as MigrateReport;
    expect(workers[0]?.leftAlone.map(({ subject }) => subject)).toEqual(["….second"]);
    const reason = "it is not known whether `….second` waits for it";
    expect(readText(cwd, FILE)).toBe(
      CHAIN.replace("const sign", `// TODO(lunakey): API_KEY: ${reason}\nconst sign`),
    );
  });
});
