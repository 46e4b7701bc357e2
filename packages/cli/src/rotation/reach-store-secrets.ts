/**
 * Cloudflare's Secrets Store as its admin reaches it: in the account of the gateway's config, where it is
 * in this repository, with the environment's token or with the sign-in of the user's wrangler.
 */
import { dirname, join, posix } from "node:path";
import { createDisk, readConfigs, type WranglerConfig, walkRepository } from "@lunakey/migrate";
import { findRunWrangler } from "../account/account.ts";
import { createAccess } from "../account/account-access.ts";
import { openStoreSecrets, type StoreSecrets } from "../account/store-secret.ts";
import { failure } from "../cli-error.ts";
import { findConfig } from "../files/project-files.ts";
import { ACCOUNT_WORDS } from "../language/catalogues/account.ts";
import { phrase } from "../language/phrase.ts";
import type { Session } from "../session.ts";

interface Gateway {
  /** Absolute path. */
  readonly folder: string;
  readonly accountId: string | undefined;
}

/** @param store its id. @throws CliError `no_account_token` */
export async function reachStoreSecrets(session: Session, store: string): Promise<StoreSecrets> {
  const { ports } = session;
  const gateway = await findGateway(session, store);
  const folder = gateway?.folder ?? ports.cwd;
  const findAccess = createAccess(ports, { folder, run: findRunWrangler(folder, ports) });
  const access = await findAccess(gateway?.accountId);
  if (access.state === "open") return openStoreSecrets(ports, access, store);
  throw failure(
    "no_account_token",
    phrase(
      "On backend cloudflare the value is changed in your account, which can not be reached from here: {why}.",
      { why: ACCOUNT_WORDS[session.language][access.trouble] },
    ),
    "npx wrangler login; or set CLOUDFLARE_API_TOKEN (Account, Secrets Store, Edit) and CLOUDFLARE_ACCOUNT_ID.",
  );
}

/** The first whose config has the store's id; null where none is below lunakey.jsonc. */
async function findGateway({ ports }: Session, store: string): Promise<Gateway | null> {
  const project = await findConfig(ports.cwd);
  if (project === null) return null;
  const root = dirname(project.path);
  const disk = createDisk(root);
  const [found] = readConfigs(disk, walkRepository(disk)).configs.flatMap((config) => {
    const environment = config.environments.find((each) => isOf(each, store));
    return environment === undefined
      ? []
      : [{ folder: join(root, posix.dirname(config.path)), accountId: environment.accountId }];
  });
  return found ?? null;
}

function isOf({ vars }: WranglerConfig["environments"][number], store: string): boolean {
  return vars.some(({ name, value }) => name === "LUNAKEY_STORE_ID" && value === store);
}
