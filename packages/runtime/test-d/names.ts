/** The names that the type of a Worker's Env knows of. Compiled, never run. */
import type { Context } from "hono";
import {
  find,
  findSecret,
  getSecret,
  getSecrets,
  type NameIn,
  requireSecret,
  secretName,
  verifyWithSecret,
  withSecret,
} from "../src/index.ts";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function is<_Claim extends true>(): void {
  // The claim is in the type.
}

/** As the request writes it, beside what else a Worker has. */
interface Env {
  STRIPE_SECRET_KEY: string;
  JWT_SECRET?: string;
  RETRIES: number;
  FLAGS: { beta: boolean };
  CACHE: KVNamespace;
  FILES: R2Bucket;
  QUEUE: Queue;
  API: Fetcher;
  OBJECT: DurableObjectNamespace;
  KEK_V1_STORE: SecretsStoreSecret;
  AUTH_SECRET: SecretsStoreSecret;
  SECRETS: {
    get(key: string): Promise<string | null>;
  };
}
declare const env: Env;
declare const key: string;

export async function theWorkersOwnNames(): Promise<void> {
  is<Equal<Awaited<ReturnType<typeof read>>, string | null>>();
  const value: string | null = await getSecret(env, "STRIPE_SECRET_KEY");
  const optional: string | undefined = await findSecret(env, "JWT_SECRET");
  const certain: string = await requireSecret(env, "STRIPE_SECRET_KEY");
  await getSecret(env, "KEK_V1");
  await getSecret(env, "AUTH_SECRET");
  await find(env, "STRIPE_SECRET_KEY");
  is<Equal<Exclude<NameIn<Env>, { readonly "made by secretName": true }>, Names>>();
  // @ts-expect-error a typo
  await getSecret(env, "STRIPE_SECRET_KEYS");
  // @ts-expect-error a typo
  await findSecret(env, "JWT_SECRETS");
  // @ts-expect-error a typo
  await requireSecret(env, "stripe_secret_key");
  // @ts-expect-error a typo
  await find(env, "");
  // @ts-expect-error a number is no secret
  await getSecret(env, "RETRIES");
  // @ts-expect-error an object is no secret
  await getSecret(env, "FLAGS");
  // @ts-expect-error a KV namespace is no secret
  await getSecret(env, "CACHE");
  // @ts-expect-error a bucket is no secret
  await getSecret(env, "FILES");
  // @ts-expect-error a queue is no secret
  await getSecret(env, "QUEUE");
  // @ts-expect-error a service is no secret
  await getSecret(env, "API");
  // @ts-expect-error Durable Objects are no secret
  await getSecret(env, "OBJECT");
  // @ts-expect-error the binding has the name, its _STORE is added by the helper
  await getSecret(env, "KEK_V1_STORE");
  // @ts-expect-error the store itself is no secret
  await getSecret(env, "SECRETS");
  void [value, optional, certain];
}
type Names = "STRIPE_SECRET_KEY" | "JWT_SECRET" | "KEK_V1" | "AUTH_SECRET";
const read = () => getSecret(env, "STRIPE_SECRET_KEY");

export async function severalNames(): Promise<void> {
  const found = await getSecrets(env, ["STRIPE_SECRET_KEY", "KEK_V1"]);
  is<Equal<typeof found, Record<"STRIPE_SECRET_KEY" | "KEK_V1", string | null>>>();
  // @ts-expect-error it was not asked for
  void found.JWT_SECRET;
  // @ts-expect-error a typo
  await getSecrets(env, ["STRIPE_SECRET_KEY", "KEK_V2"]);
}

export async function theRequestsInterface(): Promise<string> {
  const stripeKey = await env.SECRETS.get("STRIPE_SECRET_KEY");
  is<Equal<typeof stripeKey, string | null>>();
  // @ts-expect-error without get it is no value
  void env.SECRETS.STRIPE_SECRET_KEY;
  if (!stripeKey) throw new Error("STRIPE_SECRET_KEY not configured");
  return stripeKey;
}

/** A store whose type says its names: they are names too, without an individual secret. */
interface NarrowEnv {
  SECRETS: { get(key: "JWT_SECRET" | "KEK_V1"): Promise<string | null> };
}
export async function aNarrowStore(narrow: NarrowEnv): Promise<void> {
  await getSecret(narrow, "KEK_V1");
  // @ts-expect-error the store does not have it
  await getSecret(narrow, "KEK_V2");
}

export async function namesKnownAtRunTime(): Promise<void> {
  await getSecret(env, secretName(`PROVIDER_${key}`));
  await getSecrets(env, ["KEK_V1", secretName(key)]);
  // @ts-expect-error any string may be a typo
  await getSecret(env, key);
  // @ts-expect-error any string may be a typo
  await getSecrets(env, [key]);
}

// biome-ignore lint/suspicious/noExplicitAny: an env without a type is what this is about
export async function envsWithoutNames(anything: any): Promise<void> {
  await getSecret(anything, "ANY_NAME");
  await getSecret({} as Record<string, unknown>, "ANY_NAME");
  await getSecret({} as Record<string, unknown>, key);
  await getSecret(process.env, "ANY_NAME");
  // @ts-expect-error an env that has nothing has no names
  await getSecret({}, "ANY_NAME");
}

export async function partsOfEnv(part: Pick<Env, "SECRETS" | "JWT_SECRET">): Promise<void> {
  await getSecret(part, "JWT_SECRET");
  // @ts-expect-error this part does not have it
  await getSecret(part, "STRIPE_SECRET_KEY");
  await getSecret({ ...env, LUNAKEY_MODE: "shadow" }, "STRIPE_SECRET_KEY");
  await getSecret(env as Readonly<Env>, "STRIPE_SECRET_KEY");
  await getSecret(env as Partial<Env>, "STRIPE_SECRET_KEY");
}

export async function generic<E extends object>(some: E, name: NameIn<E>): Promise<string> {
  return (await getSecret(some, name)) ?? (await requireSecret(some, name));
}
void generic(env, "KEK_V1");
// @ts-expect-error a typo, through a generic function
void generic(env, "KEK_V2");

export async function inHono(c: Context<{ Bindings: Env }>): Promise<void> {
  await getSecret(c.env, "STRIPE_SECRET_KEY");
  // @ts-expect-error a typo
  await getSecret(c.env, "STRIPE_KEY");
}

class Client {
  readonly secret: string;
  constructor(secret: string) {
    this.secret = secret;
  }
}
export async function optIns(): Promise<void> {
  const client = await withSecret(env, "JWT_SECRET", (value) => new Client(value));
  is<Equal<typeof client, Client>>();
  const verified = await verifyWithSecret(env, "JWT_SECRET", async (value) => value.length > 0);
  is<Equal<typeof verified, boolean>>();
  // @ts-expect-error a typo
  await withSecret(env, "JWT", (value) => value);
  // @ts-expect-error a typo
  await verifyWithSecret(env, "JWT", () => true);
}
