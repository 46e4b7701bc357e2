/** The names of an object's members, as far as the code or its type says them: those that a spread of it lays over others. */
import ts from "typescript";
import { propertyNameText, unwrap } from "./syntax.ts";

export type LaidNames = readonly string[] | "any";

export function namesIn(value: ts.Expression, checker: ts.TypeChecker): LaidNames {
  const node = withoutCasts(value);
  if (ts.isObjectLiteralExpression(node)) return namesWritten(node, checker);
  if (ts.isConditionalExpression(node)) {
    return both(namesIn(node.whenTrue, checker), namesIn(node.whenFalse, checker));
  }
  if (ts.isBinaryExpression(node)) {
    const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
    const { kind } = node.operatorToken;
    if (kind === AmpersandAmpersandToken) return namesIn(node.right, checker);
    if (kind === BarBarToken || kind === QuestionQuestionToken) {
      return both(namesIn(node.left, checker), namesIn(node.right, checker));
    }
  }
  return namesOfType(checker.getTypeAtLocation(value), node, checker);
}

/** `await` stays: what is promised has another type than what it is promised by. */
function withoutCasts(value: ts.Expression): ts.Expression {
  const isWrapped =
    ts.isParenthesizedExpression(value) ||
    ts.isAsExpression(value) ||
    ts.isNonNullExpression(value);
  return isWrapped ? withoutCasts(value.expression) : value;
}

const both = (one: LaidNames, other: LaidNames): LaidNames =>
  one === "any" || other === "any" ? "any" : [...one, ...other];

/** The type of a literal does not say that one of its spreads can have any name. */
function namesWritten(literal: ts.ObjectLiteralExpression, checker: ts.TypeChecker): LaidNames {
  return literal.properties
    .map((one): LaidNames => {
      if (ts.isSpreadAssignment(one)) return namesIn(one.expression, checker);
      const name = propertyNameText(one.name);
      return name === undefined ? "any" : [name];
    })
    .reduce(both, []);
}

const { Null, Undefined, BooleanLike, NumberLike, StringLike, Never } = ts.TypeFlags;
/** A spread of them lays nothing over a name: `...(isOwn && theirs)`. */
const NOTHING = Null | Undefined | BooleanLike | NumberLike | StringLike | Never;

function namesOfType(type: ts.Type, node: ts.Expression, checker: ts.TypeChecker): LaidNames {
  if (type.isUnion()) {
    return type.types.map((part) => namesOfType(part, node, checker)).reduce(both, []);
  }
  if (type.flags & NOTHING) return [];
  if (isOpen(type, checker) || isJavaScript(node)) return "any";
  const names = checker.getPropertiesOfType(type).map(({ name }) => name);
  if (names.length === 0 && !isWrittenEmpty(type)) return "any";
  const made = constantBehind(node, checker);
  return made ? both(names, namesWritten(made, checker)) : names;
}

function isOpen(type: ts.Type, checker: ts.TypeChecker): boolean {
  const isObject = (type.flags & ts.TypeFlags.Object) !== 0 || type.isIntersection();
  return !isObject || checker.getIndexInfosOfType(type).length > 0;
}

/** `{}` that code wrote has nothing in it, where a type of nothing can have everything. */
const isWrittenEmpty = (type: ts.Type) =>
  (((type as ts.ObjectType).objectFlags ?? 0) & ts.ObjectFlags.ObjectLiteral) !== 0 &&
  type.symbol?.declarations?.every(ts.isObjectLiteralExpression) === true;

/** What is begun there as `{}` has members by and by, of which its type says nothing. */
const isJavaScript = (node: ts.Node) => /\.[cm]?jsx?$/.test(node.getSourceFile().fileName);

/** `const theirs = { DB: db, ...fields }`. */
function constantBehind(
  node: ts.Expression,
  checker: ts.TypeChecker,
): ts.ObjectLiteralExpression | undefined {
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  const made = declaration.initializer && unwrap(declaration.initializer);
  return made && ts.isObjectLiteralExpression(made) ? made : undefined;
}
