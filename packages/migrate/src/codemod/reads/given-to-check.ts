/** What is given to code that checks by it who may come in: `timingSafeEqual(given, encode(key))`, `verify(token, key)`. */
import ts from "typescript";

const CHECKING = /equal|compare|verif|hmac/i;

export function isGivenToCheck(value: ts.Expression): boolean {
  for (let at: ts.Node = value; at.parent && ts.isExpression(at.parent); at = at.parent) {
    const call = at.parent;
    const isGiven = ts.isCallExpression(call) && call.expression !== at;
    if (isGiven && CHECKING.test(call.expression.getText())) return true;
  }
  return false;
}
