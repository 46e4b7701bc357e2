/**
 * Names that code gives another value in the environment it hands on: `{ ...env, API_KEY: given }`,
 * `env.API_KEY = given`, and by names that no code says: `{ ...env, ...theirs }`. The store knows nothing of
 * that value: a look-up would answer its own.
 */
import ts from "typescript";
import type { EnvRead, EnvReads } from "../../source/env-read.ts";
import { isEnvName } from "../../source/origin.ts";
import { classReach, handlerReach } from "../../source/reach/entry-points.ts";
import { isWriteTarget } from "../../source/syntax.ts";
import { isFixed } from "../asyncify/movable.ts";
import type { NameNode, ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, holds, isFunctionNode } from "../syntax/function-node.ts";
import { innermost, isAssignment, rootOf } from "../syntax/values.ts";
import { type CopiedPlaces, isReadOfCopy, placesOfCopy } from "./copied-environment.ts";
import { isOfConstant, SameValues } from "./same-value.ts";

type NamedRead = Pick<EnvRead, "name" | "form" | "node" | "env">;

export class OverriddenNames {
  readonly #index: ReferenceIndex;
  readonly #isWorkerCode: (file: ts.SourceFile) => boolean;
  readonly #same: SameValues;
  readonly #writes: EnvReads["writes"];
  readonly #overlays: EnvReads["overlays"];
  readonly #found = new Map<string, readonly Override[]>();
  readonly #places = new Map<ts.Node, CopiedPlaces | undefined>();

  /** @param found all of the program. */
  constructor(
    index: ReferenceIndex,
    { reads, writes, overlays }: Pick<EnvReads, "reads" | "writes" | "overlays">,
    isWorkerCode: (file: ts.SourceFile) => boolean,
  ) {
    this.#index = index;
    this.#same = new SameValues(index, reads);
    this.#isWorkerCode = isWorkerCode;
    this.#writes = writes.filter(
      ({ node }) => isWorkerCode(node.getSourceFile()) && !isMadeAnew(index, node.expression),
    );
    this.#overlays = overlays.filter(
      ({ node, env }) => isWorkerCode(node.getSourceFile()) && !isMadeAnew(index, env),
    );
  }

  /** Where another value is put in place of what is read; undefined where none is. */
  of(read: NamedRead): ts.Node | undefined {
    const { name, form, node, env } = read;
    const written = form === "process-env" ? undefined : this.#writtenAs(name);
    if (written) return written;
    return this.#all(name).find((one) => {
      if (one.isOfNode !== (form === "process-env")) return false;
      if (one.value !== undefined && holds(one.value, node)) return false;
      const places = env && !one.isOfNode ? this.#placesOf(one) : undefined;
      if (env && places) return isReadOfCopy(this.#index, places, env);
      return this.#isOf(one, read) && !(one.copy && isOfPlatform(this.#index, read));
    })?.node;
  }

  /** `env[name] = …`, where it can be that name. */
  #writtenAs(name: string): ts.Node | undefined {
    const found = this.#writes.find(({ names }) => names.length === 0 || names.includes(name));
    return found?.node;
  }

  /** Where the copy goes; undefined where that is not known, or the environment itself is changed. */
  #placesOf({ copy }: Override): CopiedPlaces | undefined {
    if (!copy) return undefined;
    if (!this.#places.has(copy)) this.#places.set(copy, placesOfCopy(this.#index, copy));
    return this.#places.get(copy);
  }

  #all(name: string): readonly Override[] {
    const known = this.#found.get(name);
    if (known) return known;
    const found = this.#index
      .named(name)
      .filter((node) => this.#isWorkerCode(node.getSourceFile()))
      .flatMap(overridesAt)
      .filter(({ env }) => !isMadeAnew(this.#index, env))
      .filter(({ value, env }) => !value || !this.#same.isOf(value, name, env));
    const all = [...found, ...this.#laidOver(name)];
    this.#found.set(name, all);
    return all;
  }

  #laidOver(name: string): readonly Override[] {
    return this.#overlays
      .filter(({ names }) => names.length === 0 || names.includes(name))
      .map(({ node, env, copy }) => {
        return {
          node,
          env,
          copy,
          value: undefined,
          isOfNode: isProcess(env),
          isEnv: true as const,
        };
      });
  }

  /** By its name, or by the type that the read's environment has. */
  #isOf({ env, isEnv: isKnown }: Override, { name, env: read }: NamedRead): boolean {
    if (isKnown || isEnv(env)) return true;
    const own = read && this.#membersOf(read, name);
    return this.#membersOf(env, name).some((one) => own?.includes(one) ?? false);
  }

  #membersOf(env: ts.Node, name: string): readonly ts.Declaration[] {
    const { checker } = this.#index;
    const type = checker.getNonNullableType(checker.getTypeAtLocation(env));
    return checker.getPropertyOfType(type, name)?.declarations ?? [];
  }
}

interface Override {
  readonly node: ts.Node;
  /** What is changed, or copied for that. */
  readonly env: ts.Expression;
  /** Undefined where it is taken away. */
  readonly value: ts.Expression | undefined;
  readonly isOfNode: boolean;
  /** What it is changed in, where the environment that was there stays as it is. */
  readonly copy: ts.Expression | undefined;
  /** Is it known to be an environment, whatever its name? */
  readonly isEnv?: true;
}

/** Can it be nobody's copy: what the platform hands to a handler, to a class of its own, or to a module? */
function isOfPlatform(index: ReferenceIndex, { form, env }: NamedRead): boolean {
  if (form === "imported-env") return true;
  const root = env && ts.isExpression(env) ? rootOf(env) : undefined;
  if (!root) return false;
  if (!ts.isIdentifier(root)) {
    const owner = ancestor(root, ts.isClassLike);
    return owner !== undefined && classReach(owner, index) !== undefined;
  }
  const [declaration] = index.declarationsOf(root);
  if (!declaration || !ts.isParameter(declaration)) return false;
  const fn = declaration.parent;
  return isFunctionNode(fn) && handlerReach(fn) !== undefined && isFixed(index, root, root);
}

function overridesAt(node: NameNode): readonly Override[] {
  const { parent } = node;
  const isKey =
    (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) &&
    parent.name === node;
  return isKey ? inLiteral(parent) : inAccess(node);
}

/** `{ ...env, K: value }`, `Object.assign({}, env, { K: value })`. */
function inLiteral(
  property: ts.PropertyAssignment | ts.ShorthandPropertyAssignment,
): readonly Override[] {
  const literal = property.parent;
  const before = literal.properties.slice(0, literal.properties.indexOf(property));
  const copied = before.flatMap((one) => (ts.isSpreadAssignment(one) ? [one.expression] : []));
  const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
  const spread = copied.map((env) => ({ env, copy: literal }));
  return [...spread, ...assignedBefore(literal)].map(({ env, copy }) => {
    return { node: property, env, value, isOfNode: isProcess(env), copy };
  });
}

/** `Object.assign(env, …)` changes what was there. */
function assignedBefore(literal: ts.ObjectLiteralExpression): Pick<Override, "env" | "copy">[] {
  const call = literal.parent;
  if (!ts.isCallExpression(call) || call.expression.getText() !== "Object.assign") return [];
  const before = call.arguments.slice(0, call.arguments.indexOf(literal));
  const [first] = before;
  const copy = first && ts.isObjectLiteralExpression(first) ? call : undefined;
  return before.map((env) => ({ env, copy }));
}

/** `env.K = value`, `env["K"] ??= value`, `delete env.K`. */
function inAccess(node: NameNode): readonly Override[] {
  const access = node.parent;
  const isName =
    (ts.isPropertyAccessExpression(access) && access.name === node) ||
    (ts.isElementAccessExpression(access) && access.argumentExpression === node);
  if (!isName || !isWriteTarget(access)) return [];
  let outer: ts.Node = access.parent;
  while (!isAssignment(outer) && !ts.isDeleteExpression(outer)) outer = outer.parent;
  const value = isAssignment(outer) ? outer.right : undefined;
  const { expression: env } = access;
  return [{ node: access, env, value, isOfNode: isProcess(env), copy: undefined }];
}

/**
 * `const vars = {}; vars.K = …`: no environment, whatever its name. A look-up in it finds no store, and answers what
 * was put there.
 */
function isMadeAnew(index: ReferenceIndex, env: ts.Expression): boolean {
  const object = innermost(env);
  const [declaration] = ts.isIdentifier(object) ? index.declarationsOf(object) : [];
  const made = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  if (!made || !isOfConstant(declaration)) return false;
  const literal = innermost(made);
  return (
    ts.isObjectLiteralExpression(literal) &&
    !literal.properties.some(
      (one) => ts.isSpreadAssignment(one) || one.name?.getText() === "SECRETS",
    )
  );
}

/** By its name: whoever copies an environment to change it calls it that. */
function isEnv(node: ts.Expression): boolean {
  const env = innermost(node);
  if (ts.isIdentifier(env)) return isEnvName(env.text);
  return ts.isPropertyAccessExpression(env) && /^#?env$/.test(env.name.text);
}

const isProcess = (env: ts.Expression) => /^process\.env$/.test(innermost(env).getText());
