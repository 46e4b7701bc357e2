/**
 * Whether what is put in place of a name is the value that was there: `{ ...env, K: env.K }`, also where
 * it has got a name, or was checked on the way: `const id = need(env.K, "K")`.
 */
import ts from "typescript";
import type { EnvRead } from "../../source/env-read.ts";
import { isWriteTarget } from "../../source/syntax.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isAsync, isFunctionNode, isGenerator } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { innermost, rootOf } from "../syntax/values.ts";

/** More names than a value gets on its way; a bound all the same. */
const STEPS_MAX = 10;

export class SameValues {
  readonly #index: ReferenceIndex;
  readonly #reads: ReadonlyMap<ts.Node, EnvRead>;

  constructor(index: ReferenceIndex, reads: readonly EnvRead[]) {
    this.#index = index;
    this.#reads = new Map(reads.map((read) => [read.node, read]));
  }

  /** Is `value` what `name` is in the environment `env`, or an error? */
  isOf(value: ts.Expression, name: string, env: ts.Expression, steps = STEPS_MAX): boolean {
    const inner = innermost(value);
    if (steps === 0) return false;
    if (ts.isAwaitExpression(inner)) return this.isOf(inner.expression, name, env, steps - 1);
    if (this.#isRead(inner, name, env)) return true;
    if (ts.isIdentifier(inner)) return this.#isNamed(inner, name, env, steps - 1);
    const checked = ts.isCallExpression(inner) ? this.#handedThrough(inner) : undefined;
    return checked !== undefined && this.isOf(checked, name, env, steps - 1);
  }

  /** Found by its meaning, of the same environment. */
  #isRead(node: ts.Node, name: string, env: ts.Expression): boolean {
    const read = this.#reads.get(node);
    const given = ts.isCallExpression(node) ? node.arguments[0] : undefined;
    const of = read?.env ?? given;
    return read?.name === name && of !== undefined && this.#isSameEnv(of, innermost(env));
  }

  #isSameEnv(of: ts.Node, env: ts.Expression): boolean {
    const own = ts.isExpression(of) ? innermost(of) : of;
    if (own.getText() !== env.getText()) return false;
    const [root, other] = [ts.isExpression(own) ? rootOf(own) : undefined, rootOf(env)];
    if (!root || !other || !ts.isIdentifier(root)) return true;
    const [declaration] = this.#index.declarationsOf(root);
    return this.#index.declarationsOf(other)[0] === declaration;
  }

  /** `const id = env.K`, `const { K } = env`. */
  #isNamed(node: ts.Identifier, name: string, env: ts.Expression, steps: number): boolean {
    const [declaration, other] = this.#index.declarationsOf(node);
    if (!declaration || other) return false;
    if (ts.isBindingElement(declaration)) {
      const isPlain = !declaration.initializer && isOfConstant(declaration.parent.parent);
      return isPlain && this.#isRead(declaration, name, env);
    }
    if (!ts.isVariableDeclaration(declaration) || !isOfConstant(declaration)) return false;
    const { initializer } = declaration;
    return initializer !== undefined && this.isOf(initializer, name, env, steps);
  }

  /** What a function answers as it was given it, where it answers at all: `need(env.K, "K")`. */
  #handedThrough(call: ts.CallExpression): ts.Expression | undefined {
    const fn = this.#index.checker.getResolvedSignature(call)?.declaration;
    if (!fn || !isFunctionNode(fn) || !fn.body || isAsync(fn) || isGenerator(fn)) return undefined;
    if (!isCalledByName(call, fn)) return undefined;
    const answers = ts.isBlock(fn.body) ? answersIn(fn.body) : [fn.body];
    const names = new Set(answers.map((one) => (one ? nameText(innermost(one)) : undefined)));
    const [name, other] = names;
    const position = fn.parameters.findIndex((one) => nameText(one.name) === name);
    const parameter = fn.parameters[position];
    if (name === undefined || other !== undefined || names.size > 1 || !parameter) return undefined;
    if (parameter.initializer || parameter.dotDotDotToken) return undefined;
    const uses = this.#index.referencesTo(new Set([parameter]), name);
    if (uses.some(mayBeSet) || call.arguments.some(ts.isSpreadElement)) return undefined;
    const isMeant = answers.every(
      (one) => one && this.#index.declarationsOf(innermost(one)).includes(parameter),
    );
    return isMeant ? call.arguments[position] : undefined;
  }
}

export const isOfConstant = (node: ts.Node) =>
  ts.isVariableDeclaration(node) &&
  ts.isVariableDeclarationList(node.parent) &&
  (node.parent.flags & ts.NodeFlags.Const) !== 0;

/** A function of its own, or a constant: nothing else can be called under that name. */
function isCalledByName({ expression }: ts.CallExpression, fn: ts.Node): boolean {
  if (!ts.isIdentifier(expression)) return false;
  return ts.isFunctionDeclaration(fn) || isOfConstant(fn.parent);
}

/** `value = …`, `value++`, `[value] = …`. */
function mayBeSet(use: ts.Node): boolean {
  const { parent } = use;
  const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return [PlusPlusToken, MinusMinusToken].includes(parent.operator);
  }
  const isInLiteral =
    ts.isArrayLiteralExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isShorthandPropertyAssignment(parent);
  return isInLiteral || isWriteTarget(use);
}

/** All that it answers: undefined for a `return` of nothing. */
function answersIn(node: ts.Node): (ts.Expression | undefined)[] {
  if (ts.isReturnStatement(node)) return [node.expression];
  if (isFunctionNode(node)) return [];
  const found: (ts.Expression | undefined)[] = [];
  ts.forEachChild(node, (child) => {
    found.push(...answersIn(child));
  });
  return found;
}
