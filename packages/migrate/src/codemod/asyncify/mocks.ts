/** Test doubles of a function: what they answer becomes a promise of it. */
import ts from "typescript";

/** `vi.mocked(f)`, `jest.spyOn(module, "f")`: stands for the function itself. */
export function standsForMock(call: ts.CallExpression): boolean {
  const callee = call.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return ts.isIdentifier(name) && (name.text === "mocked" || name.text === "spyOn");
}

const RESOLVED: ReadonlyMap<string, string> = new Map([
  ["mockReturnValue", "mockResolvedValue"],
  ["mockReturnValueOnce", "mockResolvedValueOnce"],
]);

/** What a method that sets a double's answer is called for one that answers a promise. */
export function resolvedMethod(access: ts.PropertyAccessExpression): string | undefined {
  return RESOLVED.get(access.name.text);
}

/** `mockImplementation(() => …)`: the function that is given takes the place of the mocked one. */
export function implementationOf(access: ts.PropertyAccessExpression): ts.Expression | undefined {
  if (!/^mockImplementation(?:Once)?$/.test(access.name.text)) return undefined;
  return ts.isCallExpression(access.parent) ? access.parent.arguments[0] : undefined;
}

/** Every method of a double answers the double, so that calls can follow each other. */
export function isMockMethod(access: ts.PropertyAccessExpression): boolean {
  return /^mock[A-Z]/.test(access.name.text) && ts.isCallExpression(access.parent);
}
