/**
 * The account, as far as wrangler tells without changing anything. To use Cloudflare's Secrets Store
 * three layers must all hold: the role of the user, the permission of the token, the scopes of the
 * secret (https://developers.cloudflare.com/secrets-store/access-control/). What was not seen is not
 * said to be right: no token tells what it may write.
 */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import * as z from "zod";
import { explainFailure } from "../../account/account-trouble.ts";
import type { RunWrangler, WranglerRun } from "../../account/run-wrangler.ts";
import { ACCOUNT_WORDS } from "../../language/catalogues/account.ts";
import type { Session } from "../../session.ts";
import { line, type Probed } from "./probe.ts";

const LOGIN = "npx wrangler login";
const TOKENS_PAGE = "https://dash.cloudflare.com/profile/api-tokens";

const whoami = z.object({
  loggedIn: z.literal(true),
  authType: z.string(),
  accounts: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Of a login: `secrets_store:write`. Of a token of the API wrangler does not know them. */
  tokenPermissions: z.array(z.string()).optional(),
});
type Identity = z.infer<typeof whoami>;

export interface AccountQuestion {
  readonly run: RunWrangler;
  /** Absolute path of the folder in which wrangler runs. */
  readonly folder: string;
  /** Cloudflare's Secrets Store is used: by the gateway, or bound to a Worker. */
  readonly usesSecretsStore: boolean;
  /** The store's id, and the names that are bound there. */
  readonly storeId: string | null;
  readonly names: readonly string[];
}

/** What shows without asking anybody. */
export function probeSignInFiles(session: Session, root: string): Probed[] {
  const { env } = session.ports;
  const variable = ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_API_KEY"].find((name) => env[name]);
  const login = findLogin(env);
  const shadowed =
    variable !== undefined && login !== null
      ? line("account", "shadowed_login", "warn", [variable, login], [`unset ${variable}`])
      : line("account", "shadowed_login", "ok");
  return [
    shadowed,
    ...(namesToken(root) ? [line("account", "token_in_file", "warn", [".env"])] : []),
  ];
}

/** Wrangler reads `.env` too: a token there is in clear, and used without a word. */
function namesToken(root: string): boolean {
  try {
    const text = readFileSync(join(root, ".env"), "utf8");
    return /^\s*(?:export\s+)?CLOUDFLARE_API_(?:TOKEN|KEY)\s*=\s*\S/m.test(text);
  } catch {
    // There is none, or it is not ours to read.
    return false;
  }
}

/** The file that `wrangler login` leaves. */
function findLogin(env: Session["ports"]["env"]): string | null {
  const home = env.HOME ?? homedir();
  const folders = [
    ...(env.XDG_CONFIG_HOME ? [join(env.XDG_CONFIG_HOME, ".wrangler")] : []),
    join(home, ".config", ".wrangler"),
    join(home, ".wrangler"),
    join(home, "Library", "Preferences", ".wrangler"),
  ];
  const files = folders.map((folder) => join(folder, "config", "default.toml"));
  return files.find((path) => existsSync(path)) ?? null;
}

export async function probeAccount(session: Session, question: AccountQuestion): Promise<Probed[]> {
  const { run, folder } = question;
  const words = ACCOUNT_WORDS[session.language];
  const asked = await run(["whoami", "--json"], folder);
  const identity = readIdentity(asked);
  if (identity === null) return [refuseSignIn(asked, words)];
  const [first] = identity.accounts;
  const accountId = session.ports.env.CLOUDFLARE_ACCOUNT_ID ?? first?.id;
  const names = identity.accounts.map(({ name }) => name);
  const signedIn = line("account", "sign_in", "ok", [identity.authType, ...names]);
  if (!question.usesSecretsStore || accountId === undefined) return [signedIn];
  const [about, stores] = await Promise.all([
    run(["whoami", "--account", accountId], folder),
    run(["secrets-store", "store", "list", "--remote"], folder),
  ]);
  return [
    signedIn,
    judgeRole(about),
    judgePermission(identity, stores, session),
    await probeScopes(question, stores.status === 0),
  ];
}

function readIdentity({ status, stdout }: WranglerRun): Identity | null {
  const start = stdout.search(/^\{/m);
  if (status !== 0 || start === -1) return null;
  try {
    return whoami.parse(JSON.parse(stdout.slice(start)));
  } catch {
    // What is not understood is somebody else's output, and is not shown.
    return null;
  }
}

function refuseSignIn(run: WranglerRun, words: (typeof ACCOUNT_WORDS)["en"]): Probed {
  // Without a sign-in it answers `{"loggedIn": false}` and fails.
  const isSignedOut = /"loggedIn":\s*false/.test(run.stdout);
  const trouble = isSignedOut ? "not_signed_in" : explainFailure(run).trouble;
  if (trouble === "not_signed_in") {
    // Who only runs things locally needs no account.
    return line("account", "sign_in", "warn", [words[trouble]], [LOGIN]);
  }
  const isTheirs = ["unreachable", "rate_limited", "wrangler_too_old", "failed"].includes(trouble);
  return isTheirs
    ? line("account", "sign_in", "not_checked", [words[trouble]])
    : line("account", "sign_in", "fail", [words[trouble]], [TOKENS_PAGE]);
}

/** Roles that together can fill a store and bind it: either the first, or both others. */
const ALL_ROLES = /super administrator/i;
const NEEDED_ROLES: readonly (readonly [RegExp, string])[] = [
  [/secrets store admin/i, "Secrets Store Admin"],
  [/secrets store deployer/i, "Secrets Store Deployer"],
];

/** Wrangler lists the user's roles, one in a line, where the token may see memberships. */
function judgeRole({ stdout }: WranglerRun): Probed {
  const [, list] = /Membership roles in [^\n]*\n((?:\s*- [^\n]*\n?)+)/.exec(plain(stdout)) ?? [];
  if (list === undefined) return line("account", "role", "not_checked", [], [TOKENS_PAGE]);
  if (ALL_ROLES.test(list)) return line("account", "role", "ok");
  const missing = NEEDED_ROLES.filter(([pattern]) => !pattern.test(list)).map(([, name]) => name);
  return missing.length === 0
    ? line("account", "role", "ok")
    : line("account", "role", "warn", missing);
}

function judgePermission(identity: Identity, stores: WranglerRun, session: Session): Probed {
  const granted = identity.tokenPermissions;
  if (granted !== undefined) {
    return granted.includes("secrets_store:write")
      ? line("account", "token_permission", "ok", ["secrets_store:write"])
      : line("account", "token_permission", "fail", ["secrets_store:write"], [LOGIN]);
  }
  // An empty list fails too, and says that it is one.
  const isRead =
    stores.status === 0 || /returned no stores/i.test(plain(stores.stderr + stores.stdout));
  if (isRead) return line("account", "token_permission", "not_checked", ["read"], [TOKENS_PAGE]);
  const { trouble } = explainFailure(stores);
  const why = ACCOUNT_WORDS[session.language][trouble];
  return trouble === "refused"
    ? line("account", "token_permission", "fail", ["Secrets Store: Edit"], [TOKENS_PAGE])
    : line("account", "token_permission", "not_checked", [why], [TOKENS_PAGE]);
}

/** A secret that is not for Workers can not be bound to one. */
async function probeScopes(
  { run, folder, storeId, names }: AccountQuestion,
  canRead: boolean,
): Promise<Probed> {
  if (!canRead || storeId === null || names.length === 0) {
    return line("account", "secret_scope", "not_checked");
  }
  const list = ["secrets-store", "secret", "list", storeId, "--remote", "--per-page", "100"];
  const listed = await run(list, folder);
  const scopes = readScopes(plain(listed.stdout));
  if (listed.status !== 0 || scopes.size === 0)
    return line("account", "secret_scope", "not_checked");
  const closed = names.filter((name) => scopes.has(name) && !scopes.get(name)?.includes("workers"));
  const command = `npx wrangler secrets-store secret update ${storeId} --secret-id ID --scopes workers --remote < /dev/null`;
  return closed.length === 0
    ? line("account", "secret_scope", "ok")
    : line("account", "secret_scope", "fail", closed, [list.join(" "), command].map(asCommand));
}

function asCommand(text: string): string {
  return text.startsWith("npx ") ? text : `npx wrangler ${text}`;
}

/** Of the table that wrangler draws: columns by the words above them. */
function readScopes(text: string): Map<string, readonly string[]> {
  const rows = text
    .split("\n")
    .filter((row) => row.includes("│"))
    .map((row) => row.split("│").map((cell) => cell.trim()));
  const [head = [], ...body] = rows;
  const [name, scopes] = [head.indexOf("Name"), head.indexOf("Scopes")];
  if (name === -1 || scopes === -1) return new Map();
  return new Map(
    body.map((row) => [row[name] ?? "", (row[scopes] ?? "").split(",").map((each) => each.trim())]),
  );
}

function plain(text: string): string {
  return stripVTControlCharacters(text);
}
