/** The ledger's values: seals new ones, opens stored ones once and then from memory. */

import { OpenError } from "../../envelope/aes-gcm.ts";
import { findRootKeyVersion, openValue, sealValue } from "../../envelope/envelope.ts";
import type { Keyring } from "../../envelope/keyring.ts";
import { missingRootKey } from "../../envelope/keyring.ts";
import { findSealed } from "../secrets/secret-rows.ts";
import { ValueCache } from "./value-cache.ts";

/** Which value: the secret's row and place, and the version. */
export interface ValueKey {
  readonly secretId: number;
  readonly environment: string;
  readonly name: string;
  readonly version: number;
}

export class SealedValues {
  readonly #sql: SqlStorage;
  readonly #keyring: Keyring;
  readonly #cache = new ValueCache();

  constructor(sql: SqlStorage, keyring: Keyring) {
    this.#sql = sql;
    this.#keyring = keyring;
  }

  seal(environment: string, name: string, version: number, value: string) {
    const place = { store: this.#keyring.storeId, environment, name, version };
    return sealValue(this.#keyring, place, value);
  }

  /** A value that was opened before and is still in memory. */
  find(secretId: number, version: number): string | undefined {
    return this.#cache.get(secretId, version);
  }

  /**
   * The sealed bytes are read before the first wait, so that the answer is of one moment.
   *
   * @throws OpenError where the value is gone or does not open.
   * @throws LunakeyError `store_unavailable` where its root key is not among the variables.
   */
  async open(key: ValueKey): Promise<string> {
    const known = this.#cache.get(key.secretId, key.version);
    if (known !== undefined) return known;
    const sealed = findSealed(this.#sql, key.secretId, key.version);
    if (sealed === undefined) throw new OpenError();
    const rootKeyVersion = findRootKeyVersion(sealed);
    if (rootKeyVersion !== undefined && !this.#keyring.has(rootKeyVersion)) {
      throw missingRootKey(rootKeyVersion);
    }
    const { environment, name, version } = key;
    const place = { store: this.#keyring.storeId, environment, name, version };
    const value = await openValue(this.#keyring, place, sealed);
    this.#cache.put(key.secretId, key.version, value);
    return value;
  }

  /** Drops a secret's opened values from memory. */
  forget(secretId: number): void {
    this.#cache.forget(secretId);
  }
}
