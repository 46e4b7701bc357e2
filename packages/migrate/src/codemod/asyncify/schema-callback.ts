/** Callbacks that zod is given: their types say that they may wait, and most of who parses does not. */
import ts from "typescript";

/** They wait only for who parses with `parseAsync`, and throw for everybody else. */
const METHOD = /^(?:check|overwrite|preprocess|refine|superRefine|transform)$/;
const ZOD = /\/node_modules\/(?:.*\/)?zod\//;

export function isOfSchema(
  checker: ts.TypeChecker,
  call: ts.CallExpression | ts.NewExpression,
): boolean {
  const { expression } = call;
  if (!ts.isPropertyAccessExpression(expression) || !METHOD.test(expression.name.text))
    return false;
  const file = checker.getResolvedSignature(call)?.declaration?.getSourceFile();
  return file !== undefined && ZOD.test(file.fileName);
}
