/** Whether a value is the same when it is made later than where it stands, and nobody notices. */
import ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor, isFunctionNode } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { isAssignment } from "../syntax/values.ts";
import { isConversion } from "./conversion.ts";

const MAKER = /^(?:create|make|build)[A-Z]/;
/** It does something, whoever takes what it answers. */
const ACTS =
  /^(?:add|apply|boot|config|connect|define|enable|init|install|listen|log|mount|on|patch|register|run|schedule|serve|set|start|use|watch|with|write)/i;

/** Is it the same when it is made later, and does nobody notice? */
export function isLater(index: ReferenceIndex, value: ts.Node, site: ts.Node): boolean {
  const visit = (node: ts.Node): boolean => {
    if (node === site) return true;
    if (isFunctionNode(node) || ts.isTypeNode(node)) return true;
    if (ts.isCallExpression(node) && !isConversion(node) && !isMaker(index, node)) return false;
    if (node.kind === ts.SyntaxKind.ThisKeyword && !isLasting(index, node.parent)) return false;
    if (ts.isIdentifier(node) && index.declarationsOf(node).some(isChanging)) return false;
    return !acts(node) && !ts.forEachChild(node, (child) => !visit(child));
  };
  return visit(value);
}

/** `createClient(…)`, and `….split(",")`, which makes a list; what a package makes, `betterAuth(…)`. */
function isMaker(index: ReferenceIndex, { expression }: ts.CallExpression): boolean {
  if (ts.isPropertyAccessExpression(expression)) {
    return expression.name.text === "split" || isEncoding(expression);
  }
  if (!ts.isIdentifier(expression)) return false;
  return (
    MAKER.test(expression.text) || (isOfPackage(index, expression) && !ACTS.test(expression.text))
  );
}

/** `new TextEncoder().encode(…)`, `Buffer.from(…)`: the bytes of a text. */
function isEncoding({ expression, name }: ts.PropertyAccessExpression): boolean {
  if (name.text === "from") return expression.getText() === "Buffer";
  const made = ts.isNewExpression(expression) ? expression.expression.getText() : "";
  return name.text === "encode" && made === "TextEncoder";
}

/**
 * `fail("…")`, which throws: a function of the repository that never answers, and ends no process.
 * What it is called with is for the call itself to be looked at.
 */
export function onlyEnds(index: ReferenceIndex, call: ts.CallExpression): boolean {
  if (!(index.checker.getTypeAtLocation(call).flags & ts.TypeFlags.Never)) return false;
  const [declaration] = ts.isIdentifier(call.expression)
    ? index.declarationsOf(call.expression)
    : [];
  return declaration !== undefined && index.isOwn(declaration) && throwsOnly(declaration);
}

function throwsOnly(node: ts.Node): boolean {
  const acts =
    isAssignment(node) ||
    ts.isAwaitExpression(node) ||
    (ts.isCallExpression(node) && !/^console\.\w+$|Error$/.test(node.expression.getText()));
  return !acts && !ts.forEachChild(node, (child) => !throwsOnly(child));
}

/** Imported by a name that is no path. */
function isOfPackage(index: ReferenceIndex, name: ts.Identifier): boolean {
  const [declaration] = index.checker.getSymbolAtLocation(name)?.declarations ?? [];
  const statement = declaration && ancestor(declaration, ts.isImportDeclaration);
  const module = statement?.moduleSpecifier;
  if (!module || !ts.isStringLiteral(module)) return false;
  return (
    !/^[.~@#$]?\//.test(module.text) && !index.declarationsOf(name).some((one) => index.isOwn(one))
  );
}

function acts(node: ts.Node): boolean {
  return (
    ts.isAwaitExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isDeleteExpression(node) ||
    isAssignment(node)
  );
}

/** What the platform or the constructor sets, once: `this.env`. */
function isLasting(index: ReferenceIndex, access: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(access)) return false;
  if (/^#?(?:env|ctx|state)$/.test(access.name.text)) return true;
  const declarations = index.declarationsOf(access.name);
  return declarations.length > 0 && declarations.every((one) => isReadonly(one));
}

const isReadonly = (declaration: ts.Declaration) =>
  ts.isMethodDeclaration(declaration) ||
  (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Readonly) !== 0;

/** Does it name what can be something else by then? */
export function changesLater(index: ReferenceIndex, node: ts.Node): boolean {
  const changes = ts.isIdentifier(node) && index.declarationsOf(node).some(isChanging);
  return changes || (ts.forEachChild(node, (child) => changesLater(index, child)) ?? false);
}

/**
 * `let`, and a parameter that its function sets. What the platform is declared to bring along is no such
 * thing, though types say `var` of it: `process`, `console`.
 */
function isChanging(declaration: ts.Declaration): boolean {
  if (ts.isParameter(declaration)) return isSetIn(declaration.parent, nameText(declaration.name));
  const list = ts.isVariableDeclaration(declaration) ? declaration.parent : undefined;
  if (!list) return false;
  const isVar = (list.flags & ts.NodeFlags.BlockScoped) === 0;
  const isOfPlatform = isVar && list.getSourceFile().isDeclarationFile;
  return !isOfPlatform && !(list.flags & ts.NodeFlags.Const);
}

function isSetIn(node: ts.Node, name: string | undefined): boolean {
  const sets = isAssignment(node) && ts.isIdentifier(node.left) && node.left.text === name;
  return sets || (ts.forEachChild(node, (child) => isSetIn(child, name)) ?? false);
}
