/**
 * Decides about checkpoints of root keys that were taken away. Their public key counts only where
 * an event, signed by a key that is trusted, says that it came before it. The keys that are there
 * are trusted; trust goes back from newer keys to older ones.
 */
import {
  type AuditEvent,
  type Checkpoint,
  findKeyAdoption,
  type KeyAdoption,
} from "@lunakey/contract";
import type { Keyring } from "../../envelope/keyring.ts";

export class KeyContinuity {
  readonly #keyring: Keyring;
  readonly #adoptions: KeyAdoption[] = [];
  /** The first checkpoint of each key that is not there. */
  readonly #open = new Map<string, Checkpoint>();

  constructor(keyring: Keyring) {
    this.#keyring = keyring;
  }

  async noteEvents(events: readonly AuditEvent[]): Promise<void> {
    for (const event of events) {
      const adoption = await findKeyAdoption(event);
      if (adoption !== null) this.#adoptions.push(adoption);
    }
  }

  noteCheckpoint(checkpoint: Checkpoint): void {
    const { keyVersion, publicKey } = checkpoint;
    if (this.#keyring.has(keyVersion)) return;
    const key = `${keyVersion} ${publicKey}`;
    if (!this.#open.has(key)) this.#open.set(key, checkpoint);
  }

  /** The first checkpoint whose key nothing trusted speaks for; null where there is none. */
  async findUntied(): Promise<Checkpoint | null> {
    if (this.#open.size === 0) return null;
    const trusted = new Set<string>();
    for (const version of this.#keyring.versions) {
      trusted.add(`${version} ${(await this.#keyring.auditKey(version)).publicKey}`);
    }
    // Newest first, so that a key's own adoption is seen before that of the one before it.
    for (const adoption of this.#adoptions.toReversed()) {
      if (!trusted.has(`${adoption.keyVersion} ${adoption.publicKey}`)) continue;
      trusted.add(`${adoption.previousKeyVersion} ${adoption.previousPublicKey}`);
    }
    for (const [key, checkpoint] of this.#open) if (!trusted.has(key)) return checkpoint;
    return null;
  }
}
