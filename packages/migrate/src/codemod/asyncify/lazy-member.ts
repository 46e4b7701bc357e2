/**
 * A member that a constructor sets, made of a secret: `this.client = new Client(env.K)`. A constructor can
 * not wait, so the member becomes a function that whoever needs the client calls. It is an own member of
 * the object as it was, and no method: of a class that answers calls from outside, methods can be called.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, containerOf } from "../syntax/function-node.ts";
import { isAssignment } from "../syntax/values.ts";
import type { Site } from "./function-group.ts";
import { isLater } from "./later.ts";
import { isCheap } from "./lazy-const.ts";
import type { LazyValue } from "./lazy-value.ts";

/** The member that a site is a part of; undefined where it has to stay a value. */
export function lazyMemberOf(index: ReferenceIndex, { node, kind }: Site): LazyValue | undefined {
  if (kind === "pattern" || kind === "array" || kind === "expect") return undefined;
  const container = containerOf(node);
  const found =
    container.kind === "field-initialiser" ? fieldOf(container.node) : settingOf(index, node);
  if (!found || !isPrivate(found.declaration)) return undefined;
  const cheap = isCheap(index, found.value);
  if (!cheap && !found.setting) return undefined;
  return isLater(index, found.value, node) ? { ...found, isCheap: cheap, checks: [] } : undefined;
}

type Found = Omit<LazyValue, "isCheap" | "checks"> & {
  readonly declaration: ts.PropertyDeclaration;
};

/** `private key = this.env.K`. */
function fieldOf(declaration: ts.Node): Found | undefined {
  if (!ts.isPropertyDeclaration(declaration) || !declaration.initializer) return undefined;
  return { declaration, value: declaration.initializer, setting: undefined };
}

/** `this.key = env.K`, a statement of the constructor itself. */
function settingOf(index: ReferenceIndex, node: ts.Node): Found | undefined {
  const setting = ancestor(node, isAssignment, node.getSourceFile());
  if (!setting || !ts.isExpressionStatement(setting.parent)) return undefined;
  const { left, right, operatorToken, parent } = setting;
  const body = parent.parent;
  const stands = ts.isBlock(body) && ts.isConstructorDeclaration(body.parent);
  if (!stands || operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  if (!ts.isPropertyAccessExpression(left)) return undefined;
  if (left.expression.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  const [declaration, ...others] = index.declarationsOf(left.name);
  if (!declaration || others.length > 0 || !ts.isPropertyDeclaration(declaration)) return undefined;
  if (!declaration.type || declaration.initializer || declaration.questionToken) return undefined;
  return { declaration, value: right, setting };
}

/** Nobody outside of the class can have it. */
function isPrivate({ name, modifiers }: ts.PropertyDeclaration): boolean {
  const kinds = modifiers?.map(({ kind }) => kind) ?? [];
  if (kinds.includes(ts.SyntaxKind.StaticKeyword)) return false;
  return ts.isPrivateIdentifier(name) || kinds.includes(ts.SyntaxKind.PrivateKeyword);
}
