/** What functions are given, each with its reads, and which of them is the first of its function. */
import ts from "typescript";
import type { Acceptance } from "../asyncify/accept-reads.ts";
import type { GivenValue, GivingCall } from "../hoist/given-value.ts";
import type { Gift } from "./write-given.ts";

export interface Gifts {
  readonly gifts: readonly Gift[];
  readonly outerOf: (call: GivingCall, gift: Gift) => Gift | undefined;
  readonly giftFor: (value: GivenValue) => Gift | undefined;
}

/** @param nameOf what the parameter is called. */
export function giftsOf(
  { accepted, handed }: Acceptance,
  nameOf: (gift: Pick<Gift, "given" | "reads">) => string,
): Gifts {
  const gifts = new Map<string, Gift>();
  const takers = new Set<ts.Node>();
  const values = [...accepted.flatMap(({ given }) => given ?? []), ...handed];
  for (const [key, given] of joinedByKey(values)) {
    const own = accepted.filter((one) => one.given && keyOf(one.given) === key);
    const gift = { given, reads: own.map(({ read }) => read) };
    gifts.set(key, { ...gift, isFirst: !takers.has(given.taker), name: nameOf(gift) });
    takers.add(given.taker);
  }
  const outer = new Map<ts.Node, Gift[]>();
  for (const gift of gifts.values()) {
    for (const { call } of gift.given.handedOn) outer.set(call, [...(outer.get(call) ?? []), gift]);
  }
  return {
    gifts: [...gifts.values()],
    giftFor: (value) => gifts.get(keyOf(value)),
    outerOf: ({ site }, { given }) =>
      outer
        .get(site.node)
        ?.find((one) => one.given.handedOn.some(({ value }) => keyOf(value) === keyOf(given))),
  };
}

/** What a constructor reads, and what it hands on of the same secret, are one value. */
function joinedByKey(values: readonly GivenValue[]): ReadonlyMap<string, GivenValue> {
  const joined = new Map<string, GivenValue>();
  for (const value of values) {
    const key = keyOf(value);
    const { handedOn } = joined.get(key) ?? { handedOn: [] };
    joined.set(key, { ...value, handedOn: [...handedOn, ...value.handedOn] });
  }
  return joined;
}

/** What a constructor reads of one secret is one value for it, whatever it asks of each. */
function keyOf({ taker, secret, helper }: GivenValue): string {
  const kind = ts.isConstructorDeclaration(taker) ? "" : helper;
  return `${taker.getSourceFile().fileName} ${taker.pos} ${secret} ${kind}`;
}
