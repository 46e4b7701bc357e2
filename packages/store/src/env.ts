/**
 * What the gateway Worker and the ledger are given. Variables come from the deployer, so each is
 * checked before use; a fault is answered with the variable's name, never its content.
 */
import { LunakeyError, type StoreId, secretEnvironment, storeId } from "@lunakey/contract";

export interface Env {
  /** The ledger's class. Only ever called through `ledger-client.ts`, which signs. */
  readonly LEDGER: DurableObjectNamespace;
  /** The store's id; also the name of its Durable Object. */
  readonly LUNAKEY_STORE_ID: string;
  /** `true` where the gateway was started by `lunakey dev`. */
  readonly LUNAKEY_LOCAL?: string;
  /** Where `lunakey dev` keeps its data, for commands that it tells people to type. */
  readonly LUNAKEY_LOCAL_FOLDER?: string;
  /** `<id>:<hex>`: id and SHA-256 of the first admin's token. */
  readonly LUNAKEY_FIRST_ADMIN_TOKEN_HASH?: string;
  /** `true` where nothing is to be served before a backup was restored; see `restore-gate.ts`. */
  readonly LUNAKEY_AWAIT_RESTORE?: string;
  /** Base64 of exactly 32 bytes. The highest version wraps, all of them open. */
  readonly [rootKey: `LUNAKEY_ROOT_KEY_V${number}`]: string | undefined;
  /** Where values live: `vault`, also where it is not set, or `cloudflare`. */
  readonly LUNAKEY_BACKEND?: string;
  /** Backend `cloudflare` only: the environment that the bound values are for, or `all`. */
  readonly LUNAKEY_ENVIRONMENT?: string;
  /** Both, or none: the power to write the Workers' individual secrets; see `account-power.ts`. */
  readonly LUNAKEY_CLOUDFLARE_ACCOUNT_ID?: string;
  readonly LUNAKEY_CLOUDFLARE_API_TOKEN?: string;
}

export type BackendName = "vault" | "cloudflare";

/** @throws LunakeyError `store_unavailable` for any other backend. */
export function getBackendName(env: Env): BackendName {
  const name = env.LUNAKEY_BACKEND ?? "vault";
  if (name === "vault" || name === "cloudflare") return name;
  throw configurationError("LUNAKEY_BACKEND", "must be vault or cloudflare");
}

/** @throws LunakeyError `store_unavailable` where the variable is missing or malformed. */
export function getBoundEnvironment(env: Env): string {
  const parsed = secretEnvironment.safeParse(env.LUNAKEY_ENVIRONMENT);
  if (parsed.success) return parsed.data;
  throw configurationError(
    "LUNAKEY_ENVIRONMENT",
    "must name the environment that the bound values are for, such as production, or all",
  );
}

/** @throws LunakeyError `store_unavailable` where the variable is missing or malformed. */
export function getStoreId(env: Env): StoreId {
  const parsed = storeId.safeParse(env.LUNAKEY_STORE_ID);
  if (parsed.success) return parsed.data;
  throw configurationError("LUNAKEY_STORE_ID", "must be a store's id");
}

/** Was the gateway started by `lunakey dev`? Nothing but the exact word counts. */
export function isLocal(env: Env): boolean {
  return env.LUNAKEY_LOCAL === "true";
}

export interface FirstAdmin {
  readonly tokenId: string;
  /** SHA-256 of the whole token. */
  readonly digest: Uint8Array<ArrayBuffer>;
}

/**
 * The admin token that the store starts with, or undefined where none is configured.
 *
 * @throws LunakeyError `store_unavailable` where the variable is malformed.
 */
export function findFirstAdmin(env: Env): FirstAdmin | undefined {
  const text = env.LUNAKEY_FIRST_ADMIN_TOKEN_HASH;
  if (text === undefined || text === "") return undefined;
  const match = /^([0-9a-f]{16}):((?:[0-9a-f]{2}){32})$/.exec(text);
  if (match === null) {
    throw configurationError(
      "LUNAKEY_FIRST_ADMIN_TOKEN_HASH",
      "must be a token's id, a colon and 64 hexadecimal digits",
    );
  }
  const [, tokenId = "", hex = ""] = match;
  return { tokenId, digest: Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16)) };
}

/** The store can not work as it is configured: says which variable, and what it must be. */
export function configurationError(variable: string, expectation: string): LunakeyError {
  return new LunakeyError({
    code: "store_unavailable",
    message: `The store's variable ${variable} ${expectation}.`,
    hint: `Set ${variable} on the gateway Worker; lunakey init makes the right values.`,
  });
}
