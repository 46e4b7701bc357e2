/**
 * Routes that code finds by comparing a path: `url.pathname === "/x"`, `path.startsWith("/x/")`,
 * `switch (path) { case "/x": }`, also with the method before it, as in `case "POST /x":`.
 */
import ts from "typescript";
import { isUnequal } from "../comparisons.ts";
import { unwrap } from "../syntax.ts";
import { type Reach, routeReach } from "./reach.ts";

const METHOD = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;
const ROUTE_TEXT = /^(?:(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+)?(\/\S*)$/;
/** What is compared has to speak of a path or a request; other strings begin with `/` too. */
const PATH_WORD = /path|url|route|req/i;

/** The routes under which `child`, a part of `parent`, runs; none where `parent` asks for no path. */
export function routesOfCondition(
  parent: ts.Node,
  child: ts.Node,
  checker: ts.TypeChecker,
): Reach[] {
  if (ts.isCaseClause(parent) && child !== parent.expression) return routesOfCase(parent, checker);
  if (ts.isIfStatement(parent) && child === parent.thenStatement) {
    return routesOfTest(parent.expression, checker);
  }
  if (ts.isConditionalExpression(parent) && child === parent.whenTrue) {
    return routesOfTest(parent.condition, checker);
  }
  if (ts.isBlock(parent) && ts.isStatement(child)) return routesOfGuards(parent, child, checker);
  return [];
}

/** Empty clauses before this one fall through to it. */
function routesOfCase(clause: ts.CaseClause, checker: ts.TypeChecker): Reach[] {
  const { clauses } = clause.parent;
  if (!PATH_WORD.test(clause.parent.parent.expression.getText())) return [];
  const texts = [clause.expression];
  for (let index = clauses.indexOf(clause) - 1; index >= 0; index -= 1) {
    const before = clauses[index];
    if (!before || !ts.isCaseClause(before) || before.statements.length > 0) break;
    texts.unshift(before.expression);
  }
  return texts.flatMap((text) => {
    const route = routeOfText(literalOf(text, checker), null);
    return route ? [route] : [];
  });
}

interface Test {
  readonly paths: string[];
  method: string | null;
}

function routesOfTest(condition: ts.Expression, checker: ts.TypeChecker): Reach[] {
  const test: Test = { paths: [], method: null };
  readTest(condition, checker, test);
  return test.paths.flatMap((path) => routeOfText(path, test.method) ?? []);
}

function readTest(expression: ts.Expression, checker: ts.TypeChecker, test: Test): void {
  const node = unwrap(expression);
  if (ts.isBinaryExpression(node)) readOperator(node, checker, test);
  else if (ts.isCallExpression(node)) readCall(node, checker, test);
}

function readOperator(node: ts.BinaryExpression, checker: ts.TypeChecker, test: Test): void {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.BarBarToken:
      readTest(node.left, checker, test);
      readTest(node.right, checker, test);
      return;
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsToken:
      readEqual(node.left, node.right, checker, test);
      readEqual(node.right, node.left, checker, test);
  }
}

function readEqual(
  subject: ts.Expression,
  value: ts.Expression,
  checker: ts.TypeChecker,
  test: Test,
): void {
  const text = literalOf(value, checker);
  if (text === undefined) return;
  if (METHOD.test(text)) test.method = text;
  else if (ROUTE_TEXT.test(text) && PATH_WORD.test(subject.getText())) test.paths.push(text);
}

/** `path.startsWith("/x")`, `/^\/x/.test(path)`, `path.match(/^\/x/)`. */
function readCall(node: ts.CallExpression, checker: ts.TypeChecker, test: Test): void {
  const callee = unwrap(node.expression);
  const [argument] = node.arguments;
  if (!ts.isPropertyAccessExpression(callee) || !argument) return;
  const method = callee.name.text;
  if (method === "startsWith" && PATH_WORD.test(callee.expression.getText())) {
    const text = literalOf(argument, checker);
    if (text?.startsWith("/")) test.paths.push(`${text}*`);
  } else if (method === "test" && PATH_WORD.test(argument.getText())) {
    readPattern(callee.expression, test);
  } else if (method === "match" && PATH_WORD.test(callee.expression.getText())) {
    readPattern(argument, test);
  }
}

function readPattern(expression: ts.Expression, test: Test): void {
  const node = unwrap(expression);
  if (!ts.isRegularExpressionLiteral(node)) return;
  const path = /^\/\^((?:\\\/|[\w-])+)/.exec(node.text)?.[1]?.replaceAll("\\/", "/");
  if (path?.startsWith("/")) test.paths.push(`${path}*`);
}

/** `if (path !== "/x") return …` before a statement: from there on it is that path. */
function routesOfGuards(block: ts.Block, child: ts.Statement, checker: ts.TypeChecker): Reach[] {
  for (const statement of block.statements) {
    if (statement === child) return [];
    if (!ts.isIfStatement(statement) || !leaves(statement.thenStatement)) continue;
    const test: Test = { paths: [], method: null };
    readRefusal(statement.expression, checker, test);
    const routes = test.paths.flatMap((path) => routeOfText(path, test.method) ?? []);
    if (routes.length > 0) return routes;
  }
  return [];
}

function readRefusal(expression: ts.Expression, checker: ts.TypeChecker, test: Test): void {
  const node = unwrap(expression);
  if (!ts.isBinaryExpression(node)) return;
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.BarBarToken) {
    readRefusal(node.left, checker, test);
    readRefusal(node.right, checker, test);
  } else if (isUnequal(node)) {
    readEqual(node.left, node.right, checker, test);
  }
}

function leaves(statement: ts.Statement): boolean {
  if (ts.isBlock(statement)) {
    const last = statement.statements.at(-1);
    return last !== undefined && leaves(last);
  }
  return ts.isReturnStatement(statement) || ts.isThrowStatement(statement);
}

function routeOfText(text: string | undefined, method: string | null): Reach | undefined {
  const match = text === undefined ? null : ROUTE_TEXT.exec(text);
  const path = match?.[2];
  return path === undefined ? undefined : routeReach(match?.[1] ?? method, path);
}

/** The text of a literal, or of a const that is one. */
export function literalOf(expression: ts.Expression, checker: ts.TypeChecker): string | undefined {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return undefined;
  const type = checker.getTypeAtLocation(node);
  return type.isStringLiteral() ? type.value : undefined;
}
