/**
 * A Worker of somebody's, moved onto a store by the real commands with people's commits in between, and
 * the account's double behind the gateway: what `lunakey eject` starts from.
 */

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GIT_ENV } from "../../packages/cli/test/repository/sample-repository.ts";
import { LUNA_ACCOUNT, OWNER_TOKEN } from "../cloudflare-account/account-options.ts";
import { createAccountService } from "../copies/account-service.ts";
import type { ServiceOrder, ServiceState } from "../copies/service-order.ts";
import { type Deployed, deploy, ok } from "../production/deployed.ts";
import { init, makeRepository, type Repository } from "../production/repository.ts";

export const SCRIPT = "shop-staging";
export const VALUES = { API_KEY: "canary-eject-api-key", SIGNING_KEY: "canary-eject-signing" };

const CONFIG = `name = "shop"
main = "src/index.ts"
compatibility_date = "2026-10-01"

# The shop, on trial
[env.staging]
vars = { REGION = "eu" }
`;

const INDEX = `import { sign } from "./sign";
import type { Env } from "./types";

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/charge") return charge(env);
    if (pathname === "/sign") return new Response(sign(env, "text"));
    return new Response("not found", { status: 404 });
  },
};

function charge(env: Env): Response {
  if (!env.API_KEY) return new Response("API_KEY not configured", { status: 503 });
  return new Response(\`charged with \${env.API_KEY.length}\`);
}
`;

const SIGN = `import type { Env } from "./types";

export function sign(env: Env, text: string): string {
  return \`\${text}.\${env.SIGNING_KEY.length}\`;
}
`;

const TYPES = `export interface Env {
  REGION: string;
  API_KEY: string;
  SIGNING_KEY: string;
}
`;

export interface EjectPlace {
  readonly deployed: Deployed;
  readonly cwd: string;
  /** The commit before Lunakey's first change. */
  readonly before: string;
  git(...args: string[]): string;
  commit(message: string): void;
  read(path: string): string;
  /** Replaces the first. @throws Error where it is not there. */
  edit(path: string, from: string, to: string): void;
  lunakey(...argv: string[]): Promise<string>;
  /** The individual secrets that Cloudflare has. */
  secrets(): Promise<Readonly<Record<string, string>>>;
  order(asked?: ServiceOrder): Promise<ServiceState>;
}

export interface MovedOptions {
  /** Of the secrets. */
  readonly values?: typeof VALUES;
  /** `native`: bound to Cloudflare's store itself, which the gateway has as its backend. */
  readonly delivery?: "service" | "native";
}

/** Id of the Secrets Store with delivery `native`. */
const NATIVE_STORE = "e0cc9185036e40cebc8c4b86840a961f";

/** Bound in staging and moved; the tree is clean. */
export async function makeMoved(options: MovedOptions = {}): Promise<EjectPlace> {
  const { values = VALUES, delivery = "service" } = options;
  const repository = makeRepository();
  const { cwd } = repository;
  const service = createAccountService();
  const order = async (asked?: ServiceOrder): Promise<ServiceState> => {
    const how = asked === undefined ? {} : { method: "POST", body: JSON.stringify(asked) };
    return (await service(new Request("https://double.test/", how))).json();
  };
  await order({ deploy: [SCRIPT] });
  if (delivery === "native") await initCloudflare(repository);
  else await init(repository, "--backend", "vault");
  const vars = {
    LUNAKEY_CLOUDFLARE_ACCOUNT_ID: LUNA_ACCOUNT.id,
    LUNAKEY_CLOUDFLARE_API_TOKEN: OWNER_TOKEN.value,
  };
  const started = await deploy(repository, vars, { outbound: service });
  const deployed = { ...started, env: { ...GIT_ENV, ...started.env } };
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd, env: GIT_ENV, encoding: "utf8", stdio: "pipe" });
  const place = {
    deployed,
    cwd,
    git,
    commit(message: string) {
      git("add", "-A");
      git("commit", "-q", "-m", message);
    },
    read: (path: string) => readFileSync(join(cwd, path), "utf8"),
    edit(path: string, from: string, to: string) {
      const text = place.read(path);
      if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
      writeFileSync(join(cwd, path), text.replace(from, to));
    },
    lunakey: (...argv: string[]) => ok(deployed, argv),
    secrets: async () => (await order()).secrets[SCRIPT] ?? {},
    order,
  };
  const before = await move(place, values, delivery);
  return { ...place, before };
}

/** With a binding of the gateway's for each secret, in the place of the example that `init` writes. */
async function initCloudflare(repository: Repository): Promise<void> {
  const backend = ["--backend", "cloudflare", "--store", NATIVE_STORE, "--environment", "staging"];
  await init(repository, ...backend);
  const path = join(repository.cwd, "lunakey/store/wrangler.jsonc");
  const bindings = Object.keys(VALUES).map(
    (name) =>
      `{ "binding": "SECRET_${name}", "store_id": "${NATIVE_STORE}", "secret_name": "${name}" }`,
  );
  const example = /\/\/ \{ "binding": "SECRET_[^}]+\}/;
  writeFileSync(path, readFileSync(path, "utf8").replace(example, bindings.join(",\n")));
}

async function move(
  { git, commit, cwd, deployed, lunakey }: Omit<EjectPlace, "before">,
  values: typeof VALUES,
  delivery: "service" | "native",
) {
  git("init", "-q");
  const files = {
    ".gitignore": "node_modules\n.lunakey\n",
    "shop/wrangler.toml": CONFIG,
    "shop/src/index.ts": INDEX,
    "shop/src/sign.ts": SIGN,
    "shop/src/types.ts": TYPES,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }

  commit("The shop as it was");
  const before = git("rev-parse", "HEAD").trim();
  for (const [name, value] of Object.entries(values)) {
    if (delivery === "native") await deployed.system.putBound(`SECRET_${name}`, value);
    else await ok(deployed, ["set", name, "--env", "staging"], value);
  }

  await lunakey("bind", "--env", "staging", "--delivery", delivery, "--offline", "--yes");
  commit("Bind staging");

  await lunakey("migrate");
  commit("Move the code");
  return before;
}
