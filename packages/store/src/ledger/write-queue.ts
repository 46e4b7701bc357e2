/**
 * All writes that belong to the audit's chain, one after the other. WebCrypto is asynchronous and a
 * transaction is not, so a write is first prepared (sealed, digested, chained) and then committed at
 * once; between the two nothing else may write, or the chain would fork. Reads never wait here.
 */
import type { Keyring } from "../envelope/keyring.ts";
import { appendEvents, type ChainHead, readHead } from "./audit/audit-rows.ts";
import { type AuditDraft, chainEvents } from "./audit/chain.ts";

/** A write that is ready: all that is left is synchronous. */
export interface Plan<T> {
  readonly answer: T;
  /** Written in the same transaction as the effect. */
  readonly events: readonly AuditDraft[];
  /** Where the effect puts another audit log in place: the head that it leaves. */
  readonly head?: ChainHead;
  /** Writes the effect; must throw where the database is not as it was when preparing. */
  commit?(): void;
  /** Runs once the effect is written: for what is held in memory. */
  after?(): void;
}

export class WriteQueue {
  readonly #storage: DurableObjectStorage;
  readonly #keyring: Keyring;
  readonly #now: () => number;
  readonly #onCommit: () => void;
  readonly #findDue: (at: number) => Plan<undefined> | undefined;
  #tail: Promise<unknown> = Promise.resolve();

  /**
   * @param onCommit called when something was written, before anybody is told.
   * @param findDue what the clock has decided and nobody has written yet; it goes before every write.
   */
  constructor(
    storage: DurableObjectStorage,
    keyring: Keyring,
    now: () => number,
    onCommit: () => void,
    findDue: (at: number) => Plan<undefined> | undefined = () => undefined,
  ) {
    this.#storage = storage;
    this.#keyring = keyring;
    this.#now = now;
    this.#onCommit = onCommit;
    this.#findDue = findDue;
  }

  /**
   * Waits for its turn, prepares, commits.
   *
   * @param prepare may read the database, which stays as it is until the commit.
   * @returns the plan's answer, once it is written.
   * @throws what `prepare` or the commit throws; then nothing was written, and the queue goes on.
   */
  write<T>(prepare: (at: number) => Promise<Plan<T>> | Plan<T>): Promise<T> {
    const turn = this.#tail.then(() => this.#run(prepare));
    // The next one waits for the end of this, whatever it is; its failure is its caller's.
    this.#tail = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  async #run<T>(prepare: (at: number) => Promise<Plan<T>> | Plan<T>): Promise<T> {
    const at = this.#now();
    for (let due = this.#findDue(at); due !== undefined; due = this.#findDue(at)) {
      await this.#commit(at, due);
    }
    return this.#commit(at, await prepare(at));
  }

  async #commit<T>(at: number, plan: Plan<T>): Promise<T> {
    const head = plan.head ?? readHead(this.#storage.sql);
    const chained = await chainEvents(this.#keyring, head, at, plan.events);
    this.#storage.transactionSync(() => {
      plan.commit?.();
      // Refuses a head that is not the one that was chained to.
      appendEvents(this.#storage.sql, chained.events, chained.checkpoints);
    });
    this.#onCommit();
    plan.after?.();
    return plan.answer;
  }
}
