/**
 * Reads through Lunakey's own helper, by its import: what the helper does inside, with a list of names
 * or in a package that is not installed, is not to be followed. The codemod never asks for these.
 */
import ts from "typescript";
import { findAccessorCalls } from "./accessors.ts";
import { ownSourceFiles } from "./candidates.ts";
import type { EnvRead, EnvWhole } from "./env-read.ts";
import { keyNames, literalsOf } from "./literal-names.ts";
import { placeOf, unwrap } from "./syntax.ts";

export interface HelperCalls {
  readonly reads: readonly EnvRead[];
  /** Calls whose names the code does not say. */
  readonly wholes: readonly EnvWhole[];
}

/** All take the environment, then a name or a list of names. */
const FUNCTIONS: ReadonlySet<string> = new Set([
  "getSecret",
  "findSecret",
  "requireSecret",
  "getSecrets",
  "withSecret",
  "verifyWithSecret",
]);
const VOUCHING: ReadonlySet<string> = new Set(["secretName"]);
const HELPER = /^@lunakey\/runtime(?:\/.*)?$|(?:^|\/)(?:lunakey-)?secrets(?:\.[cm]?[jt]s)?$/;

/** @param root of the repository, absolute, with `/` and none at the end. */
export function findHelperCalls(program: ts.Program, root: string): HelperCalls {
  const checker = program.getTypeChecker();
  const found = { reads: [] as EnvRead[], wholes: [] as EnvWhole[] };
  const keys: ts.Expression[] = [];
  const files = ownSourceFiles(program);
  for (const file of files) {
    if (file.isDeclarationFile) continue;
    const names = importedAs(file, FUNCTIONS);
    if (names.size === 0) continue;
    const vouching = importedAs(file, VOUCHING);
    const visit = (node: ts.Node): void => {
      ts.forEachChild(node, visit);
      if (ts.isCallExpression(node) && isCallOf(node, names)) note(node, file, vouching);
    };
    visit(file);
  }
  // Through functions that hand their name to the helper, too.
  const calls = findAccessorCalls({ files, keys, checker, root });
  const through = calls.map((read) => ({ ...read, throughHelper: true }) as const);
  return { ...found, reads: [...found.reads, ...through] };

  function note(node: ts.CallExpression, file: ts.SourceFile, vouching: ReadonlySet<string>): void {
    const [env, key] = node.arguments;
    if (env === undefined || key === undefined) return;
    const of = { form: "accessor", place: placeOf(node, file, root), sourceFile: file } as const;
    const own = vouchedFor(key, vouching);
    const wanted = namesOf(own, checker);
    keys.push(own);
    if (wanted.length === 0)
      found.wholes.push({ ...of, kind: "dynamic-key", node, env, names: [] });
    for (const name of wanted) {
      const read = { ...of, name, taking: "accessor-call", node, env } as const;
      found.reads.push({ ...read, evidence: "types", throughHelper: true });
    }
  }
}

function namesOf(key: ts.Expression, checker: ts.TypeChecker): readonly string[] {
  const { names } = keyNames(key, checker);
  return names.length > 0 ? names : literalsOf(unwrap(key), checker);
}

/** `secretName("K")` where no type knows the name: the name alone. */
function vouchedFor(key: ts.Expression, vouching: ReadonlySet<string>): ts.Expression {
  const call = unwrap(key);
  const [name] = ts.isCallExpression(call) && isCallOf(call, vouching) ? call.arguments : [];
  return name ?? key;
}

function isCallOf({ expression }: ts.CallExpression, names: ReadonlySet<string>): boolean {
  return ts.isIdentifier(expression) && names.has(expression.text);
}

/** What the file calls those of the helper's functions that it imports. */
function importedAs(file: ts.SourceFile, functions: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(
    file.statements.filter(ts.isImportDeclaration).flatMap(({ moduleSpecifier, importClause }) => {
      const from = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : "";
      const named = importClause?.namedBindings;
      if (!HELPER.test(from) || !named || !ts.isNamedImports(named)) return [];
      return named.elements
        .filter(({ name, propertyName }) => functions.has((propertyName ?? name).text))
        .map(({ name }) => name.text);
    }),
  );
}
