/**
 * The root keys of a store and the keys derived from them. Root keys are read from variables once
 * and stay in this object; derived keys are made when first used and can not be exported.
 *
 * Derivation (RFC 5869): HKDF-SHA-256, input = root key, salt = UTF-8 of the store's id, info =
 * UTF-8 of the purpose. `docs/storage-schema.md` has the tree.
 */
import type { LunakeyError, StoreId } from "@lunakey/contract";
import { encodeUtf8, fromBase64, toBase64 } from "../bytes.ts";
import { configurationError, type Env, getStoreId } from "../env.ts";

const ROOT_KEY_BYTES = 32;
const PREFIX = "LUNAKEY_ROOT_KEY_V";

/** What a derived key is for. The text is the HKDF info: changing one makes old data unreadable. */
const PURPOSES = {
  wrap: "lunakey/v1/wrap-data-key",
  call: "lunakey/v1/sign-ledger-call",
  audit: "lunakey/v1/sign-audit-checkpoint",
  backup: "lunakey/v1/sign-backup-chunk",
} as const;

const HMAC = { name: "HMAC", hash: "SHA-256", length: 256 } as const;

export interface SigningKey {
  readonly privateKey: CryptoKey;
  /** Ed25519, raw 32 bytes, base64. */
  readonly publicKey: string;
}

export class Keyring {
  readonly storeId: StoreId;
  /** The highest version: it wraps and signs. */
  readonly currentVersion: number;
  readonly #roots: ReadonlyMap<number, Uint8Array<ArrayBuffer>>;
  // Keys, not promises of keys: a promise of one request must not be awaited in another.
  readonly #derived = new Map<string, CryptoKey>();
  readonly #signing = new Map<number, SigningKey>();

  /** @throws LunakeyError `store_unavailable` where a root key is missing or malformed. */
  constructor(env: Env) {
    this.storeId = getStoreId(env);
    this.#roots = readRootKeys(env);
    this.currentVersion = Math.max(...this.#roots.keys());
  }

  /** Is there a root key of this version? */
  has(version: number): boolean {
    return this.#roots.has(version);
  }

  /** AES-256-GCM key that wraps data keys. @throws LunakeyError `store_unavailable` */
  wrapKey(version: number): Promise<CryptoKey> {
    return this.#derive("wrap", version, { name: "AES-GCM", length: 256 }, [
      "encrypt",
      "decrypt",
      "unwrapKey",
    ]);
  }

  /** HMAC-SHA-256 key of calls to the ledger. @throws LunakeyError `store_unavailable` */
  callKey(version: number): Promise<CryptoKey> {
    return this.#derive("call", version, HMAC, ["sign", "verify"]);
  }

  /** HMAC-SHA-256 key of a backup's chunks. @throws LunakeyError `store_unavailable` */
  backupKey(version: number): Promise<CryptoKey> {
    return this.#derive("backup", version, HMAC, ["sign"]);
  }

  /** The versions that there are, lowest first. */
  get versions(): number[] {
    return [...this.#roots.keys()].sort((a, b) => a - b);
  }

  /** Ed25519 key of checkpoints. @throws LunakeyError `store_unavailable` */
  async auditKey(version: number): Promise<SigningKey> {
    const known = this.#signing.get(version);
    if (known !== undefined) return known;
    const bits = await crypto.subtle.deriveBits(
      this.#parameters("audit"),
      await this.#root(version, "deriveBits"),
      256,
    );
    const made = await importEd25519Seed(new Uint8Array(bits));
    this.#signing.set(version, made);
    return made;
  }

  async #derive(
    purpose: keyof typeof PURPOSES,
    version: number,
    algorithm: SubtleCryptoImportKeyAlgorithm & { length: number },
    usages: string[],
  ): Promise<CryptoKey> {
    const known = this.#derived.get(`${purpose} ${version}`);
    if (known !== undefined) return known;
    const root = await this.#root(version, "deriveKey");
    const parameters = this.#parameters(purpose);
    const made = await crypto.subtle.deriveKey(parameters, root, algorithm, false, usages);
    this.#derived.set(`${purpose} ${version}`, made);
    return made;
  }

  #parameters(purpose: keyof typeof PURPOSES) {
    const info = encodeUtf8(PURPOSES[purpose]);
    return { name: "HKDF", hash: "SHA-256", salt: encodeUtf8(this.storeId), info };
  }

  async #root(version: number, usage: "deriveKey" | "deriveBits"): Promise<CryptoKey> {
    const root = this.#roots.get(version);
    if (root === undefined) throw missingRootKey(version);
    return crypto.subtle.importKey("raw", root, "HKDF", false, [usage]);
  }
}

/** Something was sealed or signed under a root key that is not among the variables. */
export function missingRootKey(version: number): LunakeyError {
  return configurationError(`${PREFIX}${version}`, "is missing");
}

function readRootKeys(env: Env): Map<number, Uint8Array<ArrayBuffer>> {
  const roots = new Map<number, Uint8Array<ArrayBuffer>>();
  for (const [variable, content] of Object.entries(env) as [string, unknown][]) {
    if (!variable.startsWith(PREFIX)) continue;
    const digits = variable.slice(PREFIX.length);
    if (!/^[1-9][0-9]{0,8}$/.test(digits)) {
      throw configurationError(variable, "must end in a version number such as V1");
    }
    roots.set(Number(digits), readRootKey(variable, content));
  }
  if (roots.size === 0) throw missingRootKey(1);
  return roots;
}

function readRootKey(variable: string, content: unknown): Uint8Array<ArrayBuffer> {
  if (typeof content === "string" && /^[A-Za-z0-9+/]{43}=$/.test(content)) {
    const bytes = fromBase64(content);
    // 43 digits hold two bits more than 32 bytes do: only the one right spelling is accepted.
    if (bytes.byteLength === ROOT_KEY_BYTES && toBase64(bytes) === content) return bytes;
  }
  throw configurationError(variable, "must be base64 of exactly 32 bytes");
}

/** PKCS #8 of an Ed25519 private key up to its 32-byte seed (RFC 8410, section 7). */
const PKCS8_ED25519_PREFIX = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];

async function importEd25519Seed(seed: Uint8Array): Promise<SigningKey> {
  const pkcs8 = new Uint8Array([...PKCS8_ED25519_PREFIX, ...seed]);
  const algorithm = { name: "Ed25519" };
  // Exported once for its public half, which WebCrypto gives in no other way.
  const readable = await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, true, ["sign"]);
  const jwk = (await crypto.subtle.exportKey("jwk", readable)) as JsonWebKey;
  const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]);
  const publicKey = (jwk.x ?? "").replaceAll("-", "+").replaceAll("_", "/");
  return { privateKey, publicKey: `${publicKey}=` };
}
