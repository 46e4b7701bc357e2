/**
 * What the platform takes for the same way without a store: an entrypoint that answers a constant,
 * one that asks a Durable Object for it, and one whose object reads a row and decrypts it.
 */
import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";

interface Env {
  readonly OBJECT: DurableObjectNamespace<FloorObject>;
}

/** As long as the store's values in the bench. */
const VALUE = "0123456789abcdef".repeat(4);
/** As long as a read ticket. */
const TICKET = "t".repeat(330);
const ROWS = 5_000;
const NONCE_BYTES = 12;

interface Asked {
  readonly v: 1;
  readonly names: readonly string[];
  readonly known: readonly number[];
  readonly stages: boolean;
}

interface Answered {
  readonly v: 1;
  readonly items: readonly object[];
}

export class Floor extends WorkerEntrypoint<Env> {
  async constant(_name: string): Promise<string> {
    return VALUE;
  }

  async object(name: string): Promise<string> {
    return this.env.OBJECT.getByName("floor").constant(name);
  }

  async decrypted(name: string): Promise<string> {
    return this.env.OBJECT.getByName("floor").decrypted(name);
  }

  /** The store's request and answer, over the same way. */
  async messages(request: Asked): Promise<Answered> {
    const answer = await this.env.OBJECT.getByName("floor").messages(TICKET, request);
    (answer as Partial<Disposable>)[Symbol.dispose]?.();
    const { v, items } = answer;
    return { v, items: items as Answered["items"] };
  }
}

export class FloorObject extends DurableObject<Env> {
  #key: CryptoKey | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    void ctx.blockConcurrencyWhile(() => this.#fill());
  }

  async constant(_name: string): Promise<string> {
    return VALUE;
  }

  async messages(_ticket: string, { names }: Asked): Promise<Answered> {
    const rest = { version: 1, maxAgeSeconds: 60, fallback: "allowed" };
    return { v: 1, items: names.map((name) => ({ name, status: "ok", value: VALUE, ...rest })) };
  }

  /** One row by its key, one decryption with a key that is ready. */
  async decrypted(name: string): Promise<string> {
    const query = "SELECT sealed FROM floor WHERE name = ?";
    const { sealed } = this.ctx.storage.sql.exec<{ sealed: ArrayBuffer }>(query, name).one();
    const iv = sealed.slice(0, NONCE_BYTES);
    if (this.#key === undefined) throw new Error("No key.");
    const opened = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv },
      this.#key,
      sealed.slice(NONCE_BYTES),
    );
    return new TextDecoder().decode(opened);
  }

  async #fill(): Promise<void> {
    const { sql } = this.ctx.storage;
    const algorithm = { name: "AES-GCM", length: 256 };
    const usages = ["encrypt", "decrypt"];
    const key = (await crypto.subtle.generateKey(algorithm, false, usages)) as CryptoKey;
    this.#key = key;
    sql.exec("DROP TABLE IF EXISTS floor");
    sql.exec("CREATE TABLE floor (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID");
    for (let index = 0; index < ROWS; index++) {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const plain = new TextEncoder().encode(VALUE);
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
      const bytes = new Uint8Array([...iv, ...new Uint8Array(sealed)]);
      const name = `SECRET_${String(index).padStart(5, "0")}`;
      sql.exec("INSERT INTO floor (name, sealed) VALUES (?, ?)", name, bytes);
    }
  }
}

export default {
  fetch(): Response {
    return new Response("ready");
  },
};
