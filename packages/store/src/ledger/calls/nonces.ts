/**
 * Which signed calls were used up. Calls of `execute` are kept as rows, which survive a restart;
 * `read` and `report` change nothing that a repeat could spoil and are kept in memory.
 */

/** Has this call been used up? */
export function hasNonce(sql: SqlStorage, nonce: string): boolean {
  return sql.exec("SELECT 1 AS found FROM nonces WHERE nonce = ?", nonce).toArray().length > 0;
}

/** Uses up a call. @throws Error where it was used up before; the transaction then rolls back. */
export function insertNonce(sql: SqlStorage, nonce: string, expiresAt: number): void {
  sql.exec("INSERT INTO nonces (nonce, expires_at) VALUES (?, ?)", nonce, expiresAt);
}

/** Uses up a call that has come to nothing, unless it was used up before. */
export function ensureNonce(sql: SqlStorage, nonce: string, expiresAt: number): void {
  sql.exec("INSERT OR IGNORE INTO nonces (nonce, expires_at) VALUES (?, ?)", nonce, expiresAt);
}

/** 100,000 nonces of 22 characters are about 10 MB; more than 3,000 calls a second for 30 s. */
const REMEMBERED_COUNT = 100_000;

/** Nonces of this instance's calls, each until it expires; the oldest goes when full. */
export class NonceMemory {
  readonly #seen = new Map<string, number>();

  /** True the first time; false for a nonce that was used already. */
  use(nonce: string, expiresAt: number, now: number): boolean {
    this.#forget(now);
    if (this.#seen.has(nonce)) return false;
    this.#seen.set(nonce, expiresAt);
    return true;
  }

  #forget(now: number): void {
    for (const [nonce, expiresAt] of this.#seen) {
      if (expiresAt > now && this.#seen.size < REMEMBERED_COUNT) return;
      this.#seen.delete(nonce);
    }
  }
}
