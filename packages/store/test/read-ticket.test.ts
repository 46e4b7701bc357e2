import { PERIODS } from "@lunakey/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toBase64Url } from "../src/bytes.ts";
import type { Env } from "../src/env.ts";
import { Keyring } from "../src/envelope/keyring.ts";
import { type ConsumerActor, ProvedTickets, TicketOffice } from "../src/read-ticket.ts";
import { type CallActor, type CallName, RefusedCall, signCall } from "../src/signed-call.ts";
import { keyText } from "./envelope/key-text.ts";

const NOW = 1_800_000_000_000;
const API: ConsumerActor = { kind: "consumer", worker: "api", environment: "production" };

function keyring(variables: Record<string, string> = {}): Keyring {
  const env = { LUNAKEY_STORE_ID: "s", LUNAKEY_ROOT_KEY_V1: keyText(1), ...variables };
  return new Keyring(env as unknown as Env);
}

const make = (now = NOW, keys = keyring()) => new TicketOffice().make(keys, "k", API, now);

async function reasonOf(ticket: string, now = NOW, keys = keyring()): Promise<string> {
  try {
    await new ProvedTickets().prove(keys, ticket, now);
    return "accepted";
  } catch (error) {
    expect(error).toBeInstanceOf(RefusedCall);
    return (error as RefusedCall).reason;
  }
}

/** As the gateway writes a ticket, of any signed call. */
async function ticketOf(call: CallName, actor: CallActor, now = NOW): Promise<string> {
  const { keyVersion, body, mac } = await signCall(keyring(), now, call, actor, null);
  return `${keyVersion}.${toBase64Url(body)}.${toBase64Url(mac)}`;
}

describe("the gateway's tickets", () => {
  it("are kept for ten seconds, one for each consumer", async () => {
    const office = new TicketOffice();
    const text = await office.make(keyring(), "api", API, NOW);
    expect(office.find("api", NOW + 9_999)).toBe(text);
    expect(office.find("web", NOW)).toBeUndefined();
    expect(office.find("api", NOW + 10_000)).toBeUndefined();
    const next = await office.make(keyring(), "api", API, NOW + 10_000);
    expect(next).not.toBe(text);
    expect(office.find("api", NOW + 10_000)).toBe(next);
  });
});

describe("a ticket", () => {
  it("gives back who asks, once it was proved, until it expires", async () => {
    const ticket = await make();
    const tickets = new ProvedTickets();
    expect(tickets.find(ticket, NOW)).toBeUndefined();
    expect(await tickets.prove(keyring(), ticket, NOW)).toEqual(API);
    expect(tickets.find(ticket, NOW + PERIODS.SIGNED_CALL_MS - 1)).toEqual(API);
    expect(tickets.find(ticket, NOW + PERIODS.SIGNED_CALL_MS)).toBeUndefined();
    expect(await reasonOf(ticket, NOW + PERIODS.SIGNED_CALL_MS)).toBe("expired");
  });

  it("is not known when any letter of it is another, and proves nothing then", async () => {
    const ticket = await make();
    const tickets = new ProvedTickets();
    await tickets.prove(keyring(), ticket, NOW);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(ticket.length - 1),
        fc.constantFrom(..."AQgw09-_."),
        async (at, c) => {
          const other = ticket.slice(0, at) + c + ticket.slice(at + 1);
          if (other === ticket) return;
          expect(tickets.find(other, NOW)).toBeUndefined();
          // The last letter of a part holds bits that no byte has: they may be others.
          const isLoose = at === ticket.length - 1 || ticket[at + 1] === ".";
          if (!isLoose) expect(await reasonOf(other)).toMatch(/^(bad_mac|bad_shape|unknown_key)$/);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("is refused of another store, another root key, and from the future", async () => {
    expect(await reasonOf(await make(NOW, keyring({ LUNAKEY_STORE_ID: "t" })))).toBe("bad_mac");
    const other = keyring({ LUNAKEY_ROOT_KEY_V1: keyText(2) });
    expect(await reasonOf(await make(NOW, other))).toBe("bad_mac");
    const newer = keyring({ LUNAKEY_ROOT_KEY_V2: keyText(2) });
    expect(await reasonOf(await make(NOW, newer))).toBe("unknown_key");
    expect(await reasonOf(await make(NOW + 60_000))).toBe("expired");
  });

  it("is no call, and no call is a ticket", async () => {
    for (const call of ["read", "report", "execute"] as const) {
      expect(await reasonOf(await ticketOf(call, API))).toBe("other_call");
    }
  });

  it("is a consumer's only", async () => {
    const token: CallActor = { kind: "token", id: "0", digest: "0" };
    const nobody: CallActor = { kind: "unknown", reason: "no_props" };
    for (const actor of [token, nobody]) {
      expect(await reasonOf(await ticketOf("ticket", actor))).toBe("bad_shape");
    }
  });

  it.each(["", "1", "1.a", "1..", "0.a.b", `1.AAAAA.${"A".repeat(43)}`, "x".repeat(100_000)])(
    "is refused where it is none: %#",
    async (text) => {
      expect(await reasonOf(text)).toBe("bad_shape");
    },
  );
});
