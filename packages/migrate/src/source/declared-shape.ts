/** What the shape of a declaration says where names are not enough and types may be missing. */
import ts from "typescript";
import { isHolderName } from "./origin.ts";
import { isFunction, propertyNameText, unwrap } from "./syntax.ts";

/** Handlers of a Worker: their second parameter is the environment. */
const HANDLERS: ReadonlySet<string> = new Set([
  "fetch",
  "scheduled",
  "queue",
  "email",
  "tail",
  "trace",
]);
/** Classes that are constructed with a context and the environment. */
const WORKER_CLASSES: ReadonlySet<string> = new Set([
  "DurableObject",
  "WorkerEntrypoint",
  "WorkflowEntrypoint",
  "Agent",
  "AIChatAgent",
  "McpAgent",
  "Server",
  "Container",
]);

/** The second parameter of a handler in `export default { … }`, or of a Worker class' constructor. */
export function isHandlerEnv(parameter: ts.ParameterDeclaration): boolean {
  const owner = parameter.parent;
  if (owner.parameters[1] !== parameter) return false;
  if (ts.isConstructorDeclaration(owner)) return isWorkerClass(owner.parent);
  return HANDLERS.has(memberName(owner) ?? "") && isDefaultExport(objectAround(owner));
}

/** Does a class extend one of the platform's? Only the class' own clause is looked at. */
function isWorkerClass(node: ts.Node): boolean {
  if (!ts.isClassLike(node)) return false;
  const base = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const expression = base?.types[0]?.expression;
  if (!expression) return false;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return ts.isIdentifier(name) && WORKER_CLASSES.has(name.text);
}

/** The name of a method, or of the property that a function is given to. */
export function memberName(owner: ts.SignatureDeclaration): string | undefined {
  if (ts.isMethodDeclaration(owner)) return propertyNameText(owner.name);
  return ts.isPropertyAssignment(owner.parent) ? propertyNameText(owner.parent.name) : undefined;
}

/** The object literal that a method or a function is a member of. */
export function objectAround(owner: ts.Node): ts.Node | undefined {
  const member = ts.isMethodDeclaration(owner) ? owner : owner.parent;
  return ts.isObjectLiteralExpression(member.parent) ? member.parent : undefined;
}

/** `export default { … }`, also through `satisfies`, a call (`withSentry(…)`) or a const. */
export function isDefaultExport(node: ts.Node | undefined): boolean {
  let current = node?.parent;
  while (current && ts.isExpression(current)) current = current.parent;
  if (!current) return false;
  if (ts.isExportAssignment(current)) return true;
  if (!ts.isVariableDeclaration(current) || !ts.isIdentifier(current.name)) return false;
  const name = current.name.text;
  return current.getSourceFile().statements.some((statement) => exportsAsDefault(statement, name));
}

function exportsAsDefault(statement: ts.Statement, name: string): boolean {
  if (ts.isExportAssignment(statement)) {
    let mentioned = false;
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && node.text === name) mentioned = true;
      ts.forEachChild(node, visit);
    };
    visit(statement.expression);
    return mentioned;
  }
  if (!ts.isExportDeclaration(statement) || !statement.exportClause) return false;
  return (
    ts.isNamedExports(statement.exportClause) &&
    statement.exportClause.elements.some(
      (element) => element.propertyName?.text === name && element.name.text === "default",
    )
  );
}

/** A type that says nothing: `any`, `unknown`, what could not be resolved. */
export function isOpaque(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
}

/** An object with members of its own whose declaration is in the repository. */
export function isOwnObject(type: ts.Type, checker: ts.TypeChecker): boolean {
  const parts = type.isUnionOrIntersection() ? type.types : [type];
  return parts.some((part) => {
    if (!(part.flags & ts.TypeFlags.Object)) return false;
    if (checker.isArrayType(part) || checker.isTupleType(part)) return false;
    if (part.getCallSignatures().length > 0) return false;
    if (isRecordOfStrings(part)) return true;
    return (part.getSymbol()?.declarations ?? []).some(
      (declaration) =>
        !ts.isClassLike(declaration) &&
        !ts.isFunctionLike(declaration) &&
        !isOfLibrary(declaration.getSourceFile()),
    );
  });
}

function isRecordOfStrings(type: ts.Type): boolean {
  return type.aliasSymbol?.name === "Record" || type.getStringIndexType() !== undefined;
}

function isOfLibrary(file: ts.SourceFile): boolean {
  return file.fileName.includes("/node_modules/");
}

/** `c`, `this.ctx`, `args.context`: does the last name of the expression say that it holds `env`? */
export function isHolderLike(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return isHolderName(node.text);
  return ts.isPropertyAccessExpression(node) && isHolderName(node.name.text);
}

/** Is a pattern, however deep, that of a parameter? */
export function isOfParameter(pattern: ts.BindingPattern): boolean {
  let parent: ts.Node = pattern.parent;
  while (ts.isBindingElement(parent)) parent = parent.parent.parent;
  return ts.isParameter(parent);
}

/** The property that an element of an object pattern takes. */
export function elementName(element: ts.BindingElement): string | undefined {
  if (element.propertyName) return propertyNameText(element.propertyName);
  return ts.isIdentifier(element.name) ? element.name.text : undefined;
}

/** The name that a call's callee ends in. */
export function calleeName(callee: ts.Expression): ts.Identifier | undefined {
  if (ts.isIdentifier(callee)) return callee;
  return ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.name)
    ? callee.name
    : undefined;
}

/** The function that a declaration is or holds, with a body. */
export function functionOf(
  declaration: ts.Declaration | undefined,
): ts.FunctionLikeDeclaration | undefined {
  if (!declaration) return undefined;
  if (isFunction(declaration)) return declaration.body ? declaration : undefined;
  if (!ts.isVariableDeclaration(declaration) && !ts.isPropertyDeclaration(declaration)) {
    return undefined;
  }
  const value = declaration.initializer && unwrap(declaration.initializer);
  return value && isFunction(value) ? value : undefined;
}

/** The function of the repository that a name stands for, through imports. */
export function calledFunction(
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
): ts.FunctionLikeDeclaration | undefined {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return target.declarations?.map(functionOf).find((found) => found !== undefined);
}

/** The function of the repository that a call runs. */
export function calledBy(
  call: ts.CallExpression,
  checker: ts.TypeChecker,
): ts.FunctionLikeDeclaration | undefined {
  const name = calleeName(unwrap(call.expression));
  const symbol = name && checker.getSymbolAtLocation(name);
  return symbol && calledFunction(symbol, checker);
}

/** What a function's own `return`s give, not those of functions within it. */
export function returnedExpressions(owner: ts.FunctionLikeDeclaration): ts.Expression[] {
  if (!owner.body) return [];
  if (!ts.isBlock(owner.body)) return [owner.body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(owner.body, visit);
  return found;
}

/** `T` of `Promise<T>`. */
export function promised(type: ts.TypeNode): ts.TypeNode {
  if (!ts.isTypeReferenceNode(type) || type.typeName.getText() !== "Promise") return type;
  return type.typeArguments?.[0] ?? type;
}
