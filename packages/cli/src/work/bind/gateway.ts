/** The gateway's own config in this repository, as `lunakey init` wrote it. */
import { join, posix } from "node:path";
import { parseInput, secretBindingName, secretName } from "@lunakey/contract";
import { type Disk, editConfig, type FileChange, type WranglerConfig } from "@lunakey/migrate";
import type { Account } from "../../account/account.ts";
import { ACCOUNT_WORDS } from "../../language/catalogues/account.ts";
import { BIND_WORDS } from "../../language/catalogues/bind.ts";
import { isGateway } from "../../repository/own-workers.ts";
import type { Session } from "../../session.ts";

/** What init calls it. */
const GATEWAY_SCRIPT = "lunakey-store";
const ENTRY_KIND = "secrets_store_secrets";

export interface Gateway {
  readonly script: string;
  /** null: its config is not in this repository. */
  readonly config: WranglerConfig | null;
  /** null where its config is not here. */
  readonly backend: "cloudflare" | "vault" | null;
  /** Backend `cloudflare`: the one environment that its values are for, or `all`. */
  readonly environment: string | null;
}

export function findGateway(configs: readonly WranglerConfig[]): Gateway {
  const config = configs.find((each) => each.kind === "worker" && isGateway(each)) ?? null;
  const varOf = (wanted: string) =>
    config?.environments[0]?.vars.find(({ name }) => name === wanted)?.value ?? null;
  const backend = varOf("LUNAKEY_BACKEND");
  return {
    script: config?.name ?? GATEWAY_SCRIPT,
    config,
    backend: backend === "cloudflare" || backend === "vault" ? backend : null,
    environment: varOf("LUNAKEY_ENVIRONMENT"),
  };
}

/**
 * Whether it is deployed, as the account says. Why nobody could say is warned of.
 *
 * @param asking the config of a Worker that is to be bound to it: its account counts where the
 *   gateway's own config is not here.
 */
export async function askGatewayState(
  session: Session,
  account: Account,
  disk: Disk,
  { script, config }: Gateway,
  asking: WranglerConfig,
): Promise<"deployed" | "missing" | "unknown"> {
  const { path } = config ?? asking;
  const found = await account.findScript({
    script,
    folder: join(disk.root, posix.dirname(path)),
    config: posix.basename(path),
    environment: null,
  });
  if (found.state !== "unknown") return found.state === "deployed" ? "deployed" : "missing";
  const why = ACCOUNT_WORDS[session.language][found.trouble];
  session.warn(BIND_WORDS[session.language].gatewayUnknown(script, why));
  return "unknown";
}

/**
 * Backend `cloudflare`: one binding per name. Those that are there stay.
 *
 * @returns null where nothing has to change.
 */
export function bindGatewaySecrets(
  disk: Disk,
  config: WranglerConfig,
  store: string,
  names: readonly string[],
): FileChange | null {
  const bound = new Set(config.environments[0]?.bindings.map(({ name }) => name));
  const missing = names.filter((name) => !bound.has(bindingOf(name)));
  if (missing.length === 0) return null;
  const before = disk.readText(config.path);
  const after = editConfig(
    before,
    config.path,
    missing.map((name) => ({
      type: "add-entry",
      environment: "default",
      kind: ENTRY_KIND,
      entry: { binding: bindingOf(name), store_id: store, secret_name: name },
      comment: null,
    })),
  );
  return { path: config.path, before, after };
}

function bindingOf(name: string): string {
  return secretBindingName(parseInput(secretName, name, "name"));
}
