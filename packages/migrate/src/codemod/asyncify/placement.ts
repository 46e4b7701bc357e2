/**
 * Where a promise is awaited: in the function that it is in where that may become async, else moved
 * out to the nearest one that may, where its value can not differ between the two.
 */
import ts from "typescript";
import { isTopOfAstro } from "../../source/frontmatter.ts";
import { canWait } from "../hoist/array-callback.ts";
import { reliedOnAtOnce } from "../hoist/at-once.ts";
import { calledBetweenStorage, isBetweenStorage } from "../hoist/unbroken.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import {
  ancestor,
  type Container,
  containerOf,
  type FunctionNode,
  holds,
  isAsync,
  isFunctionNode,
  isFunctionValue,
  isGenerator,
} from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { arrayMethodOf } from "./array-method.ts";
import { collectGroup } from "./collect-group.ts";
import type { Failure } from "./failure.ts";
import type { FunctionGroup, Site } from "./function-group.ts";
import { isHandled } from "./handled.ts";
import { lazyConstOf } from "./lazy-const.ts";
import { lazyMemberOf } from "./lazy-member.ts";
import { collectLazyValue, type LazyValue } from "./lazy-value.ts";
import { canMoveOut } from "./movable.ts";
import { runsAsScript } from "./script.ts";

export interface Placement {
  readonly site: Site;
  /** Nothing has to be awaited: whoever gets the promise waits for it. */
  readonly handled: boolean;
  /** The function that awaits. */
  readonly awaitedIn: FunctionNode | undefined;
  /** What has to become async for that; undefined where `awaitedIn` is async already. */
  readonly group: FunctionGroup | undefined;
  /** The callback that the value is read before; undefined where it is awaited in place. */
  readonly movedBefore: ts.Node | undefined;
  /** The parameter whose default value it is a part of. */
  readonly parameter: ts.ParameterDeclaration | undefined;
  readonly failure: Failure | undefined;
}

const PLACED = {
  handled: false,
  awaitedIn: undefined,
  group: undefined,
  movedBefore: undefined,
  parameter: undefined,
  failure: undefined,
};

/** In code that does not wait for it, since it is given the value. */
export const givenIn = (site: Site): Placement => ({ ...PLACED, site });

export class Placements {
  readonly #index: ReferenceIndex;
  readonly #groups = new Map<FunctionNode, FunctionGroup>();
  readonly #lazy = new Map<ts.Declaration, FunctionGroup>();
  readonly #placed = new Map<ts.Node, Placement>();

  constructor(index: ReferenceIndex) {
    this.#index = index;
  }

  groupOf(fn: FunctionNode): FunctionGroup {
    const known = this.#groups.get(fn);
    if (known) return known;
    const group = collectGroup(this.#index, fn);
    for (const body of group.bodies) this.#groups.set(body, group);
    this.#groups.set(fn, group);
    return group;
  }

  #lazyGroup(lazy: LazyValue): FunctionGroup {
    const known = this.#lazy.get(lazy.declaration);
    if (known) return known;
    const group = collectLazyValue(this.#index, lazy);
    this.#lazy.set(lazy.declaration, group);
    return group;
  }

  of(site: Site): Placement {
    const known = this.#placed.get(site.node);
    if (known) return known;
    const placed = this.#place(site);
    this.#placed.set(site.node, placed);
    return placed;
  }

  /** In the member that a constructor sets, which becomes a function; undefined where it can not. */
  inMember(site: Site): Placement | undefined {
    const lazy = lazyMemberOf(this.#index, site);
    return lazy && { ...PLACED, site, group: this.#lazyGroup(lazy) };
  }

  /** Says where a site is placed, instead of what was found before. */
  settle(placement: Placement): void {
    this.#placed.set(placement.site.node, placement);
  }

  #place(site: Site): Placement {
    if (!isRead(site) && isHandled(site.node)) return { ...PLACED, site, handled: true };
    const failure = this.#refuseArray(site) ?? this.#refuseBetween(site);
    if (failure) return { ...PLACED, site, failure };
    return this.#within(site, containerOf(site.node), undefined);
  }

  /** Waiting there would let another event in. */
  #refuseBetween({ kind, node }: Site): Failure | undefined {
    const { node: fn } = containerOf(node);
    if ((kind !== "call" && kind !== "pattern") || !isFunctionNode(fn)) return undefined;
    if (!isBetweenStorage(this.#index, node, fn)) return undefined;
    return { code: "between-storage", node, subject: nameText(fn.name) ?? null };
  }

  /** In a function that is async already, and may not have waited for anything before. */
  #waitingIn(fn: FunctionNode, placed: Placement): Placement {
    const subject = nameText(fn.name) ?? null;
    const between = calledBetweenStorage(this.#index, fn);
    if (between) {
      return { ...placed, failure: { code: "between-storage", node: between, subject } };
    }
    const dropped = reliedOnAtOnce(this.#index, fn, placed.site.node);
    return dropped ? { ...placed, failure: { code: "at-once", node: dropped, subject } } : placed;
  }

  #refuseArray({ kind, node }: Site): Failure | undefined {
    if (kind !== "array" || !ts.isCallExpression(node)) return undefined;
    const [callback] = node.arguments;
    const method = callback && arrayMethodOf(this.#index.checker, node, callback);
    if (method && canWait(this.#index, node, method)) return undefined;
    const subject = ts.isPropertyAccessExpression(node.expression)
      ? node.expression.name.text
      : null;
    return { code: "sync-callback", node, subject };
  }

  #within(site: Site, container: Container, movedBefore: ts.Node | undefined): Placement {
    const placed = { ...PLACED, site, movedBefore };
    if (container.kind === "function") return this.#inFunction(site, container.node, movedBefore);
    if (container.kind === "default-parameter") return this.#inParameter(site, container.node);
    const { kind: code, node } = container;
    const member = code === "field-initialiser" && !movedBefore ? this.inMember(site) : undefined;
    if (member) return member;
    if (code === "module-level" && isTopOfAstro(site.node.getSourceFile())) return placed;
    if (code === "module-level" && runsAsScript(this.#index, site)) return placed;
    const lazy =
      code === "module-level" && !movedBefore ? lazyConstOf(this.#index, site) : undefined;
    if (lazy) return { ...placed, group: this.#lazyGroup(lazy) };
    const named = ts.isPropertyDeclaration(node) ? nameText(node.name) : undefined;
    return { ...placed, failure: { code, node: site.node, subject: named ?? null } };
  }

  #inParameter(site: Site, parameter: ts.ParameterDeclaration): Placement {
    const fn = parameter.parent as FunctionNode;
    if (isInPattern(site.node, parameter) || isReadByLater(parameter)) {
      const subject = nameText(parameter.name) ?? null;
      return { ...PLACED, site, failure: { code: "default-parameter", node: site.node, subject } };
    }
    if (isAsync(fn)) return { ...PLACED, site, awaitedIn: fn, parameter };
    const group = this.groupOf(fn);
    const placed = { ...PLACED, site, awaitedIn: fn, group, parameter };
    const failure = group.failures[0] && {
      ...group.failures[0],
      code: "default-parameter" as const,
    };
    return failure ? { ...placed, failure } : placed;
  }

  #inFunction(site: Site, fn: FunctionNode, movedBefore: ts.Node | undefined): Placement {
    const placed = { ...PLACED, site, awaitedIn: fn, movedBefore };
    if (isAsync(fn)) return this.#waitingIn(fn, placed);
    const inMember = ts.isConstructorDeclaration(fn) && !isRead(site) && this.inMember(site);
    if (inMember) return inMember;
    const group = this.groupOf(fn);
    const perElement = callsBackPerElement(group, fn);
    const wanted =
      group.failures.length > 0 ||
      perElement.some(
        (node) => isRead(site) || this.#refuseArray({ kind: "array", node }) !== undefined,
      );
    if (wanted && isMadeWhereItStands(fn) && canMoveOut(this.#index, site, fn)) {
      const outer = this.#within(site, containerOf(fn), fn);
      if (!outer.failure) return outer;
    }
    if (isGenerator(fn)) {
      const failure = {
        code: "generator" as const,
        node: site.node,
        subject: nameText(fn.name) ?? null,
      };
      return { ...placed, failure };
    }
    return { ...placed, group };
  }
}

/** `(key = env.K, label = key)`: a default that is set in the function would come too late. */
function isReadByLater({ name, parent }: ts.ParameterDeclaration): boolean {
  const text = nameText(name);
  const speaks = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === text) || (ts.forEachChild(node, speaks) ?? false);
  return parent.parameters.some((other) => other.pos > name.pos && speaks(other));
}

/** `({ own = env.K } = {})`: what takes a parameter apart has defaults that nothing can stand before. */
function isInPattern(node: ts.Node, parameter: ts.ParameterDeclaration): boolean {
  const element = ancestor(node, ts.isBindingElement, parameter);
  return element?.initializer !== undefined && holds(element.initializer, node);
}

/** A function value, or a method of an object literal: made anew by the code around it. */
function isMadeWhereItStands(fn: FunctionNode): boolean {
  if (isFunctionValue(fn)) return true;
  return ts.isMethodDeclaration(fn) && ts.isObjectLiteralExpression(fn.parent);
}

/** The calls of arrays' methods that call the function for each element. */
function callsBackPerElement(group: FunctionGroup, fn: FunctionNode): ts.Expression[] {
  if (!isFunctionValue(fn)) return [];
  return [...group.sites.values()].flatMap(({ kind, node }) => (kind === "array" ? [node] : []));
}

const isRead = ({ kind }: Site) => kind === "read" || kind === "pattern";
