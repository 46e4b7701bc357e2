/**
 * An id that code looks for among others: `if (price === env.PRICE_PRO) …`, `{ [env.PRICE_PRO]: "pro" }`,
 * `case env.PRICE_PRO:`. Who has no such plan is asked for the others, so that a missing one is no error. An
 * id lets nobody in, as a token does: its name says which it is.
 */
import ts from "typescript";
import { isComparison } from "../../source/comparisons.ts";
import { containerOf } from "../syntax/function-node.ts";
import { innermost, outermost } from "../syntax/values.ts";

/** What is for sale: nobody comes in by naming it. */
const SOLD = /(?:^|_)(?:PRICE|PLAN|PRODUCT|VARIANT|SKU|TIER)S?(?:_|$)/i;
const ID = /_IDS?(?:_|$)/i;
/** What somebody may come in with. */
const CREDENTIAL =
  /SECRET|TOKEN(?!S)|KEY|PASS(?:WORD|WD|PHRASE|CODE)|PWD|AUTH|CREDENTIAL|SIGN|HASH|SALT/i;
/** Whom it may say. */
const SOMEBODY =
  /ADMIN|OWNER|USER|MEMBER|ROLE|ALLOW|CLIENT|AUD|TENANT|ACCOUNT|CUSTOMER|ORG|TEAM|SESSION|DEVICE|PIN|CODE|INVITE/i;

/** Looks for one among these: `[env.A, env.B].includes(id)`. */
const LOOKING = /^(?:includes|indexOf)$/;

/** Is it, by its name, the id of what is sold? */
export function isSold(name: string | undefined): boolean {
  return name !== undefined && SOLD.test(name) && !CREDENTIAL.test(name);
}

/** Is it only compared with what is there, to find out which of several is meant? */
export function isComparedAsId(
  checker: ts.TypeChecker,
  value: ts.Expression,
  name: string | undefined,
): boolean {
  const given = name === undefined ? undefined : comparedWith(value);
  if (!given || name === undefined) return false;
  const { flags } = checker.getTypeAtLocation(given);
  if (isSold(name)) return !isMissing(checker, given);
  const isText = (flags & ts.TypeFlags.StringLike) !== 0;
  return isText && isId(name) && isOneOfSeveral(value, given, name);
}

/** Is it a key of a table, with which one finds what belongs to it? */
export function isKeyOfTable(value: ts.Expression, name: string | undefined): boolean {
  if (name === undefined) return false;
  const table = tableOf(value);
  if (!table) return false;
  return isSold(name) || (isId(name) && keysOf(table).filter(isIdRead).length > 1);
}

const isId = (name: string) => ID.test(name) && !CREDENTIAL.test(name) && !SOMEBODY.test(name);

const isIdRead = (node: ts.Expression) => isId(nameOfMember(node) ?? "");

/** `K` of `env.K` and `env["K"]`. */
export function nameOfMember(node: ts.Expression): string | undefined {
  const read = innermost(node);
  if (ts.isPropertyAccessExpression(read)) return read.name.text;
  if (!ts.isElementAccessExpression(read)) return undefined;
  const { argumentExpression: key } = read;
  return ts.isStringLiteralLike(key) ? key.text : undefined;
}

/** What it is compared with: by `===`, as a `case`, as an element of a list. */
function comparedWith(value: ts.Expression): ts.Expression | undefined {
  const outer = outermost(value);
  const { parent } = outer;
  if (isComparison(parent)) return parent.left === outer ? parent.right : parent.left;
  if (ts.isCaseClause(parent)) return parent.parent.parent.expression;
  return ts.isArrayLiteralExpression(parent) ? lookedFor(parent) : undefined;
}

function lookedFor(list: ts.ArrayLiteralExpression): ts.Expression | undefined {
  const access = outermost(list).parent;
  if (!ts.isPropertyAccessExpression(access) || !LOOKING.test(access.name.text)) return undefined;
  const call = access.parent;
  return ts.isCallExpression(call) && call.expression === access ? call.arguments[0] : undefined;
}

/** May nothing be asked for? It must not be equal to nothing. */
function isMissing(checker: ts.TypeChecker, given: ts.Expression): boolean {
  const type = checker.getTypeAtLocation(given);
  const parts = type.isUnion() ? type.types : [type];
  const missing = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Unknown;
  return parts.some(({ flags }) => flags & missing);
}

/** Does each of several ids, which are compared with the same, lead to something of its own? */
function isOneOfSeveral(value: ts.Expression, given: ts.Expression, name: string): boolean {
  if (!decidesAlone(value)) return false;
  const text = given.getText();
  const isOther = (node: ts.Node): boolean => {
    const isRead = ts.isPropertyAccessExpression(node) && isIdRead(node) && node.name.text !== name;
    if (isRead && comparedWith(node)?.getText() === text && decidesAlone(node)) return true;
    return ts.forEachChild(node, isOther) ?? false;
  };
  return isOther(containerOf(value).node);
}

/** `if (id === env.A) …`, `id === env.A ? … : …`, `case env.A:`. */
function decidesAlone(value: ts.Expression): boolean {
  const { parent } = outermost(value);
  if (ts.isCaseClause(parent)) return true;
  if (!isComparison(parent)) return false;
  const condition = outermost(parent);
  const branching = condition.parent;
  return ts.isIfStatement(branching)
    ? branching.expression === condition
    : ts.isConditionalExpression(branching) && branching.condition === condition;
}

type Table = ts.ObjectLiteralExpression | ts.ArrayLiteralExpression;

/** The object, or the list of entries for a `Map`, that has it for a key. */
function tableOf(value: ts.Expression): Table | undefined {
  const outer = outermost(value);
  const { parent } = outer;
  if (ts.isComputedPropertyName(parent)) {
    const table = parent.parent.parent;
    return ts.isObjectLiteralExpression(table) ? table : undefined;
  }
  if (!ts.isArrayLiteralExpression(parent) || parent.elements[0] !== outer) return undefined;
  const list = outermost(parent).parent;
  if (!ts.isArrayLiteralExpression(list)) return undefined;
  const made = outermost(list).parent;
  const isMap = ts.isNewExpression(made) && made.expression.getText() === "Map";
  return isMap ? list : undefined;
}

function keysOf(table: Table): readonly ts.Expression[] {
  if (ts.isArrayLiteralExpression(table)) {
    return table.elements.flatMap((entry) => {
      const [key] = ts.isArrayLiteralExpression(entry) ? entry.elements : [];
      return key ?? [];
    });
  }
  return table.properties.flatMap(({ name }) =>
    name && ts.isComputedPropertyName(name) ? [name.expression] : [],
  );
}
