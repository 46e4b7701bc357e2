/**
 * Names whose values a build writes into the code: what SvelteKit's `$env/static/private` exports. They
 * are read, by the build, and are no reads of the Worker's environment.
 */
import ts from "typescript";
import type { Place } from "../repository/place.ts";
import { ownSourceFiles } from "./candidates.ts";
import { placeOf } from "./syntax.ts";

export interface BuiltInName {
  readonly name: string;
  readonly place: Place;
}

const MODULE = "$env/static/private";

/** In all files of a program: a build of SvelteKit asks for the names of its tests, too. */
export function findBuiltInNames(program: ts.Program, root: string): BuiltInName[] {
  return ownSourceFiles(program)
    .filter((file) => !file.isDeclarationFile && file.text.includes(MODULE))
    .flatMap((file) =>
      file.statements
        .flatMap((statement) => namesTaken(file, statement))
        .map((node) => ({ name: node.text, place: placeOf(node, file, root) })),
    );
}

function namesTaken(file: ts.SourceFile, statement: ts.Statement): ts.Identifier[] {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
  const { moduleSpecifier } = statement;
  const isAsked = moduleSpecifier && ts.isStringLiteral(moduleSpecifier);
  if (!isAsked || moduleSpecifier.text !== MODULE) return [];
  const taken = ts.isImportDeclaration(statement)
    ? statement.importClause?.namedBindings
    : statement.exportClause;
  if (!taken) return [];
  if (ts.isNamespaceImport(taken)) return membersOf(file, taken.name.text);
  if (ts.isNamespaceExport(taken)) return [];
  return taken.elements
    .map(({ name, propertyName }) => propertyName ?? name)
    .filter((node) => ts.isIdentifier(node));
}

/** `secrets.API_KEY`, of `import * as secrets`. */
function membersOf(file: ts.SourceFile, namespace: string): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    const isMember = ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression);
    if (isMember && node.expression.text === namespace && ts.isIdentifier(node.name)) {
      found.push(node.name);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
