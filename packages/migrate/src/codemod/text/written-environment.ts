/** An environment as the code writes it: with the parentheses and casts around it. Syntax only. */
import ts from "typescript";

/** `(env as Env).KEY` hands `env as Env` over. */
export function unparenthesised(env: ts.Expression): ts.Expression {
  if (!ts.isParenthesizedExpression(env)) return env;
  const inner = env.expression;
  const { text } = env.getSourceFile();
  const around = text.slice(env.getStart(), inner.getStart()) + text.slice(inner.end, env.end);
  const isList =
    ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.CommaToken;
  return isList || around.includes("/") ? env : unparenthesised(inner);
}

/** `(x as Environment | undefined)`: what is cast, and to what where it is there. */
export function maybeCast(env: ts.Expression): { inner: ts.Expression; type: string } | undefined {
  const given = unparenthesised(env);
  if (!ts.isAsExpression(given) || !ts.isUnionTypeNode(given.type)) return undefined;
  const rest = given.type.types.filter((part) => {
    const { kind } = ts.isLiteralTypeNode(part) ? part.literal : part;
    return kind !== ts.SyntaxKind.UndefinedKeyword && kind !== ts.SyntaxKind.NullKeyword;
  });
  const isAlone =
    ts.isPropertyAccessExpression(given.expression) || ts.isIdentifier(given.expression);
  if (rest.length === 0 || rest.length === given.type.types.length || !isAlone) return undefined;
  return { inner: given.expression, type: rest.map((one) => one.getText()).join(" | ") };
}
