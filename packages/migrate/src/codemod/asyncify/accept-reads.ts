/** Which reads can move: those whose every chain ends in code that awaits. The others are refused. */
import type ts from "typescript";
import { isTopOfAstro } from "../../source/frontmatter.ts";
import { askingCalls, giveToConstructor } from "../hoist/constructor-parameter.ts";
import type { GivenAnswer } from "../hoist/given-answer.ts";
import type { GivenValue } from "../hoist/given-value.ts";
import { withoutEnvironment } from "../hoist/replaced-environment.ts";
import type { AskingRead } from "../reads/dynamic-reads.ts";
import type { ExpressionRead, MigratingRead } from "../reads/migrating-read.ts";
import { OPEN_NEXT } from "../references/next-app.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { describeCrash } from "../repository/crash.ts";
import type { RouteScope } from "../routes/route-scope.ts";
import type { Twinned } from "../routes/twin.ts";
import { type CheckedRead, findCheckedReads, withCheckedReads } from "./checked-reads.ts";
import type { Failure } from "./failure.ts";
import type { FunctionGroup } from "./function-group.ts";
import { giveToMakers } from "./give-to-makers.ts";
import { madeTwice } from "./made-twice.ts";
import type { Placement } from "./placement.ts";
import { Propagation, type Reach } from "./propagation.ts";
import { findStuckCalls, type StuckCall, saidOf } from "./stuck-calls.ts";

export interface AcceptedRead {
  readonly read: MigratingRead;
  readonly placement: Placement;
  /** Where the value is given to the function that the read is in. */
  readonly given: GivenValue | undefined;
}

export interface RefusedRead {
  readonly read: MigratingRead;
  readonly failure: Failure;
}

export interface Acceptance {
  readonly accepted: readonly AcceptedRead[];
  readonly refused: readonly RefusedRead[];
  readonly groups: ReadonlySet<FunctionGroup>;
  /** Those of `groups` that get a second form, for the callers that move. */
  readonly twins: ReadonlyMap<FunctionGroup, Twinned>;
  readonly placements: ReadonlyMap<ts.Expression, Placement>;
  /** What each accepted read leads to. */
  readonly reaches: ReadonlyMap<MigratingRead, readonly Reach[]>;
  /** What makers of what is kept are given, and hand on, as constructors do. */
  readonly handed: readonly GivenValue[];
  /** What constructors are given that can not wait for it. */
  readonly answers: readonly GivenAnswer[];
  /** Checks of modules that become functions, which other reads ask. */
  readonly checked: readonly CheckedRead[];
}

export interface AcceptOptions {
  /** Where only what routes run is migrated. */
  readonly scope?: RouteScope | undefined;
  /** Calls of functions that go on without waiting: a second form is for the others. */
  readonly staying?: ReadonlySet<ts.Node>;
  /** Reads whose callers can move one by one. */
  readonly asking?: readonly AskingRead[];
  /** Keys of reads that makers of what is kept are not given. */
  readonly notGiven?: ReadonlySet<string>;
  /** Keys of reads in checks of modules that are to stay there. */
  readonly notChecked?: ReadonlySet<string>;
}

/** Where only some callers move, what they would make a second one of stays as it is for all. */
export function acceptReads(
  index: ReferenceIndex,
  asked: readonly MigratingRead[],
  options: AcceptOptions = {},
): Acceptance {
  const acceptance = acceptAll(index, asked, options);
  const apart = madeApart(index, acceptance);
  if (apart.length === 0) return acceptance;
  const reads = new Set(apart.map(({ read }) => read));
  const rest = asked.filter((read) => !reads.has(read));
  const again = acceptReads(index, rest, options);
  return { ...again, refused: [...again.refused, ...apart] };
}

/** What is kept, and would be made in two forms: one for the routes that moved, and one for the others. */
function madeApart(index: ReferenceIndex, acceptance: Acceptance): RefusedRead[] {
  const { twins, reaches } = acceptance;
  if (twins.size === 0) return [];
  const calls = madeTwice(index, acceptance).map(({ call }) => call);
  return [...reaches].flatMap(([read, all]) => {
    const call = calls.find((one) => all.some(({ placements }) => placements.has(one)));
    const isTwinned = all.some((reach) => reach.twins.size > 0);
    if (!call || !isTwinned) return [];
    return [{ read, failure: { code: "kept-by-others", node: call, subject: null } }];
  });
}

function acceptAll(
  index: ReferenceIndex,
  asked: readonly MigratingRead[],
  options: AcceptOptions,
): Acceptance {
  const { scope, notGiven = new Set(), notChecked = new Set() } = options;
  const { propagation, stuck, reads } = startOf(index, asked, options);
  const accepted: AcceptedRead[] = [];
  const refused: RefusedRead[] = [];
  const reaches = new Map<MigratingRead, readonly Reach[]>();
  const handed: GivenValue[] = [];
  for (const read of reads) {
    if (scope && !scope.runs(read.source.node)) continue;
    const found = attemptReaches(index, propagation, read);
    if (found.reaches.every((reach) => reach.isDone)) continue;
    const failure = runInNode(index, read) ?? found.reaches.flatMap(({ failures }) => failures)[0];
    if (failure) {
      const first = stuck.find(({ of }) => of === read)?.failure;
      refused.push({ read, failure: first ?? failure });
      continue;
    }
    accepted.push({ read, placement: propagation.placements.of(read.site), given: found.given });
    reaches.set(read, found.reaches);
    handed.push(...found.handed);
  }
  refused.push(...saidOf(stuck, (read) => reaches.has(read)));
  const all = [...reaches.values()].flat();
  const acceptance = {
    accepted: withoutEnvironment(index, accepted),
    refused,
    reaches,
    handed,
    checked: [],
    answers: [...new Set(all.flatMap((reach) => reach.answers))],
    groups: new Set(all.flatMap((reach) => [...reach.groups])),
    twins: new Map(all.flatMap((reach) => [...reach.twins])),
    placements: new Map(all.flatMap((reach) => [...reach.placements])),
  };
  const given = giveToMakers(index, acceptance, notGiven);
  const checks = findCheckedReads(index, given, notChecked);
  return withCheckedReads(given, checks, (read) => {
    return { read, placement: propagation.placements.of(read.site), given: undefined };
  });
}

interface Start {
  readonly propagation: Propagation;
  readonly stuck: readonly StuckCall[];
  readonly reads: readonly MigratingRead[];
}

/** Where callers of an accessor can not wait, they stay with the form that does not. */
function startOf(
  index: ReferenceIndex,
  reads: readonly MigratingRead[],
  { scope, staying = new Set(), asking = [] }: AcceptOptions,
): Start {
  const propagation = new Propagation(index, scope, staying);
  const asked = asking.filter(({ read }) => reads.includes(read));
  const found = findStuckCalls(propagation, asked, (node) => scope?.runs(node) ?? true);
  if (found.calls.length === 0) return { propagation, stuck: [], reads };
  const all = new Set([...staying, ...found.calls.map(({ call }) => call)]);
  return {
    propagation: new Propagation(index, scope, all),
    stuck: found.calls,
    reads: reads.map((read) => found.moving.get(read) ?? read),
  };
}

/** `process.env` becomes the Worker's environment, which code that only Node runs has not. */
function runInNode(index: ReferenceIndex, read: MigratingRead): Failure | undefined {
  if (read.form !== "process-env") return undefined;
  const { node, sourceFile } = read.source;
  // Node builds the pages that are no Worker's.
  if (isTopOfAstro(sourceFile)) return { code: "component", node, subject: null };
  const { isOnOther, isOnOpenNext } = index.nextApp;
  const lacksAdapter = isOnOpenNext && !index.resolves(sourceFile, OPEN_NEXT);
  if (isOnOther || lacksAdapter) return { code: "no-environment", node, subject: null };
  const { nodeEntries } = index;
  const entry = nodeEntries.isShared(sourceFile) ? undefined : nodeEntries.leadingTo(sourceFile);
  return entry && { code: "runs-in-node", node: entry, subject: null };
}

interface FoundReaches {
  readonly reaches: readonly Reach[];
  readonly given: GivenValue | undefined;
  /** To constructors that hand it on. */
  readonly handed: readonly GivenValue[];
}

const NOT_GIVEN = { given: undefined, handed: [] };

/** A fault of ours is no reason to move nothing: the read that it was at stays. */
function attemptReaches(
  index: ReferenceIndex,
  propagation: Propagation,
  read: MigratingRead,
): FoundReaches {
  try {
    return reachesOf(index, propagation, read);
  } catch (error) {
    const { at } = describeCrash(error);
    const failure: Failure = { code: "internal-error", node: read.source.node, subject: at };
    const placements = new Map();
    const nothing = { placements, groups: new Set<never>(), twins: new Map(), answers: [] };
    return { ...NOT_GIVEN, reaches: [{ ...nothing, failures: [failure], isDone: false }] };
  }
}

/** Where nothing can wait, but a value can be given, or be made later. */
const CONSTRUCTORS: ReadonlySet<Failure["code"]> = new Set(["constructor", "platform-constructor"]);

function reachesOf(
  index: ReferenceIndex,
  propagation: Propagation,
  read: MigratingRead,
): FoundReaches {
  const direct = propagation.reach(read.site);
  const code = direct.failures.find((one) => CONSTRUCTORS.has(one.code))?.code;
  if (!code || !canBeGiven(read)) return { ...NOT_GIVEN, reaches: [direct] };
  const given = code === "constructor" ? giveToConstructor(index, read) : undefined;
  const reaches = given ? askingCalls(given).map(({ site }) => propagation.reach(site)) : [];
  const failures = reaches.flatMap((reach) => reach.failures);
  const canGive = given?.outer !== undefined && failures.length === 0;
  // Constructors between the two only lengthen the way that a value takes.
  const isNear = canGive && given.outer.length === 0;
  const later = propagation.reachInMember(read.site, isNear ? changesIn(reaches) : undefined);
  if (later) return { ...NOT_GIVEN, reaches: [later] };
  if (canGive) return { reaches, given: given.own, handed: given.outer };
  // The constructor could be given the value, but for who makes the object there.
  return { ...NOT_GIVEN, reaches: [given ? { ...direct, failures } : direct] };
}

/** How much changes with it. */
const changesIn = (reaches: readonly Reach[]) =>
  reaches.reduce((sum, { placements }) => sum + placements.size, 0);

function canBeGiven(read: MigratingRead): read is ExpressionRead {
  return read.shape === "expression" && !read.isDynamic;
}
