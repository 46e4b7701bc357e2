/**
 * Names that code takes of `import.meta.env`. A build writes what they are into the code that is deployed
 * (Vite's rule, https://vite.dev/guide/env-and-mode), so that none of them is a read of the Worker's environment.
 */
import ts from "typescript";
import type { BuiltInName } from "./built-in-names.ts";
import { placeOf, unwrap } from "./syntax.ts";

/** @param isAsked which files are looked at. */
export function findBuildTimeNames(
  program: ts.Program,
  root: string,
  isAsked: (file: ts.SourceFile) => boolean,
): BuiltInName[] {
  return program
    .getSourceFiles()
    .filter((file) => file.text.includes("import.meta") && !file.isDeclarationFile && isAsked(file))
    .flatMap((file) =>
      namesIn(file).map((node) => ({ name: node.text, place: placeOf(node, file, root) })),
    );
}

type NameNode = ts.Identifier | ts.StringLiteralLike;

function namesIn(file: ts.SourceFile): NameNode[] {
  const found: NameNode[] = [];
  const visit = (node: ts.Node): void => {
    found.push(...namesAt(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function namesAt(node: ts.Node): NameNode[] {
  if (ts.isPropertyAccessExpression(node) && isMetaEnv(node.expression)) {
    return ts.isIdentifier(node.name) ? [node.name] : [];
  }
  if (ts.isElementAccessExpression(node) && isMetaEnv(node.expression)) {
    return ts.isStringLiteralLike(node.argumentExpression) ? [node.argumentExpression] : [];
  }
  const isTakenApart =
    ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.initializer;
  return isTakenApart && isMetaEnv(isTakenApart) ? namesOf(node.name) : [];
}

function namesOf(pattern: ts.BindingName): NameNode[] {
  if (!ts.isObjectBindingPattern(pattern)) return [];
  return pattern.elements
    .filter(({ dotDotDotToken }) => !dotDotDotToken)
    .map(({ name, propertyName }) => propertyName ?? name)
    .filter((node) => ts.isIdentifier(node) || ts.isStringLiteralLike(node));
}

/** `import.meta.env`, under whatever cast. */
function isMetaEnv(expression: ts.Expression): boolean {
  const env = unwrap(expression);
  if (!ts.isPropertyAccessExpression(env) || env.name.text !== "env") return false;
  const meta = unwrap(env.expression);
  return ts.isMetaProperty(meta) && meta.keywordToken === ts.SyntaxKind.ImportKeyword;
}
