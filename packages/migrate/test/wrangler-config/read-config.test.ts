import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../src/wrangler-config/read-config.ts";
import type { WranglerConfig } from "../../src/wrangler-config/wrangler-config.ts";

const FILES = new Set(["apps/api/src/index.ts", "apps/api/src/staging.ts"]);

function read(text: string, name = "wrangler.toml"): WranglerConfig {
  return readConfig(text, { path: `apps/api/${name}`, hasFile: (path) => FILES.has(path) });
}

const TOML = `name = "api"
main = "src/index.ts"
compatibility_date = "2026-09-15"
compatibility_flags = ["nodejs_compat"]
kv_namespaces = [
  { binding = "CACHE", id = "1" },
  { binding = "USERS", id = "2" },
]
ai = { binding = "AI" }
triggers.crons = ["0 * * * *"]

[vars]
PLAIN = "x"
COUNT = 3
binding = "none"

[secrets]
required = ["STRIPE_SECRET_KEY", "JWT_SECRET"]

[[services]]
binding = "SECRETS"
service = "lunakey-store"
entrypoint = "Secrets"
props = { v = 1, worker = "api" }

[[unsafe.bindings]]
type = "secret_store"
binding = "OLD"
id = "e0cc"

[[durable_objects.bindings]]
name = "ROOM"
class_name = "Room"
script_name = "rooms"

[[queues.producers]]
binding = "JOBS"
queue = "jobs"

[[queues.consumers]]
queue = "jobs"

[wasm_modules]
RESIZE = "resize.wasm"

[env.staging]
main = "src/staging.ts"
vars.PLAIN = "y"

[[env.staging.secrets_store_secrets]]
binding = "API_KEY_STORE"
store_id = "e0cc"
secret_name = "API_KEY"

[env.production]
name = "api-live"
triggers = { crons = [] }
`;

const JSONC = `// une API
{
  "name": "api", /* deployed */
  "main": "src/index.ts",
  "env": {
    "staging": { "services": [{ "binding": "SECRETS", "service": "lunakey-store" },], },
  },
}
`;

describe("readConfig", () => {
  it("finds every kind of binding, however it is written", () => {
    const [top, staging] = read(TOML).environments;
    expect(top?.bindings.map(({ kind, name, place }) => [kind, name, place.line])).toEqual([
      ["kv_namespaces", "CACHE", 6],
      ["kv_namespaces", "USERS", 7],
      ["ai", "AI", 9],
      ["services", "SECRETS", 20],
      ["durable_objects.bindings", "ROOM", 31],
      ["queues.producers", "JOBS", 36],
      ["unsafe.bindings", "OLD", 26],
      ["wasm_modules", "RESIZE", 44],
    ]);
    expect(top?.bindings[3]).toMatchObject({
      members: { service: "lunakey-store", entrypoint: "Secrets" },
      props: { v: 1, worker: "api" },
    });
    expect(top?.bindings[4]?.members).toMatchObject({ class_name: "Room", script_name: "rooms" });
    expect(staging?.bindings).toEqual([
      {
        kind: "secrets_store_secrets",
        name: "API_KEY_STORE",
        place: { file: "apps/api/wrangler.toml", line: 50, column: 1 },
        members: { binding: "API_KEY_STORE", store_id: "e0cc", secret_name: "API_KEY" },
        props: null,
      },
    ]);
  });

  it("gives environments what wrangler lets them inherit, and nothing else", () => {
    const config = read(TOML);
    expect(config).toMatchObject({ kind: "worker", format: "toml", name: "api", problems: [] });
    const [top, staging, production] = config.environments;
    expect(top).toMatchObject({
      name: "default",
      script: "api",
      place: null,
      entry: "apps/api/src/index.ts",
      crons: ["0 * * * *"],
      queues: ["jobs"],
      compatibilityDate: "2026-09-15",
      compatibilityFlags: ["nodejs_compat"],
    });
    expect(top?.vars.map(({ name, value }) => [name, value])).toEqual([
      ["PLAIN", "x"],
      ["COUNT", null],
      ["binding", "none"],
    ]);
    expect(top?.requiredSecrets.map(({ name, place }) => [name, place.line, place.column])).toEqual(
      [
        ["STRIPE_SECRET_KEY", 18, 13],
        ["JWT_SECRET", 18, 34],
      ],
    );
    expect(staging).toMatchObject({
      script: "api-staging",
      place: { line: 46, column: 1 },
      entry: "apps/api/src/staging.ts",
      crons: ["0 * * * *"],
      queues: [],
      requiredSecrets: [],
      compatibilityDate: "2026-09-15",
    });
    expect(staging?.vars).toMatchObject([{ name: "PLAIN", value: "y", place: { line: 48 } }]);
    expect(production).toMatchObject({ script: "api-live", crons: [], bindings: [] });
  });

  it("lets an environment inherit the binding to static files, and no other", () => {
    const text = `assets = { directory = "public", binding = "ASSETS" }
ai = { binding = "AI" }
[env.staging]
[env.live]
assets = { directory = "live" }
`;
    const names = read(text).environments.map(({ bindings }) => bindings.map(({ name }) => name));
    expect(names).toEqual([["ASSETS", "AI"], ["ASSETS"], []]);
  });

  it("reads JSON with comments and trailing commas, in .json too", () => {
    for (const name of ["wrangler.jsonc", "wrangler.json"]) {
      const config = read(JSONC, name);
      expect(config.problems).toEqual([]);
      expect(config.environments[1]).toMatchObject({
        script: "api-staging",
        place: { line: 6, column: 5 },
        bindings: [{ kind: "services", name: "SECRETS", place: { line: 6, column: 31 } }],
      });
    }
  });

  it("does not count a byte order mark or a carriage return as a column", () => {
    const config = read('\uFEFFname = "api"\r\n[vars]\r\nX = "1"\r\n');
    expect(config.name).toBe("api");
    expect(config.environments[0]?.vars[0]?.place).toMatchObject({ line: 3, column: 1 });
    expect(
      read('\uFEFF{"name":"api","vars":{"X":"1"}}', "wrangler.json").environments[0]?.vars,
    ).toMatchObject([{ place: { line: 1, column: 23 } }]);
  });

  it("says where a config does not parse, and nothing of its text", () => {
    const cases: [string, string, number, number][] = [
      ["wrangler.toml", 'name = "a"\n[vars]\nKEY = "sk_live_x\n', 3, 17],
      ["wrangler.toml", "a = sk_live_x\n", 1, 5],
      ["wrangler.toml", "[env.production]\n[env.production]\n", 2, 6],
      ["wrangler.jsonc", '{\n  "name": "a"\n  "vars": {"K": "sk_live_x"}\n}', 3, 3],
      ["wrangler.jsonc", '{\n  "vars": {"K": sk_live_x}\n}', 2, 17],
      ["wrangler.json", "", 1, 1],
      ["wrangler.json", '["sk_live_x"]', 1, 1],
    ];
    for (const [name, text, line, column] of cases) {
      const config = read(text, name);
      expect(config.environments).toEqual([]);
      expect(config.problems[0]).toMatchObject({ code: "config_syntax", place: { line, column } });
      expect(JSON.stringify(config.problems)).not.toContain("sk_live");
    }
  });

  it("survives nesting that no config has", () => {
    const texts: [string, string][] = [
      ["wrangler.json", "[".repeat(200_000)],
      ["wrangler.json", `{"vars":${"[".repeat(150)}${"]".repeat(150)}}`],
      ["wrangler.toml", `a = ${"[".repeat(3000)}${"]".repeat(3000)}`],
    ];
    for (const [name, text] of texts) {
      expect(read(text, name).problems).toMatchObject([{ code: "config_syntax" }]);
    }
  });

  it("says what has a wrong shape, and reads the rest", () => {
    const config = read(
      'name = "api"\nmain = 5\nservices = "sk_live_x"\nenv.staging = []\nenv.live.vars = ["sk_live_x"]\nkv_namespaces = [{binding = "KV"}, 7]\n',
    );
    expect(config.problems.map(({ code, place, detail }) => [code, place.line, detail])).toEqual([
      ["config_shape", 2, "main must be a string"],
      ["config_shape", 3, "services must be a list of tables"],
      ["config_shape", 6, "kv_namespaces must be a list of tables"],
      ["config_shape", 4, "env.staging must be a table"],
      ["config_shape", 5, "env.live.vars must be a table"],
    ]);
    expect(config.environments.map(({ name }) => name)).toEqual(["default", "live"]);
    expect(config.environments[0]?.bindings.map(({ name }) => name)).toEqual(["KV"]);
    expect(read("env = []\n").problems.map(({ detail }) => detail)).toContain(
      "env must be a table",
    );
  });

  it("finds the entry as it is written, or what a build will make, or says that it is not there", () => {
    const entryOf = (main: string) => {
      const { entry, problems } = read(`main = "${main}"\n`);
      return [entry, problems.map(({ code }) => code).join()];
    };
    expect(entryOf("./src/index.ts")).toEqual(["apps/api/src/index.ts", ""]);
    expect(entryOf("src/index.js")).toEqual([null, "no_entry"]);
    expect(entryOf("dist/index.js")).toEqual(["apps/api/dist/index.js", ""]);
    expect(entryOf(".open-next/worker.js")).toEqual(["apps/api/.open-next/worker.js", ""]);
    expect(entryOf("build/worker.mjs")).toEqual(["apps/api/build/worker.mjs", ""]);
    expect(entryOf("@astrojs/cloudflare/entrypoints/server")).toEqual([null, ""]);
    expect(entryOf("../../../elsewhere/src/index.ts")).toEqual([null, "no_entry"]);
    expect(read('name = "a"\n').problems).toMatchObject([{ code: "no_entry" }]);
    expect(read('assets = { directory = "public" }\n').problems).toEqual([]);
  });

  it("tells generated configs, examples and Pages projects apart", () => {
    const kindOf = (name: string, text = "{}") => read(text, name).kind;
    expect(kindOf("wrangler.toml.example", "")).toBe("example");
    expect(kindOf("wrangler.example.toml", "")).toBe("example");
    expect(kindOf("wrangler.template.jsonc")).toBe("example");
    expect(kindOf("wrangler.sample.json")).toBe("example");
    expect(kindOf("wrangler.example.toml", "id = <ID>")).toBe("example");
    expect(kindOf("dist/wrangler.json")).toBe("generated");
    expect(kindOf("wrangler.json", '{"configPath": "../wrangler.jsonc"}')).toBe("generated");
    expect(kindOf("wrangler.toml", 'pages_build_output_dir = "dist"')).toBe("pages");
    expect(kindOf("wrangler.production.toml", "")).toBe("worker");
  });

  it("is not led astray by names that JavaScript's own objects have", () => {
    const config = read('{"env": {"__proto__": {"vars": {"constructor": "x"}}}}', "wrangler.json");
    expect(config.environments[1]).toMatchObject({
      name: "__proto__",
      vars: [{ name: "constructor" }],
    });
  });

  it("reads the request's own Workers", () => {
    const path = "examples/luna-proxy-web/wrangler.toml";
    const text = readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");
    const config = readConfig(text, { path, hasFile: () => true });
    expect(config.problems).toEqual([]);
    expect(config.environments.map(({ name, script }) => [name, script])).toEqual([
      ["default", "luna-proxy-web"],
      ["staging", "luna-proxy-web-staging"],
      ["production", "luna-proxy-web-production"],
    ]);
    expect(config.environments[1]?.bindings[0]?.members).toMatchObject({
      service: "luna-proxy-api-staging",
    });
  });
});
