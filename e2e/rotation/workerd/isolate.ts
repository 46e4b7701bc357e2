/**
 * A Worker's isolate as the helper sees one: a binding of its own, whose cache nobody shares, and
 * whose way to the store can be cut. It signs with the current key and verifies with what is accepted.
 */
import { getSecret, SecretError, verifyWithSecret } from "@lunakey/runtime";
import { ledger, sign } from "../../../packages/store/test/ledger-harness.ts";

export const WORKER = { worker: "luna-proxy-api", environment: "production" } as const;
export const NAME = "JWT_SECRET";

/** What a sender signs, and what a Worker is given. */
export interface Signed {
  readonly text: string;
  readonly signature: string;
}

export class Isolate {
  /** Can the store be reached? */
  up = true;
  readonly #pending = new Set<Promise<unknown>>();
  readonly #env: { readonly SECRETS: object };

  constructor(own: Readonly<Record<string, string>> = {}) {
    const read = (request: unknown) => this.#track(this.#read(request));
    this.#env = { SECRETS: { read }, ...own };
  }

  async #read(request: unknown): Promise<unknown> {
    if (!this.up) throw new Error("the store can not be reached");
    return ledger().read(await sign("read", { kind: "consumer", ...WORKER }, request));
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#pending.add(work);
    const done = () => this.#pending.delete(work);
    work.then(done, done);
    return work;
  }

  /** Lets refreshes end that go on behind an answer. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#pending);
    await scheduler.wait(0);
  }

  /** The key that it would sign with now; null for none. */
  key(): Promise<string | null> {
    return getSecret(this.#env, NAME as never);
  }

  /** Undefined where it has no key. */
  async sign(text: string): Promise<Signed | undefined> {
    const key = await this.key();
    return key === null ? undefined : signWith(key, text);
  }

  async accepts(signed: Signed): Promise<boolean> {
    try {
      return await verifyWithSecret(this.#env, NAME as never, (key) => isSignedWith(key, signed));
    } catch (error) {
      if (error instanceof SecretError) return false;
      throw error;
    }
  }
}

/** HMAC-SHA-256, as a JWT's HS256 and as webhooks have it. */
export async function signWith(key: string, text: string): Promise<Signed> {
  const bytes = await crypto.subtle.sign("HMAC", await importKey(key), encoder.encode(text));
  return { text, signature: btoa(String.fromCharCode(...new Uint8Array(bytes))) };
}

async function isSignedWith(key: string, { text, signature }: Signed): Promise<boolean> {
  const bytes = Uint8Array.from(atob(signature), (char) => char.charCodeAt(0));
  return crypto.subtle.verify("HMAC", await importKey(key), bytes, encoder.encode(text));
}

const encoder = new TextEncoder();

function importKey(key: string): Promise<CryptoKey> {
  const usages = ["sign", "verify"];
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", encoder.encode(key), algorithm, false, usages);
}
