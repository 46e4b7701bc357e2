/**
 * What a Durable Object keeps beside its fields (its storage, its sockets, its container, the state of an
 * agent), and the code that asks for it or changes it directly: known by the type of what is called, or by
 * how it is called where types are missing.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, type FunctionNode, isFunctionNode } from "../syntax/function-node.ts";
import { innermost } from "../syntax/values.ts";
import { isContainerByShape, isStorageByShape } from "./storage-shape.ts";

interface Kept {
  readonly type: RegExp;
  readonly asks: RegExp;
  readonly writes: RegExp;
  /** Where there is no type. */
  readonly byShape: (index: ReferenceIndex, target: ts.Expression) => boolean;
}

/** Nothing else has members of such names. */
const byName = () => true;

/** Types of the platform, with the names of their members. */
const KEPT: readonly Kept[] = [
  {
    type: /^(?:DurableObjectStorage|DurableObjectTransaction|SqlStorage|SyncKvStorage)$/,
    asks: /./,
    writes: /^(?:delete|deleteAlarm|deleteAll|exec|put|setAlarm|transaction|transactionSync)$/,
    byShape: isStorageByShape,
  },
  {
    type: /^DurableObjectState$/,
    asks: /^getWebSockets$/,
    writes: /^acceptWebSocket$/,
    byShape: byName,
  },
  {
    type: /^WebSocket$/,
    asks: /^deserializeAttachment$/,
    writes: /^serializeAttachment$/,
    byShape: byName,
  },
  {
    type: /^Container$/,
    asks: /^running$/,
    writes: /^(?:destroy|start)$/,
    byShape: isContainerByShape,
  },
];
/** Without such a word nothing of a file has such a type. A page's `localStorage` is none. */
const WORD =
  /\bstorage\b|\.(?:container|setState|getWebSockets|(?:de)?serializeAttachment)\b|\b(?:DurableObject|SqlStorage|SyncKvStorage)/;

export function asksStorage(index: ReferenceIndex, node: ts.Node): boolean {
  const member = memberOf(node);
  if (!member) return false;
  return isKept(index, member, "asks") || isStateOfAgent(index, member);
}

export function writesStorage(index: ReferenceIndex, node: ts.Node): boolean {
  const member = ts.isCallExpression(node) ? memberOf(node) : undefined;
  if (!member || !ts.isCallExpression(node)) return false;
  if (member.name.text === "setState") return isThis(member.expression);
  const [query] = node.arguments;
  const onlyReads =
    query && ts.isStringLiteralLike(query) && /^\s*(?:select|with)\b/i.test(query.text);
  return !onlyReads && isKept(index, member, "writes");
}

export function functionsWithStorage(index: ReferenceIndex): FunctionNode[] {
  const found = new Set<FunctionNode>();
  for (const file of index.files) {
    if (file.isDeclarationFile || !WORD.test(file.text)) continue;
    const visit = (node: ts.Node): void => {
      const fn = asksStorage(index, node) ? ancestor(node, isFunctionNode) : undefined;
      if (fn) found.add(fn);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return [...found];
}

/** `x.name` of a call `x.name()`, and of the members that answer by themselves. */
function memberOf(node: ts.Node): ts.PropertyAccessExpression | undefined {
  const member = ts.isCallExpression(node) ? node.expression : node;
  if (!ts.isPropertyAccessExpression(member)) return undefined;
  return member !== node || /^(?:running|state)$/.test(member.name.text) ? member : undefined;
}

function isKept(
  index: ReferenceIndex,
  { expression, name }: ts.PropertyAccessExpression,
  act: "asks" | "writes",
): boolean {
  const named = KEPT.filter((kept) => kept[act].test(name.text));
  if (named.length === 0) return false;
  const { checker } = index;
  const target = innermost(expression);
  const type = checker.getNonNullableType(checker.getTypeAtLocation(target));
  return type.flags & ts.TypeFlags.Any
    ? named.some((kept) => kept.byShape(index, target))
    : named.some((kept) => kept.type.test(type.symbol?.name ?? ""));
}

/** `this.state`, which `this.setState()` sets as a whole. */
function isStateOfAgent({ checker }: ReferenceIndex, member: ts.PropertyAccessExpression): boolean {
  if (member.name.text !== "state" || !isThis(member.expression)) return false;
  return checker.getTypeAtLocation(member.expression).getProperty("setState") !== undefined;
}

const isThis = (node: ts.Node) => node.kind === ts.SyntaxKind.ThisKeyword;

/** `x` of a call `x.name()`, where the name fits. */
export function memberCalled(
  { expression }: ts.CallExpression,
  name: RegExp,
): ts.Expression | undefined {
  const isCalled = ts.isPropertyAccessExpression(expression) && name.test(expression.name.text);
  if (!isCalled) return undefined;
  const target = expression.expression;
  return ts.isNonNullExpression(target) ? target.expression : target;
}

/** In what runs as a part of `node`. */
export function some(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  if (test(node)) return true;
  if (isFunctionNode(node)) return false;
  return ts.forEachChild(node, (child) => some(child, test)) ?? false;
}
