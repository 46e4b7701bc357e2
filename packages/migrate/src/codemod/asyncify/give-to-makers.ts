/**
 * Functions that make what somebody keeps do not become async, where all that they would wait for can be
 * given to them: `client ??= createClient(env, key)` is one step, and two requests make one client.
 */
import type ts from "typescript";
import { giveToFunction } from "../hoist/function-parameter.ts";
import type { GivenValue } from "../hoist/given-value.ts";
import { memoisedAt } from "../hoist/memoised.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, isAsync } from "../syntax/function-node.ts";
import type { Acceptance, AcceptedRead } from "./accept-reads.ts";
import type { FunctionGroup } from "./function-group.ts";
import type { Placement } from "./placement.ts";
import type { Reach } from "./propagation.ts";

interface Gift {
  readonly group: FunctionGroup;
  readonly given: ReadonlyMap<AcceptedRead, GivenValue>;
}

/** The same, but for makers of what is kept, which are given what they read. */
export function giveToMakers(index: ReferenceIndex, acceptance: Acceptance): Acceptance {
  const gifts = [...acceptance.groups].flatMap((group) => giftOf(index, acceptance, group) ?? []);
  return gifts.reduce(withGift, acceptance);
}

function giftOf(
  index: ReferenceIndex,
  acceptance: Acceptance,
  group: FunctionGroup,
): Gift | undefined {
  const [maker, ...others] = group.bodies;
  if (!maker || others.length > 0 || isAsync(maker) || group.lazy) return undefined;
  if (!isPlainFunction(group) || acceptance.twins.has(group)) return undefined;
  const calls = [...group.sites.keys()].map((node) => acceptance.placements.get(node));
  const kept = calls.filter((call) => call && isKept(index, call));
  if (kept.length === 0 || !calls.every(isPlainCall)) return undefined;
  const reads = acceptance.accepted.filter(({ placement }) => placement.awaitedIn === maker);
  const waits = [...acceptance.placements.values()].filter((one) => one.awaitedIn === maker);
  const isAll = waits.every(({ site }) => reads.some(({ read }) => read.site.node === site.node));
  const given = isAll ? giveAll(index, maker, reads) : undefined;
  return given && { group, given };
}

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

function giveAll(
  index: ReferenceIndex,
  maker: FunctionNode,
  reads: readonly AcceptedRead[],
): Gift["given"] | undefined {
  const given = new Map<AcceptedRead, GivenValue>();
  const all = reads.flatMap(({ read }) => (read.shape === "expression" ? [read] : []));
  for (const one of reads) {
    const { read, placement } = one;
    if (read.shape !== "expression" || one.given) return undefined;
    if (placement.movedBefore || placement.parameter || placement.handled) return undefined;
    const same = all.filter(({ names }) => names[0] === read.names[0]);
    const value = giveToFunction(index, maker, same, all);
    if (!value) return undefined;
    given.set(one, value);
  }
  return given.size > 0 ? given : undefined;
}

function withGift(acceptance: Acceptance, { group, given }: Gift): Acceptance {
  const reaches = new Map(acceptance.reaches);
  const all = new Map(acceptance.placements);
  for (const { read } of given.keys()) {
    all.delete(read.site.node);
    reaches.set(
      read,
      (reaches.get(read) ?? []).map((reach) => withoutGroup(reach, group, read)),
    );
  }
  for (const node of group.sites.keys()) asGiving(all, node);
  const groups = new Set(acceptance.groups);
  groups.delete(group);
  const accepted = acceptance.accepted.map((one) => {
    const value = given.get(one);
    return value ? { ...one, given: value } : one;
  });
  return { ...acceptance, accepted, groups, placements: all, reaches };
}

function withoutGroup(reach: Reach, group: FunctionGroup, { site }: AcceptedRead["read"]): Reach {
  const placements = new Map(reach.placements);
  placements.delete(site.node);
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
