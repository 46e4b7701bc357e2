/**
 * With what, and for which account, Cloudflare's API is asked: the environment's token, else what the user's
 * own wrangler is signed in with. It is held in memory for one command: it is in no argument, file, log
 * or error, and nothing that wrangler writes beside it is shown.
 */
import * as z from "zod";
import type { Ports } from "../ports.ts";
import { type AccountTroubleCode, explainFailure } from "./account-trouble.ts";
import type { RunWrangler, WranglerRun } from "./run-wrangler.ts";
import { isSignedIn } from "./signed-in.ts";

export interface AccountKey {
  readonly apiToken: string | null;
  /** A global key goes with the address of its owner. */
  readonly apiKey: string | null;
  readonly apiEmail: string | null;
}

export interface OpenAccess {
  readonly key: AccountKey;
  readonly accountId: string;
}

export type AccountAccess =
  | ({ readonly state: "open" } & OpenAccess)
  | { readonly state: "closed"; readonly trouble: AccountTroubleCode };

export interface AccessQuestion {
  /** Absolute path; wrangler runs there. */
  readonly folder: string;
  /** Null where there is no wrangler to ask. */
  readonly run: RunWrangler | null;
}

/**
 * @param accountId of the config that it is about, which counts before CLOUDFLARE_ACCOUNT_ID as with
 *   wrangler (seen in 4.155); undefined where it names none.
 */
export type FindAccess = (accountId: string | undefined) => Promise<AccountAccess>;

/** `oauth` is a login; wrangler has renewed it where it was over (seen with 4.155). */
const token = z.union([
  z.object({ type: z.enum(["oauth", "api_token"]), token: z.string().min(1) }),
  z.object({ type: z.literal("api_key"), key: z.string().min(1), email: z.string().min(1) }),
]);
const whoami = z.object({
  loggedIn: z.literal(true),
  accounts: z.array(z.object({ id: z.string() })),
});

/** Whoever is signed in is asked for once, whatever number of accounts. Never throws for what wrangler says. */
export function createAccess({ env }: Pick<Ports, "env">, question: AccessQuestion): FindAccess {
  const named = env.CLOUDFLARE_API_TOKEN;
  let key: ReturnType<typeof askKey> | undefined;
  let only: ReturnType<typeof findOnlyAccount> | undefined;
  return async (own) => {
    key ??= named ? Promise.resolve(keyOf(named)) : askKey({ env }, question);
    const found = await key;
    if (typeof found === "string") return { state: "closed", trouble: found };
    const known = own ?? env.CLOUDFLARE_ACCOUNT_ID;
    if (known) return { state: "open", key: found, accountId: known };
    only ??= findOnlyAccount(question);
    const accountId = await only;
    return typeof accountId === "string"
      ? { state: "open", key: found, accountId }
      : { state: "closed", ...accountId };
  };
}

function keyOf(apiToken: string): AccountKey {
  return { apiToken, apiKey: null, apiEmail: null };
}

async function askKey(
  ports: Pick<Ports, "env">,
  { folder, run }: AccessQuestion,
): Promise<AccountKey | AccountTroubleCode> {
  if (!isSignedIn(ports)) return "not_signed_in";
  if (run === null) return "wrangler_missing";
  const asked = await run(["auth", "token", "--json"], folder);
  const found = readJson(asked, token);
  if (found === null) return explainToken(asked);
  return found.type === "api_key"
    ? { apiToken: null, apiKey: found.key, apiEmail: found.email }
    : keyOf(found.token);
}

/** A wrangler without this command lists those that it has. */
function explainToken(asked: WranglerRun): AccountTroubleCode {
  const isUnknown = /Unknown (?:argument|command)/i.test(asked.stderr + asked.stdout);
  return isUnknown ? "wrangler_too_old" : explainFailure(asked).trouble;
}

/** The only one that the sign-in reaches. */
async function findOnlyAccount({
  folder,
  run,
}: AccessQuestion): Promise<string | { readonly trouble: AccountTroubleCode }> {
  if (run === null) return { trouble: "wrangler_missing" };
  const asked = await run(["whoami", "--json"], folder);
  const [first, second] = readJson(asked, whoami)?.accounts ?? [];
  if (first !== undefined) return second === undefined ? first.id : { trouble: "no_account" };
  return { trouble: asked.status === 0 ? "no_account" : explainFailure(asked).trouble };
}

function readJson<Answer>(
  { status, stdout }: WranglerRun,
  schema: z.ZodType<Answer>,
): Answer | null {
  const start = stdout.search(/^\{/m);
  if (status !== 0 || start === -1) return null;
  try {
    return schema.parse(JSON.parse(stdout.slice(start)));
  } catch {
    // What is not understood is somebody else's output, and here perhaps a key: it is not shown.
    return null;
  }
}
