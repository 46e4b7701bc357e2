/**
 * Functions that make what somebody keeps do not become async, where all that they would wait for can be
 * given to them: `client ??= createClient(env, key)` is one step, and two requests make one client. So
 * are the functions that these call in their turn, which they hand on what they are given.
 */
import type ts from "typescript";
import { giveToFunction, type Needs } from "../hoist/function-parameter.ts";
import type { GivenValue } from "../hoist/given-value.ts";
import { memoisedAt } from "../hoist/memoised.ts";
import { keyOfRead } from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isAsync } from "../syntax/function-node.ts";
import type { Acceptance, AcceptedRead } from "./accept-reads.ts";
import type { FunctionGroup } from "./function-group.ts";
import type { Placement } from "./placement.ts";
import type { Reach } from "./propagation.ts";

/** To a function that others call, too, all of whom would have to look up each of them. */
const VALUES_MAX_COUNT = 3;

interface Gift {
  readonly group: FunctionGroup;
  readonly reads: readonly AcceptedRead[];
  readonly values: readonly GivenValue[];
  /** To functions that it calls. */
  readonly further: readonly Gift[];
}

/**
 * The same, but for makers of what is kept, which are given what they read.
 * @param notGiven keys of reads of which that was wrong before.
 */
export function giveToMakers(
  index: ReferenceIndex,
  acceptance: Acceptance,
  notGiven: ReadonlySet<string>,
): Acceptance {
  const makers = new Makers(index, acceptance, notGiven);
  const gifts = new Set([...acceptance.groups].flatMap((group) => makers.giftTo(group)));
  return [...gifts].reduce(withGift, acceptance);
}

class Makers {
  readonly #index: ReferenceIndex;
  readonly #acceptance: Acceptance;
  readonly #notGiven: ReadonlySet<string>;
  readonly #gifts = new Map<FunctionGroup, Gift | undefined>();
  readonly #groupOfCall = new Map<ts.Expression, FunctionGroup>();

  constructor(index: ReferenceIndex, acceptance: Acceptance, notGiven: ReadonlySet<string>) {
    this.#index = index;
    this.#notGiven = notGiven;
    this.#acceptance = acceptance;
    for (const group of acceptance.groups) {
      for (const node of group.sites.keys()) this.#groupOfCall.set(node, group);
    }
  }

  /** To what makes something that is kept, and to what it hands on to; none where that can not be. */
  giftTo(group: FunctionGroup): readonly Gift[] {
    const calls = this.#callsOf(group);
    if (!calls.some((call) => call && isKept(this.#index, call))) return [];
    const gift = this.#giftOf(group);
    return gift ? allIn(gift) : [];
  }

  #callsOf(group: FunctionGroup): (Placement | undefined)[] {
    return [...group.sites.keys()].map((node) => this.#acceptance.placements.get(node));
  }

  #giftOf(group: FunctionGroup): Gift | undefined {
    if (!this.#gifts.has(group)) {
      this.#gifts.set(group, undefined); // while it is looked for: functions can call each other
      this.#gifts.set(group, this.#findGift(group));
    }
    return this.#gifts.get(group);
  }

  #findGift(group: FunctionGroup): Gift | undefined {
    const [maker, ...others] = group.bodies;
    if (!maker || others.length > 0 || isAsync(maker) || group.lazy) return undefined;
    if (!isPlainFunction(group) || this.#acceptance.twins.has(group)) return undefined;
    if (!this.#callsOf(group).every(isPlainCall)) return undefined;
    const { accepted, placements } = this.#acceptance;
    const reads = accepted.filter(({ placement }) => placement.awaitedIn === maker);
    const waits = [...placements.values()].filter((one) => one.awaitedIn === maker);
    const calls = waits.filter(
      ({ site }) => !reads.some(({ read }) => read.site.node === site.node),
    );
    const isFit = reads.every((one) => canBeGiven(one) && !this.#notGiven.has(keyOfRead(one.read)));
    const needs = isFit ? this.#needsOf(reads, calls) : undefined;
    const values = needs && giveToFunction(this.#index, maker, needs);
    if (!values || values.length === 0) return undefined;
    const further = new Set(calls.flatMap(({ site }) => this.#furtherAt(site.node) ?? []));
    return { group, reads, values, further: [...further] };
  }

  #needsOf(reads: readonly AcceptedRead[], calls: readonly Placement[]): Needs | undefined {
    const handedOn: Needs["handedOn"][number][] = [];
    for (const { site } of calls) {
      const gift = this.#furtherAt(site.node);
      if (!gift) return undefined;
      for (const value of gift.values) handedOn.push({ call: site.node, value });
    }
    return { reads: reads.map(({ read }) => read), handedOn };
  }

  /** To the function that a maker calls. */
  #furtherAt(call: ts.Expression): Gift | undefined {
    const group = this.#groupOfCall.get(call);
    const gift = group && this.#giftOf(group);
    return gift && (gift.values.length <= VALUES_MAX_COUNT || group.sites.size === 1)
      ? gift
      : undefined;
  }
}

const allIn = (gift: Gift): Gift[] => [...gift.further.flatMap(allIn), gift];

/** No method that others share a type with, and no double in a test. */
function isPlainFunction({ declarations, annotations, renames, doubles }: FunctionGroup): boolean {
  return (
    declarations.size === 1 && annotations.size < 2 && renames.size === 0 && doubles.size === 0
  );
}

/** Called where something can be waited for before it. */
function isPlainCall(call: Placement | undefined): boolean {
  if (call?.site.kind !== "call" || call.handled || call.failure) return false;
  const isWaitedFor = call.awaitedIn !== undefined || call.group?.lazy !== undefined;
  return isWaitedFor && !call.movedBefore && !call.parameter;
}

function isKept(index: ReferenceIndex, { site, awaitedIn, group }: Placement): boolean {
  if (group?.lazy) return !group.lazy.isCheap;
  return awaitedIn !== undefined && (memoisedAt(index, site.node, awaitedIn)?.isKept ?? false);
}

function canBeGiven({ read, placement, given }: AcceptedRead): boolean {
  if (given || (read.shape === "expression" && read.isDynamic)) return false;
  const { movedBefore, parameter, handled } = placement;
  const isInDefault = parameter !== undefined && read.shape !== "parameter";
  return !movedBefore && !isInDefault && !handled;
}

function withGift(acceptance: Acceptance, { group, reads, values }: Gift): Acceptance {
  const reaches = new Map(acceptance.reaches);
  for (const [read, all] of reaches) {
    if (!all.some(({ groups }) => groups.has(group))) continue;
    reaches.set(
      read,
      all.map((reach) => withoutGroup(reach, group, reads)),
    );
  }
  const placements = new Map(acceptance.placements);
  for (const { read } of reads) placements.delete(read.site.node);
  for (const node of group.sites.keys()) asGiving(placements, node);
  const groups = new Set(acceptance.groups);
  groups.delete(group);
  const accepted = acceptance.accepted.map((one) => {
    const value = values.find((given) => given.reads.includes(one.read));
    return value ? { ...one, given: value } : one;
  });
  const handed = [...acceptance.handed, ...values];
  return { ...acceptance, accepted, groups, placements, reaches, handed };
}

function withoutGroup(reach: Reach, group: FunctionGroup, reads: readonly AcceptedRead[]): Reach {
  const placements = new Map(reach.placements);
  for (const { read } of reads) placements.delete(read.site.node);
  for (const node of group.sites.keys()) asGiving(placements, node);
  const groups = new Set(reach.groups);
  groups.delete(group);
  return { ...reach, placements, groups };
}

/** The call itself stays one: what it is given is waited for. */
function asGiving(placements: Map<ts.Expression, Placement>, node: ts.Expression): void {
  const placement = placements.get(node);
  if (placement) placements.set(node, { ...placement, site: { node, kind: "read" } });
}
