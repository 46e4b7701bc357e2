import { describe, expect, it } from "vitest";
import type { Inventory } from "../../src/inventory/inventory.ts";
import { findingLines, scan } from "./repository-of.ts";

const HEAD = 'name = "one"\nmain = "src/index.ts"\ncompatibility_date = "2026-09-15"\n';

function worker(config: string, code: string, more: Record<string, string> = {}) {
  return scan({ "wrangler.toml": HEAD + config, "src/index.ts": code, ...more });
}

const reading = (...names: string[]) => `
  export default {
    fetch(request: Request, env: any) { return [${names.map((name) => `env.${name}`).join()}]; },
  };`;

describe("what is declared and what is read", () => {
  it("says what is read and declared nowhere, and what is declared and not read", async () => {
    const inventory = await worker(
      '[secrets]\nrequired = ["A_TOKEN", "OLD_TOKEN"]\n',
      reading("A_TOKEN", "B_TOKEN"),
    );
    expect(findingLines(inventory)).toEqual(["undeclared B_TOKEN", "unused OLD_TOKEN [default]"]);
    expect(inventory.secrets.map(({ name, reasons }) => [name, reasons])).toEqual([
      ["A_TOKEN", ["required", "name", "read"]],
      ["B_TOKEN", ["name", "read"]],
      ["OLD_TOKEN", ["required", "name"]],
    ]);
  });

  it("knows a name of a comment from one that nothing speaks of, and a setting from a secret", async () => {
    const { findings } = await worker(
      "# wrangler secret put A_TOKEN\n[vars] # also PLAIN_URL\nTITLE = '#B_TOKEN'\n",
      reading("A_TOKEN", "B_TOKEN", "OTHER_URL", "PLAIN_URL", "TITLE"),
    );
    expect(
      findings.map(({ code, severity, fix, names }) => [code, severity, fix, ...names]),
    ).toEqual([
      ["undeclared", "medium", "declare_required", "B_TOKEN"],
      ["declared_in_comment", "low", "declare_required", "A_TOKEN"],
      ["undeclared", "low", "declare_setting", "OTHER_URL"],
      ["declared_in_comment", "low", "declare_setting", "PLAIN_URL"],
    ]);
  });

  it("says of no name that nothing declares it where the config does not parse", async () => {
    const { findings, problems } = await worker("[vars\n", reading("A_TOKEN"));
    expect(problems.map(({ code }) => code)).toContain("config_syntax");
    expect(findings).toEqual([]);
  });

  it("leaves a name to the package that knows it, wherever that is installed", async () => {
    const texts = {
      "apps/web/wrangler.toml": HEAD,
      "apps/web/src/index.ts": reading("READ_TOKEN"),
      "apps/web/.dev.vars.example": "AUTH_SECRET=\nMAIL_KEY=\nOLD_TOKEN=\nREAD_TOKEN=\n",
      "apps/web/src/env.d.ts": 'interface Env { "(A_KEY": string; READ_TOKEN: string }',
      "apps/web/package.json": JSON.stringify({
        dependencies: { "@auth/kit": "1", mail: "1", absent: "1", "../../../../outside": "1" },
        devDependencies: { tool: "1" },
      }),
      "node_modules/@auth/kit/package.json": "{}",
      "node_modules/@auth/kit/dist/index.mjs": "export const secret = process.env.AUTH_SECRET;",
      "apps/web/node_modules/mail/package.json": "{}",
      "apps/web/node_modules/mail/index.js": "read('MAIL_KEY'); read('MY_OLD_TOKEN_2');",
      "apps/web/node_modules/mail/index.d.ts": "declare const OLD_TOKEN: string;",
      "node_modules/tool/index.js": "process.env.OLD_TOKEN",
    };
    const { findings } = await scan(texts);
    const said = findings.filter(({ severity }) => severity === "low");
    expect(said.map(({ code, names, detail }) => [code, ...names, detail])).toEqual([
      ["unused", "(A_KEY", null],
      ["left_to_library", "AUTH_SECRET", "@auth/kit"],
      ["left_to_library", "MAIL_KEY", "mail"],
      ["unused", "OLD_TOKEN", null],
    ]);
  });

  it("does not say unused of what a script or a test reads", async () => {
    const inventory = await worker(
      '[secrets]\nrequired = ["OLD_TOKEN", "SCRIPT_TOKEN", "TEST_TOKEN"]\n',
      reading("A_TOKEN"),
      {
        "scripts/register.ts": "export const key = process.env.SCRIPT_TOKEN;",
        "test/api.test.ts": "export const token = (env: any) => env.TEST_TOKEN;",
      },
    );
    expect(findingLines(inventory)).toEqual(["undeclared A_TOKEN", "unused OLD_TOKEN [default]"]);
  });

  it("does not say unused of what a build of SvelteKit takes, and says where that is a secret", async () => {
    const inventory = await scan({
      "wrangler.toml": HEAD,
      ".gitignore": ".dev.vars\n",
      ".dev.vars": "ADMIN_EMAIL=a\nHOOK_SECRET=\nMAIL_KEY=\nOLD_TOKEN=\nSTRIPE_API_KEY=\n",
      "src/index.ts": `export { MAIL_KEY as key } from "$env/static/private";
        import { STRIPE_API_KEY as stripe, ADMIN_EMAIL } from "$env/static/private";
        import * as all from "$env/static/private";
        export default { fetch: () => [stripe, ADMIN_EMAIL, all.HOOK_SECRET] };`,
    });
    expect(findingLines(inventory)).toEqual([
      "unused OLD_TOKEN [default]",
      "built_in HOOK_SECRET",
      "built_in MAIL_KEY",
      "built_in STRIPE_API_KEY",
    ]);
    const places = inventory.findings.at(-1)?.places;
    expect(places).toEqual([{ file: "src/index.ts", line: 2, column: 18 }]);
  });

  it("says what is read of import.meta.env, which a build fills: of secrets only", async () => {
    const inventory = await scan({
      "wrangler.toml": HEAD,
      ".gitignore": ".dev.vars\n",
      ".dev.vars": "HOOK_SECRET=\nOLD_TOKEN=\n",
      "src/index.ts": `const { HOOK_SECRET, MODE, DB_PASSWORD: password } = import.meta.env;
        const key = (import.meta as any).env.MAIL_KEY ?? import.meta.env?.["MAIL_KEY"];
        const seen = [import.meta.env.PUBLIC_API_KEY, import.meta.env.VITE_MAP_KEY, import.meta.env.DEV];
        export default { fetch: () => [HOOK_SECRET, MODE, password, key, seen] };`,
      "src/index.test.ts": "export const token = import.meta.env.TEST_TOKEN;",
    });
    expect(findingLines(inventory)).toEqual([
      "build_time HOOK_SECRET",
      "build_time DB_PASSWORD",
      "build_time MAIL_KEY",
      "unused OLD_TOKEN [default]",
    ]);
    expect(inventory.reads).toEqual([]);
    expect(inventory.findings[2]?.places.map(({ line }) => line)).toEqual([2, 2]);
  });

  it("does not say unused where the environment is taken as a whole", async () => {
    const inventory = await worker(
      '[secrets]\nrequired = ["OLD_TOKEN"]\n',
      "export default { fetch(r: Request, env: any) { return Object.keys(env); } };",
    );
    expect(findingLines(inventory)).toEqual([]);
  });

  it("takes bindings and vars for what they are, whatever their names", async () => {
    const inventory = await worker(
      `[vars]\nSTRIPE_PRICE_PRO = "price_1"\n
      [[kv_namespaces]]\nbinding = "AUTH_STORAGE"\nid = "0"\n
      [[r2_buckets]]\nbinding = "ISSUANCE_KEYS"\nbucket_name = "b"\n`,
      reading("STRIPE_PRICE_PRO", "AUTH_STORAGE", "ISSUANCE_KEYS", "SESSION_KEYS.get('x')"),
    );
    expect(inventory.secrets).toEqual([]);
  });

  it("finds names in .dev.vars, and never what they are", async () => {
    const inventory = await worker("", reading("PLAIN", "MULTI"), {
      ".gitignore": ".dev.vars*\n",
      ".dev.vars": 'export PLAIN=canary-1\nMULTI="canary-2\nNOT_A_NAME=canary-3\n"\n# NO=1\n',
      ".dev.vars.staging": "PLAIN=canary-4\n",
      ".dev.vars.example": "WANTED=\n",
    });
    expect(inventory.secrets.map(({ name, reasons }) => [name, reasons])).toEqual([
      ["MULTI", ["dev_vars", "read"]],
      ["PLAIN", ["dev_vars", "read"]],
      ["WANTED", ["example"]],
    ]);
    expect(JSON.stringify(inventory)).not.toContain("canary");
  });

  it("says which environment lacks what another has", async () => {
    const inventory = await worker(
      `[vars]\nREGION = "eu"\n[env.staging.vars]\nOTHER = "1"\n
      [env.staging.secrets]\nrequired = ["A_TOKEN"]\n
      [env.production]\nvars = { REGION = "us" }\nsecrets = { required = ["A_TOKEN", "B_TOKEN"] }\n`,
      reading("REGION", "A_TOKEN", "B_TOKEN"),
    );
    expect(findingLines(inventory)).toEqual([
      "environment_gap REGION [staging]",
      "environment_gap B_TOKEN [staging]",
    ]);
  });
});

describe("what one Worker has in [vars], and another reads in the same code", () => {
  const texts = (more: string) => ({
    "wrangler.toml": `name = "a"\nmain = "src/a.ts"\n[vars]\nENVIRONMENT = "x"\nLEVELS = "x"\nA_TOKEN = "x"\n`,
    "wrangler-b.toml": `name = "b"\nmain = "src/b.ts"\n${more}`,
    "src/shared.ts": `export const read = (env: any) => [env.ENVIRONMENT, env.LEVELS, env.A_TOKEN];`,
    "src/a.ts":
      'import { read } from "./shared"; export default { fetch: (_: Request, env: any) => read(env) };',
    "src/b.ts":
      'import { read } from "./shared"; export default { fetch: (_: Request, env: any) => [read(env), env.OTHER] };',
  });
  const holders = ({ secrets }: Inventory) =>
    secrets.map(({ name, workers }) => [name, ...workers.map(({ worker }) => worker)].join(" "));

  it("is no secret of either, unless its name says so", async () => {
    const inventory = await scan(texts(""));
    expect(holders(inventory)).toEqual(["A_TOKEN b a", "OTHER b"]);
    const forgotten = inventory.findings.filter(({ fix }) => fix === "declare_setting");
    expect(forgotten.map(({ names, workers }) => [...names, ...workers])).toEqual([
      ["OTHER", "wrangler-b.toml"],
      ["ENVIRONMENT", "wrangler-b.toml"],
      ["LEVELS", "wrangler-b.toml"],
    ]);
  });

  it("is one where a config says so", async () => {
    const inventory = await scan(texts('[secrets]\nrequired = ["ENVIRONMENT"]\n'));
    expect(holders(inventory)).toEqual(["A_TOKEN b a", "ENVIRONMENT b", "OTHER b"]);
  });
});

describe("copies", () => {
  it("are names that several Workers hold, and decide the verdict", async () => {
    const app = (name: string) => ({
      [`${name}/wrangler.toml`]: HEAD.replace("one", name),
      [`${name}/src/index.ts`]: reading("A_TOKEN", "B_TOKEN", "C_TOKEN"),
    });
    const inventory = await scan({ ...app("a"), ...app("b") });
    expect(inventory.findings.filter(({ code }) => code === "copies")).toHaveLength(3);
    expect(inventory.verdict).toMatchObject({ choice: "move" });
  });

  it("are of who reads a name or says that it is set, not of who only shares its type", async () => {
    const app = (name: string, code: string) => ({
      [`${name}/wrangler.toml`]: HEAD.replace("one", name),
      [`${name}/src/index.ts`]: `import type { Env } from "../../shared/env";\n${code.replace("env: any", "env: Env")}`,
    });
    const { findings } = await scan({
      "shared/env.ts": "export interface Env { A_TOKEN: string; B_TOKEN: string }\n",
      ...app("a", reading("A_TOKEN", "B_TOKEN")),
      ...app("b", reading("A_TOKEN")),
      ...app("c", reading("A_TOKEN")),
      "c/.dev.vars": "B_TOKEN=one\n",
    });
    const copies = findings.filter(({ code }) => code === "copies");
    expect(copies.map(({ names, workers }) => [...names, workers.length])).toEqual([
      ["A_TOKEN", 3],
      ["B_TOKEN", 2],
    ]);
  });

  it("are not seen between two configs of one Worker", async () => {
    const inventory = await worker("", reading("A_TOKEN"), {
      "wrangler.staging.toml": HEAD.replace("one", "one-staging"),
    });
    expect(inventory.workers).toHaveLength(2);
    expect(findingLines(inventory)).toEqual(["undeclared A_TOKEN"]);
    const { reasons } = inventory.verdict;
    expect(reasons.slice(0, 2)).toEqual([
      { code: "few_shared_names", count: 0 },
      { code: "same_code", count: 2 },
    ]);
    const { verdict } = await worker("", reading("A_TOKEN"));
    expect(verdict.reasons.map(({ code }) => code)).not.toContain("same_code");
  });

  it("may hide under two names", async () => {
    const inventory = await worker(
      "",
      reading(
        "CF_API_TOKEN",
        "CLOUDFLARE_API_TOKEN",
        "STRIPE_KEY",
        "STRIPE_SECRET_KEY",
        "OTHER_KEY",
      ),
    );
    const groups = inventory.findings.filter(({ code }) => code === "maybe_one");
    expect(groups.map(({ names }) => names)).toEqual([
      ["CF_API_TOKEN", "CLOUDFLARE_API_TOKEN"],
      ["STRIPE_KEY", "STRIPE_SECRET_KEY"],
    ]);
  });
});

describe("secrets in plain", () => {
  it("are found in vars, but no placeholder is", async () => {
    const inventory = await worker(
      '[vars]\nSTRIPE_SECRET_KEY = "canary-5f2a91"\nOTHER_TOKEN = "<token>"\nMY_KEY = "xxxxxxxxxx"\nJWT_SECRET = "dev-secret-change-me"\nDEPLOY_TOKEN = "injected-by-the-pipeline"\nREPO_KEY = "team/shop-worker"\nBASIC_AUTH = "true"\nSIGNING_KEY = { kid = "a" }\n',
      reading("STRIPE_SECRET_KEY"),
    );
    const plain = inventory.findings.filter(({ code }) => code === "plain_in_vars");
    expect(plain.map(({ names }) => names)).toEqual([["STRIPE_SECRET_KEY"]]);
    const secrets = inventory.secrets.map(({ name }) => name);
    expect(secrets).not.toContain("REPO_KEY");
    expect(secrets).not.toContain("BASIC_AUTH");
    expect(secrets).toContain("SIGNING_KEY");
    expect(inventory.verdict.choice).toBe("fix");
    expect(JSON.stringify(inventory)).not.toContain("canary");
  });

  it("are found in code and in vars by what they are, and never shown", async () => {
    // Put together here, so that this file itself holds none.
    const stripe = ["sk", "live", "51HyAbCdEfGhIjKlMnOpQrStUv"].join("_");
    const inventory = await worker(
      `[vars]\nPAYMENTS = "${stripe}"\n`,
      `const key = "${stripe}";\n${reading("PAYMENTS")}`,
      {
        "src/index.test.ts": `export const key = "${stripe}";`,
        "src/docs.ts": `export const example = "x402_${stripe}";
export const urls = ["https://user:pass@shop.dev", "https://username:password@shop.dev/b"];
`,
        "src/wizard.ts": `export const lines = ["${["xoxb", "your", "token"].join("-")}"];`,
        "src/dial.ts": `export const url = "https://${["shop", "jYp3kWq8"].join(":")}@dial.dev";`,
        "vitest.integration.config.ts": `export default { key: "${stripe}" };`,
      },
    );
    const plain = inventory.findings.map(({ code, severity, places, detail }) => [
      code,
      severity,
      places[0]?.file,
      places[0]?.line,
      detail,
    ]);
    expect(plain).toEqual([
      ["plain_in_vars", "high", "wrangler.toml", 5, "stripe"],
      ["plain_in_source", "high", "src/dial.ts", 1, "basicauth"],
      ["plain_in_source", "high", "src/index.ts", 1, "stripe"],
      ["plain_in_source", "low", "vitest.integration.config.ts", 1, "stripe"],
      ["plain_in_source", "low", "src/index.test.ts", 1, "stripe"],
    ]);
    expect(JSON.stringify(inventory)).not.toContain(stripe.slice(8));
  });

  it("are found in a .dev.vars that git does not ignore", async () => {
    const inventory = await worker("", reading("A_TOKEN"), {
      ".gitignore": "node_modules\n",
      ".dev.vars": "A_TOKEN=canary\n",
    });
    expect(findingLines(inventory)).toEqual(["dev_vars_not_ignored A_TOKEN"]);
  });

  it("are found in a log, but not where only their presence is", async () => {
    const inventory = await worker(
      '[secrets]\nrequired = ["A_TOKEN"]\n',
      `export default { fetch(request: Request, env: any) {
        console.log(\`token \${env.A_TOKEN}\`);
        console.error("all", env);
        console.error("there are", Object.keys(env));
        console.error("all again", Object.entries(env));
        console.log("configured", Boolean(env.A_TOKEN), !env.A_TOKEN, env.A_TOKEN ? 1 : 2);
      } };`,
    );
    const logged = inventory.findings.filter(({ code }) => code === "secret_logged");
    expect(logged.map(({ places }) => places[0]?.line)).toEqual([2, 3, 5]);
  });
});

describe("the traps of stores", () => {
  const STORE = (name: string) =>
    `[[secrets_store_secrets]]\nbinding = "${name}"\nstore_id = "s"\nsecret_name = "x"\n`;

  it("knows the binding that does not exist", async () => {
    const inventory = await worker(
      '[[unsafe.bindings]]\nname = "SECRETS"\ntype = "secret_store"\nid = "0"\n',
      "export default { async fetch(r: Request, env: any) { return env.SECRETS.API_KEY || env.SECRETS.get('A'); } };",
    );
    expect(findingLines(inventory)).toEqual([
      "unsafe_store_binding SECRETS [default]",
      "store_property API_KEY",
    ]);
  });

  it("knows what a store binding of an individual secret's name does", async () => {
    const inventory = await worker(
      `[secrets]\nrequired = ["A_KEY"]\n${STORE("A_KEY")}`,
      "interface Env { A_KEY: string }\nexport default { fetch(r: Request, env: Env) { return [!env.A_KEY, process.env.A_KEY]; } };",
      { ".dev.vars": "A_KEY=1\n", ".gitignore": ".dev.vars\n" },
    );
    expect(findingLines(inventory).sort()).toEqual([
      "store_binding_as_string A_KEY",
      "store_binding_hides_dev_vars A_KEY [default]",
      "store_binding_process_env A_KEY",
      "store_binding_required A_KEY [default]",
      "store_binding_same_name A_KEY [default]",
    ]);
  });

  it("accepts a store binding that is read with get, also beside an individual secret", async () => {
    const inventory = await worker(
      STORE("A_KEY_STORE"),
      "export default { async fetch(r: Request, env: any) { return env.A_KEY_STORE ? env.A_KEY_STORE.get() : 0; } };",
    );
    expect(findingLines(inventory)).toEqual([]);
    expect(inventory.secrets).toMatchObject([
      { name: "A_KEY", reasons: ["store_binding", "name"] },
    ]);
  });

  it("knows that environments inherit nothing, and who can not be known to be deployed", async () => {
    const inventory = await worker(
      `[[services]]\nbinding = "SECRETS"\nservice = "store"\nentrypoint = "Secrets"\nprops = { v = 1 }\n[env.staging]\n`,
      "export default { fetch(r: Request, env: any) { return env.SECRETS.get('A'); } };",
      { "package.json": '{ "name": "x", "devDependencies": { "wrangler": "^4.12.0" } }' },
    );
    expect(findingLines(inventory)).toEqual([
      "props_need_wrangler SECRETS [default]",
      "environment_inherits_nothing SECRETS [staging]",
      "service_unknown SECRETS [default]",
    ]);
  });
});

describe("better ways", () => {
  it("are said for a global key, and for an environment that is given away", async () => {
    const inventory = await worker(
      '[secrets]\nrequired = ["CF_AUTH_KEY"]\n',
      'import { start } from "library";\nexport default { fetch(r: Request, env: any) { start(env); return env.CF_AUTH_KEY; } };',
    );
    expect(findingLines(inventory)).toEqual(["global_api_key CF_AUTH_KEY", "env_to_library"]);
  });

  it("says that secrets are globals in the service-worker syntax, but not of bindings", async () => {
    const inventory = await worker(
      '[[kv_namespaces]]\nbinding = "CACHE_KV"\nid = "0"\n[secrets]\nrequired = ["API_TOKEN"]\n',
      'addEventListener("fetch", () => [API_TOKEN, CACHE_KV.get("a")]);',
    );
    expect(findingLines(inventory)).toEqual(["service_worker_syntax API_TOKEN"]);
    expect(inventory.reads.map(({ name, form }) => [name, form])).toEqual([
      ["API_TOKEN", "global"],
    ]);
  });
});
