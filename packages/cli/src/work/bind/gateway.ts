/** The gateway's own config in this repository, as `lunakey init` wrote it, and whether it is deployed. */
import { dirname, join, posix } from "node:path";
import type { Disk, WranglerConfig } from "@lunakey/migrate";
import { findDeployedScript } from "../../account/deployed-script.ts";
import { createRunWrangler } from "../../account/run-wrangler.ts";
import { findWrangler } from "../../account/wrangler-version.ts";
import { failure } from "../../cli-error.ts";
import { ACCOUNT_WORDS } from "../../language/account-words.ts";
import { BIND_WORDS } from "../../language/bind-words.ts";
import type { Session } from "../../session.ts";
import type { BindTarget } from "./consumer.ts";

/** What init calls it. */
export const GATEWAY_SCRIPT = "lunakey-store";

const STORE_VAR = "LUNAKEY_STORE_ID";

/** A gateway has its store's id as a variable; no other Worker does. */
export function isGateway({ environments }: WranglerConfig): boolean {
  return environments.some(({ vars }) => vars.some(({ name }) => name === STORE_VAR));
}

/** The admin Worker: bound to a gateway's entrypoint for administration. */
export function isAdminWorker({ environments }: WranglerConfig): boolean {
  return environments.some(({ bindings }) =>
    bindings.some(({ kind, members }) => kind === "services" && members.entrypoint === "Admin"),
  );
}

/**
 * A service binding to a script that was never deployed makes Cloudflare refuse the whole deploy.
 *
 * @throws CliError `gateway_not_deployed`. Where nobody can say, a warning.
 */
export async function requireGateway(
  session: Session,
  disk: Disk,
  target: BindTarget,
  gateway: WranglerConfig | null,
): Promise<void> {
  const words = BIND_WORDS[session.language];
  const script = gateway?.name ?? GATEWAY_SCRIPT;
  const { path } = gateway ?? target.config;
  const folder = join(disk.root, dirname(path));
  const wrangler =
    findWrangler(folder) ?? findWrangler(join(disk.root, dirname(target.config.path)));
  if (wrangler === null) {
    session.warn(words.gatewayUnknown(script, ACCOUNT_WORDS[session.language].wrangler_missing));
    return;
  }
  const found = await findDeployedScript(
    { script, folder, config: posix.basename(path), environment: null },
    createRunWrangler(wrangler, session.ports),
  );
  if (found.state === "never_deployed") {
    throw failure("gateway_not_deployed", words.gatewayMissing(script), words.gatewayHint);
  }
  if (found.state === "unknown") {
    session.warn(words.gatewayUnknown(script, ACCOUNT_WORDS[session.language][found.trouble]));
  }
}
