/** Calls that the code does not go on behind, as behind a `throw`: `error(500, "…")`, declared as `never`. */
import ts from "typescript";

const { Function: Declared, Method, Class, ValueModule, Variable, Property } = ts.SymbolFlags;

/**
 * Does the compiler know that nothing behind the statement is come to? That it does of a call which is a
 * statement by itself, where all of its name is declared with a type: what it inferred is not enough.
 */
export function isNeverCall(checker: ts.TypeChecker, statement: ts.Node): boolean {
  if (!ts.isExpressionStatement(statement)) return false;
  const { expression: call } = statement;
  if (!ts.isCallExpression(call) || ts.isOptionalChain(call)) return false;
  return isDeclared(checker, call.expression) && answersNever(checker, call);
}

function answersNever(checker: ts.TypeChecker, call: ts.CallExpression): boolean {
  const declaration = checker.getResolvedSignature(call)?.declaration;
  if (!declaration || ts.isJSDocSignature(declaration)) return false;
  const type = declaration.type ?? ts.getJSDocReturnType(declaration);
  return type !== undefined && !!(checker.getTypeFromTypeNode(type).flags & ts.TypeFlags.Never);
}

/** `fail`, `kit.error`, `this.fail`. */
function isDeclared(checker: ts.TypeChecker, name: ts.Expression): boolean {
  if (name.kind === ts.SyntaxKind.ThisKeyword) {
    return !!((checker.getTypeAtLocation(name).symbol?.flags ?? 0) & Class);
  }
  if (ts.isPropertyAccessExpression(name)) {
    return isDeclared(checker, name.expression) && hasOwnType(checker, name.name);
  }
  return ts.isIdentifier(name) && hasOwnType(checker, name);
}

function hasOwnType(checker: ts.TypeChecker, name: ts.MemberName): boolean {
  const named = checker.getSymbolAtLocation(name);
  const isAlias = named && named.flags & ts.SymbolFlags.Alias;
  const symbol = isAlias ? checker.getAliasedSymbol(named) : named;
  if (!symbol) return false;
  if (symbol.flags & (Declared | Method | Class | ValueModule)) return true;
  const { valueDeclaration } = symbol;
  if (!(symbol.flags & (Variable | Property)) || !valueDeclaration) return false;
  return "type" in valueDeclaration && valueDeclaration.type !== undefined;
}
