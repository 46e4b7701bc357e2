/**
 * With what, and which account, Cloudflare's API is asked: the environment's token, else what the user's
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

export type AccountAccess =
  | { readonly state: "open"; readonly key: AccountKey; readonly accountId: string }
  | { readonly state: "closed"; readonly trouble: AccountTroubleCode };

export interface AccessQuestion {
  /** Absolute path; wrangler runs there. */
  readonly folder: string;
  /** Of the Workers' configs. */
  readonly accountIds: readonly string[];
  /** Null where there is no wrangler to ask. */
  readonly run: RunWrangler | null;
}

/** `oauth` is a login; wrangler has renewed it where it was over (seen with 4.155). */
const token = z.union([
  z.object({ type: z.enum(["oauth", "api_token"]), token: z.string().min(1) }),
  z.object({ type: z.literal("api_key"), key: z.string().min(1), email: z.string().min(1) }),
]);
const whoami = z.object({
  loggedIn: z.literal(true),
  accounts: z.array(z.object({ id: z.string() })),
});

/** Never throws for what wrangler says. */
export async function findAccess(
  { env }: Pick<Ports, "env">,
  question: AccessQuestion,
): Promise<AccountAccess> {
  const named = env.CLOUDFLARE_API_TOKEN;
  const key = named ? keyOf(named) : await askKey({ env }, question);
  if (typeof key === "string") return { state: "closed", trouble: key };
  const accountId = env.CLOUDFLARE_ACCOUNT_ID || (await findAccountId(question));
  if (typeof accountId === "string") return { state: "open", key, accountId };
  return { state: "closed", trouble: accountId.trouble };
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

/** The configs' own, where they agree; else the only one that the sign-in reaches. */
async function findAccountId({
  accountIds,
  folder,
  run,
}: AccessQuestion): Promise<string | { readonly trouble: AccountTroubleCode }> {
  const [own, other] = new Set(accountIds);
  if (other !== undefined) return { trouble: "no_account" };
  if (own !== undefined) return own;
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
