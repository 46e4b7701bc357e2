import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { BindOptions, BindPlan, BindWorker } from "../../src/binding/bind-plan.ts";
import { planBinding } from "../../src/binding/plan-binding.ts";
import { readConfig } from "../../src/wrangler-config/read-config.ts";

const STORE = "e0cc9185036e40cebc8c4b86840a961f";
const REPOSITORY = fileURLToPath(new URL("../../../..", import.meta.url));

const OPTIONS: BindOptions = {
  environments: ["staging"],
  delivery: "service",
  store: STORE,
  gateway: "lunakey-store",
  gatewayState: "deployed",
  wranglerVersion: "4.155.0",
};

function workerOf(text: string, more: Partial<BindWorker> & { path?: string } = {}): BindWorker {
  const { path = "wrangler.toml", ...rest } = more;
  const config = readConfig(text, { path, hasFile: () => true });
  return { config, text, secrets: ["STRIPE_SECRET_KEY", "JWT_SECRET"], ...rest };
}

function plan(text: string, options: Partial<BindOptions> = {}, more: Partial<BindWorker> = {}) {
  return planBinding([workerOf(text, more)], { ...OPTIONS, ...options });
}

function after({ changes }: BindPlan): string {
  return changes[0]?.after ?? "";
}

const codes = (items: readonly { code: string }[]) => items.map(({ code }) => code);
const noted = ({ notes }: BindPlan, code: string) => notes.find((note) => note.code === code);

const BASE = `# L'API de paiement
name = "api"
main = "src/index.ts"
compatibility_date = "2026-09-15"

[env.staging]
name = "api-s"

[env.production]
name = "api-p"
`;

describe("planBinding", () => {
  it("makes the golden configs of the request's Workers, and nothing the second time", () => {
    const paths = ["luna-proxy-api", "luna-proxy-web"].map((name) => `${name}/wrangler.toml`);
    const read = (tree: string, path: string) =>
      readFileSync(`${REPOSITORY}/${tree}/${path}`, "utf8");
    const options: BindOptions = {
      ...OPTIONS,
      environments: ["default", "staging", "production"],
      served: [
        { worker: "luna-proxy-api", environment: "staging" },
        { worker: "luna-proxy-web", environment: "staging" },
      ],
      productionMode: null,
    };
    const workers = paths.map((path) => workerOf(read("examples", path), { path }));
    const first = planBinding(workers, options);
    expect(first.refusals).toEqual([]);
    expect(first.changes.map((change) => change.after)).toEqual(
      paths.map((path) => read("e2e/golden", path)),
    );
    const again = first.changes.map(({ path, after: text }) => workerOf(text ?? "", { path }));
    const second = planBinding(again, options);
    expect(second.changes).toEqual([]);
    expect(new Set(second.targets.map(({ outcome }) => outcome))).toEqual(new Set(["unchanged"]));
    expect(second.grants).toEqual(first.grants);
  });

  it("binds the environment that was asked for, and says what it leaves and what is to be granted", () => {
    const result = plan(BASE);
    expect(result).toMatchObject({
      targets: [{ worker: "api", environment: "staging", script: "api-s", outcome: "added" }],
      grants: [
        { worker: "api", environment: "staging", secrets: ["JWT_SECRET", "STRIPE_SECRET_KEY"] },
      ],
      gatewaySecrets: ["JWT_SECRET", "STRIPE_SECRET_KEY"],
      refusals: [],
    });
    expect(noted(result, "environments_left")?.names).toEqual(["default", "production"]);
    expect(after(result)).toBe(
      BASE.replace(
        "\n[env.production]",
        `
# Secrets Store binding pour staging
[[env.staging.services]]
binding = "SECRETS"
service = "lunakey-store"
entrypoint = "Secrets"
props = { v = 1, store = "${STORE}", worker = "api", environment = "staging" }

[env.production]`,
      ),
    );
  });

  it("refuses production until another environment has been served", () => {
    for (const environment of ["default", "production", "prod"]) {
      const text = BASE.replaceAll("env.production", "env.prod");
      const config = environment === "prod" ? text : BASE;
      const environments = [environment];
      const refused = plan(config, { environments });
      expect(codes(refused.refusals)).toEqual(["production_before_staging"]);
      expect([refused.changes, refused.targets, refused.grants]).toEqual([[], [], []]);
      const own = { worker: "api", environment };
      expect(plan(config, { environments, served: [own] }).changes).toEqual([]);
      const other = { worker: "web", environment: "staging" };
      expect(plan(config, { environments, served: [other] }).changes).toEqual([]);
      const served = { worker: "api", environment: "staging" };
      expect(plan(config, { environments, served: [served] }).changes).toHaveLength(1);
      const skipped = plan(config, { environments, skipStaging: true });
      expect(codes(skipped.notes)).toContain("staging_skipped");
      expect(skipped.changes).toHaveLength(1);
    }
    // What is refused keeps nothing from the others.
    const both = plan(BASE, { environments: ["production", "staging"] });
    expect(both.targets.map(({ environment }) => environment)).toEqual(["staging"]);
  });

  it("starts production in shadow, once", () => {
    const options = { environments: ["production"], skipStaging: true };
    const first = plan(BASE, options);
    expect(after(first)).toContain('[env.production.vars]\nLUNAKEY_MODE = "shadow"\n');
    expect(noted(first, "production_mode")).toMatchObject({ names: ["shadow"] });
    const moved = after(first).replace('LUNAKEY_MODE = "shadow"', 'LUNAKEY_MODE = "store-first"');
    expect(plan(moved, options).changes).toEqual([]);
    expect(after(plan(BASE, { ...options, productionMode: null }))).not.toContain("LUNAKEY_MODE");
    expect(after(plan(BASE))).not.toContain("LUNAKEY_MODE");
  });

  it("makes an environment that takes nothing of production's over", () => {
    const text = `name = "api"
main = "src/index.ts"
routes = [{ pattern = "api.example.com", custom_domain = true }]
triggers = { crons = ["0 * * * *"] }
ai = { binding = "AI" }
vars = { API_URL = "https://api.example.com", LIMIT = 3, LUNAKEY_MODE = "shadow" }
assets = { directory = "public", binding = "ASSETS" }
containers = [{ class_name = "Room", image = "./Dockerfile" }]

[[kv_namespaces]]
binding = "USERS"
id = "1"

[[durable_objects.bindings]]
name = "ROOM"
class_name = "Room"

[[durable_objects.bindings]]
name = "OTHER"
class_name = "Other"
script_name = "other"

[secrets]
required = ["JWT_SECRET"]
`;
    expect(codes(plan(text).refusals)).toEqual(["environment_unknown"]);
    const result = plan(text, { createEnvironments: true });
    expect(after(result)).toBe(`${text}
# Staging
[env.staging]
routes = []
triggers = { crons = [] }
ai = { binding = "AI" }
durable_objects = { bindings = [{ name = "ROOM", class_name = "Room" }] }

# Secrets Store binding for staging
[[env.staging.services]]
binding = "SECRETS"
service = "lunakey-store"
entrypoint = "Secrets"
props = { v = 1, store = "${STORE}", worker = "api", environment = "staging" }
`);
    expect(result.notes.map(({ code, names }) => [code, ...names])).toEqual([
      ["environment_created"],
      ["routes_not_inherited"],
      ["crons_not_inherited"],
      ["bindings_repeated", "AI", "ROOM"],
      ["bindings_not_repeated", "USERS", "OTHER", "containers"],
      ["required_not_inherited", "JWT_SECRET"],
      ["vars_not_repeated", "API_URL", "LIMIT"],
      ["environments_left", "default"],
    ]);
    const copied = plan(text, { createEnvironments: true, copyVars: true });
    expect(after(copied)).toContain(
      '[env.staging.vars]\nAPI_URL = "https://api.example.com"\nLIMIT = 3\n',
    );
    expect(noted(copied, "vars_repeated")).toMatchObject({ names: ["API_URL", "LIMIT"] });
    expect(plan(after(copied), { createEnvironments: true }).changes).toEqual([]);
  });

  it("puts the request's bindings in the form that works, where they stand", () => {
    const unsafe = (prefix: string) =>
      `[[${prefix}unsafe.bindings]]\ntype = "secret_store"\nbinding = "SECRETS"\nid = "${STORE}"\n`;
    const text = `name = "api"\n\n# Secrets Store binding\n${unsafe("")}\n[env.staging]\n\n# ici\n${unsafe("env.staging.")}\n[env.production]\n\n${unsafe("env.production.")}`;
    const result = plan(text);
    expect(after(result).match(/secret_store/g)).toHaveLength(1);
    expect(after(result)).toContain("# ici\n[[env.staging.services]]\nbinding = ");
    // wrangler refuses a config with the top level as it was.
    expect(after(result)).toContain("# Secrets Store binding\n[[services]]\nbinding = ");
    expect(after(result)).toContain('[vars]\nLUNAKEY_MODE = "shadow"');
    expect(result.notes.map(({ code, environment }) => [code, environment])).toEqual([
      ["unsafe_replaced", "staging"],
      ["unsafe_replaced_too", "default"],
      ["production_mode", "default"],
      ["environments_left", null],
      ["unsafe_left", "production"],
    ]);
    expect(plan(after(result)).changes).toEqual([]);
    const named = text
      .replaceAll('binding = "SECRETS"', 'name = "SECRETS"')
      .replace(STORE, "other");
    const left = plan(named);
    expect(after(left)).toContain(`[[unsafe.bindings]]\ntype = "secret_store"\nname = "SECRETS"`);
    expect(codes(left.notes).filter((code) => code === "unsafe_left")).toHaveLength(2);
    const all = plan(named, { environments: ["default"], skipStaging: true });
    expect(codes(all.notes)).toContain("unsafe_other_store");
    const native = plan(text, {
      delivery: "native",
      environments: ["production"],
      skipStaging: true,
    });
    expect(after(native)).toContain("[[env.production.secrets_store_secrets]]");
    expect(after(native)).not.toContain("[[env.production.unsafe");
  });

  it("brings its own binding up to date, and refuses a name that is taken", () => {
    const bound = after(plan(BASE));
    const renamed = plan(bound, { store: "other-store" });
    expect(renamed.targets).toMatchObject([{ outcome: "updated" }]);
    expect(after(renamed)).toBe(bound.replace(STORE, "other-store"));
    const cases: [string, Partial<BindWorker>][] = [
      ['[env.staging]\nservices = [{ binding = "SECRETS", service = "mine" }]\n', {}],
      ['[env.staging]\nkv_namespaces = [{ binding = "SECRETS", id = "1" }]\n', {}],
      ['[env.staging]\nvars.SECRETS = "x"\n', {}],
      ['[env.staging]\nsecrets.required = ["SECRETS"]\n', {}],
      ["[env.staging]\n", { devVars: ["SECRETS"] }],
      ["[env.staging]\n", { secrets: ["SECRETS"] }],
    ];
    for (const [text, more] of cases) {
      const result = plan(`name = "api"\n${text}`, {}, more);
      expect(result.refusals).toMatchObject([
        { code: "binding_name_taken", environment: "staging", names: ["SECRETS"] },
      ]);
      expect(result.changes).toEqual([]);
    }
  });

  it("binds natively under names of their own, and tells of the traps", () => {
    const text = `name = "api"
[env.staging]
secrets.required = ["JWT_SECRET", "OLD"]

[[env.staging.secrets_store_secrets]]
binding = "JWT_SECRET"
store_id = "${STORE}"
secret_name = "JWT_SECRET"

[[env.staging.kv_namespaces]]
binding = "CACHE"
id = "1"
`;
    const result = plan(text, { delivery: "native" }, { devVars: ["CACHE", "JWT_SECRET"] });
    expect(after(result)).toBe(`${text}
# Secrets Store binding for staging
[[env.staging.secrets_store_secrets]]
binding = "STRIPE_SECRET_KEY_STORE"
store_id = "${STORE}"
secret_name = "STRIPE_SECRET_KEY"
`);
    expect(result.grants).toEqual([]);
    expect(result.notes.map(({ code, names }) => [code, ...names])).toEqual([
      ["environments_left", "default"],
      ["native_same_name", "JWT_SECRET"],
      ["required_is_bound", "JWT_SECRET"],
      ["dev_vars_hidden", "JWT_SECRET"],
      ["dev_vars_hidden", "CACHE"],
    ]);
    expect(plan(after(result), { delivery: "native" }).changes).toEqual([]);
    const dashed = plan(text, { delivery: "native" }, { secrets: ["my-key"] });
    expect(dashed.refusals).toMatchObject([{ code: "name_not_bindable", names: ["my-key"] }]);
    const taken = plan(
      `${text}[env.staging.vars]\nX_STORE = "1"\n`,
      { delivery: "native" },
      {
        secrets: ["X"],
      },
    );
    expect(taken.refusals).toMatchObject([{ code: "binding_name_taken", names: ["X_STORE"] }]);
  });

  it("changes nothing for delivery synced", () => {
    const result = plan(BASE, { delivery: "synced" }, { secrets: ["B", "A"] });
    expect(result.grants).toMatchObject([{ secrets: ["A", "B"] }]);
    expect(result).toMatchObject({ changes: [], targets: [{ outcome: "unchanged" }] });
    expect(codes(result.notes)).toContain("synced_needs_none");
  });

  it("refuses what would fail later, and says which", () => {
    const refusalOf = (text: string, options: Partial<BindOptions> = {}) =>
      codes(plan(text, options).refusals).join();
    expect(refusalOf(BASE, { gatewayState: "missing", offline: true })).toBe("gateway_unknown");
    expect(refusalOf(BASE, { gatewayState: "unknown" })).toBe("gateway_unknown");
    const offline = plan(BASE, { gatewayState: "unknown", offline: true });
    expect(codes(offline.notes)).toContain("gateway_unchecked");
    expect(refusalOf(BASE, { wranglerVersion: "4.12.9" })).toBe("wrangler_too_old");
    expect(refusalOf(BASE, { wranglerVersion: "3.114.0" })).toBe("wrangler_too_old");
    expect(refusalOf(BASE, { wranglerVersion: "4.13.0" })).toBe("");
    expect(refusalOf(BASE, { wranglerVersion: "5.0.0-rc.1" })).toBe("");
    expect(codes(plan(BASE, { wranglerVersion: null }).notes)).toContain("wrangler_unknown");
    const old = BASE.replace("2026-09-15", "2024-04-02");
    expect(refusalOf(old)).toBe("compatibility_too_old");
    expect(refusalOf(old, { delivery: "native" })).toBe("");
    expect(refusalOf(`compatibility_flags = ["rpc"]\n${old}`)).toBe("");
    expect(refusalOf("main = 'x.ts'\n")).toBe("no_worker_name");
    expect(refusalOf("name = 'a'\nservices = 5\n")).toBe("config_unreadable");
    expect(refusalOf("name = \n")).toBe("config_unreadable");
    expect(refusalOf("name = 'a'\npages_build_output_dir = 'x'\n")).toBe("config_not_deployed");
    expect(refusalOf(BASE, { environments: ["all"] })).toBe("environment_name_reserved");
    expect(refusalOf(`${BASE}[env.default]\n`, { environments: ["default"] })).toBe(
      "environment_name_reserved",
    );
  });

  it("leaves the gateway itself alone, and a Worker that reads nothing", () => {
    const gateway = workerOf(BASE.replace('"api"', '"lunakey-store"'));
    const idle = workerOf(BASE, { secrets: [] });
    const result = planBinding([gateway, idle], OPTIONS);
    expect([result.changes, result.targets, result.refusals]).toEqual([[], [], []]);
    expect(codes(result.notes)).toEqual(["reads_nothing"]);
  });

  it("says that two configs are one Worker", () => {
    const other = workerOf(BASE, { path: "wrangler.test.toml" });
    const result = planBinding([workerOf(BASE), other], OPTIONS);
    expect(noted(result, "worker_name_shared")?.names).toEqual(["wrangler.test.toml"]);
  });

  it("never says what stands in a var, in .dev.vars or in the config", () => {
    const text = `${BASE}\n[vars]\nKEY = "sk_live_x"\n`;
    const result = plan(text, { environments: ["dev", "staging"], createEnvironments: true });
    const { changes, ...rest } = result;
    expect(JSON.stringify(rest)).not.toContain("sk_live");
    expect(changes).toHaveLength(1);
  });
});
