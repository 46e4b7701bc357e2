/**
 * What a member that is made later has to look up. Where that is all that it waits for, it is looked up
 * first, and making and keeping are one step: two who ask at once make one. What is made anew by each call
 * is looked up first where it is tested and used.
 */
import ts from "typescript";
import type { Acceptance } from "../asyncify/accept-reads.ts";
import type { LazyValue } from "../asyncify/lazy-value.ts";
import type { Placement } from "../asyncify/placement.ts";
import { isAlwaysReached, isOneValue } from "../hoist/one-value.ts";
import type { ExpressionRead } from "../reads/migrating-read.ts";
import { isWithin } from "../reads/test-of.ts";

/** Something that is waited for before the value is made. */
export interface Step {
  readonly name: string;
  readonly type: string;
  /** `await requireSecret(env, "K")`. */
  readonly look: string;
}

export class LazySteps {
  /** What comes before each that is made in one step. */
  readonly #steps = new Map<LazyValue, Step[]>();
  readonly #placements: Acceptance["placements"];

  constructor({ accepted, placements, groups }: Acceptance) {
    this.#placements = placements;
    for (const { lazy } of groups) {
      if (!lazy) continue;
      const own = accepted.flatMap(({ read, given }) =>
        read.shape === "expression" && !given ? [read] : [],
      );
      const sites = sitesIn(placements, lazy);
      if (lazy.isCheap && !isGuardOfItself(lazy, sites, own)) continue;
      if (isOneStep(lazy, sites, own)) this.#steps.set(lazy, []);
    }
  }

  /** The member that a site is a part of, where it is made in one step. */
  around(node: ts.Expression): LazyValue | undefined {
    const lazy = this.#placements.get(node)?.group?.lazy;
    return lazy && this.#steps.has(lazy) ? lazy : undefined;
  }

  add(lazy: LazyValue, step: Step): void {
    this.#steps.get(lazy)?.push(step);
  }

  /** Undefined where it is not made in one step. */
  before(lazy: LazyValue): readonly Step[] | undefined {
    return this.#steps.get(lazy);
  }
}

/** What stands for the function that makes a constant of a module: each has its own names. */
export const scopeOfLazy = ({ declaration, value }: LazyValue): ts.Node | undefined =>
  ts.isVariableDeclaration(declaration) ? value : undefined;

const sitesIn = (placements: Acceptance["placements"], lazy: LazyValue) =>
  [...placements.values()].filter(({ group }) => group?.lazy === lazy);

/**
 * `env.K ? parseInt(env.K) : 30`: what the test knows to be there is the value that was tested, and no second
 * look-up. With another secret in it, that one would be looked up where nobody asked for it.
 */
function isGuardOfItself(
  { checks }: LazyValue,
  sites: readonly Placement[],
  reads: readonly ExpressionRead[],
): boolean {
  const own = reads.filter((read) => sites.some(({ site }) => site.node === read.site.node));
  const [first] = own;
  if (!first || own.length < sites.length || checks.length > 0) return false;
  const ranges = own.flatMap(({ use }) => use.test?.ranges ?? []);
  return alike(own, first).length === own.length && own.some(({ node }) => isWithin(node, ranges));
}

/** Can all that it waits for be looked up before it? */
function isOneStep(
  { value }: LazyValue,
  sites: readonly Placement[],
  reads: readonly ExpressionRead[],
): boolean {
  const isPlain = sites.every(({ site: { kind, node }, handled }) => {
    const isAsked = kind === "getter" && isAlwaysReached(value, node);
    return (kind === "read" || isAsked) && !handled;
  });
  if (!isPlain) return false;
  const own = reads.filter((read) => sites.some(({ site }) => site.node === read.site.node));
  return own.every((read) => isOneValue(alike(own, read)));
}

/** Those of the same secret. */
function alike(
  reads: readonly ExpressionRead[],
  { names: [name] }: ExpressionRead,
): ExpressionRead[] {
  return reads.filter(({ names }) => names[0] === name);
}
