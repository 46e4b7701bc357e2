/**
 * Read tickets: proof, made once for a consumer and used for all of its reads in some seconds, that
 * the gateway of this store asks for that consumer. What is read is not part of it: the ledger looks
 * at the grants at each read. `docs/decisions/0007-read-tickets.md` says what that gives up.
 *
 * | part | content                                             |
 * |------|-----------------------------------------------------|
 * | 1    | version of the root key, decimal                    |
 * | 2    | body of a signed call `ticket`, base64url           |
 * | 3    | its HMAC-SHA-256, base64url                         |
 *
 * Parts are joined by dots.
 */
import type { Consumer } from "@lunakey/contract";
import { fromBase64Url, toBase64Url } from "./bytes.ts";
import type { Keyring } from "./envelope/keyring.ts";
import { type CallActor, RefusedCall, signCall, verifyCall } from "./signed-call.ts";

/** A consumer as its binding names it. */
export type ConsumerActor = Consumer & { readonly kind: "consumer" };

/** A third of a ticket's life: the two clocks may be 20 seconds apart. */
const RENEWED_AFTER_MS = 10_000;
/** The consumers that one isolate of the gateway serves, and the tickets that one ledger knows. */
const HELD_COUNT = 10_000;
/** A body of the longest names is under 1,000 bytes. */
const TICKET_LENGTH = 2_000;

/** The gateway's side: one ticket for each consumer, renewed in time. Holds texts, never promises. */
export class TicketOffice {
  readonly #held = new Map<string, { readonly text: string; readonly renewAt: number }>();

  /** A ticket that is good now, undefined where one has to be made. */
  find(key: string, now: number): string | undefined {
    const held = this.#held.get(key);
    return held !== undefined && now < held.renewAt ? held.text : undefined;
  }

  /** @param key stands for the actor, and for no other. */
  async make(keyring: Keyring, key: string, actor: ConsumerActor, now: number): Promise<string> {
    const { keyVersion, body, mac } = await signCall(keyring, now, "ticket", actor, null);
    const text = `${keyVersion}.${toBase64Url(body)}.${toBase64Url(mac)}`;
    if (this.#held.size >= HELD_COUNT) this.#held.clear();
    this.#held.set(key, { text, renewAt: now + RENEWED_AFTER_MS });
    return text;
  }
}

interface ProvedTicket {
  readonly actor: ConsumerActor;
  readonly expiresAt: number;
}

/** The ledger's side: tickets that were proved, each until it expires. */
export class ProvedTickets {
  readonly #proved = new Map<string, ProvedTicket>();

  /** The consumer of a ticket that was proved before and is still good. */
  find(text: string, now: number): ConsumerActor | undefined {
    const proved = this.#proved.get(text);
    return proved !== undefined && now < proved.expiresAt ? proved.actor : undefined;
  }

  /** Proves a ticket. @throws RefusedCall */
  async prove(keyring: Keyring, text: string, now: number): Promise<ConsumerActor> {
    const { actor, expiresAt } = await verifyCall(keyring, now, "ticket", parseTicket(text));
    if (!isConsumer(actor)) throw new RefusedCall("bad_shape");
    this.#forget(now);
    this.#proved.set(text, { actor, expiresAt });
    return actor;
  }

  #forget(now: number): void {
    // In the order in which they came, so nearly in that of their ends.
    for (const [text, { expiresAt }] of this.#proved) {
      if (expiresAt > now && this.#proved.size < HELD_COUNT) return;
      this.#proved.delete(text);
    }
  }
}

function isConsumer(actor: CallActor): actor is ConsumerActor {
  return actor?.kind === "consumer";
}

/** @throws RefusedCall `bad_shape` */
function parseTicket(text: string): unknown {
  const [keyVersion, body, mac] = TICKET.exec(text)?.slice(1) ?? [];
  if (text.length > TICKET_LENGTH || body === undefined || mac === undefined) {
    throw new RefusedCall("bad_shape");
  }
  try {
    return { keyVersion: Number(keyVersion), body: fromBase64Url(body), mac: fromBase64Url(mac) };
  } catch {
    // A length that no base64 has.
    throw new RefusedCall("bad_shape");
  }
}

const TICKET = /^([1-9][0-9]{0,8})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/;
