/**
 * Code that still calls the helper keeps its import: what people wrote with it since the move goes on
 * working, since without a store the helper serves the individual secret.
 */
import ts from "typescript";
import type { Place } from "../repository/place.ts";
import { parseSource, wholeTextOf } from "../source/frontmatter.ts";

const HELPER = /^@lunakey\/runtime(?:\/.*)?$|(?:^|\/)(?:lunakey-)?secrets(?:\.[cm]?[jt]s)?$/;
const FUNCTIONS: ReadonlySet<string> = new Set([
  ...["getSecret", "findSecret", "requireSecret", "getSecrets", "withSecret", "verifyWithSecret"],
]);

/** A call of the helper that stays. */
export interface HelperUse {
  readonly place: Place;
  /** The helper's function. */
  readonly helper: string;
  /** The secret; null where the code does not say it in one word. */
  readonly name: string | null;
  /** What could stand there instead; null where that is not one expression. */
  readonly edit: string | null;
}

interface HelperImport {
  readonly node: ts.ImportDeclaration;
  readonly names: readonly ts.ImportSpecifier[];
}

/** The text with the imports of the helper that its calls need, as `current` has them. */
export function keepHelperImports(path: string, text: string, current: string): string {
  const from = findHelperImports(parse(path, current));
  const file = parse(path, text);
  const there = new Set(
    findHelperImports(file).flatMap(({ names }) => names.map(({ name }) => name.text)),
  );
  const used = usedNames(file);
  const lines = from.flatMap(({ node, names }) => {
    const missing = names.filter(({ name }) => used.has(name.text) && !there.has(name.text));
    if (missing.length === 0) return [];
    const all = missing.length === names.length;
    const source = node.getSourceFile();
    if (all) return [node.getText(source)];
    const list = missing.map((each) => each.getText(source)).join(", ");
    return [`import { ${list} } from ${node.moduleSpecifier.getText(source)};`];
  });
  return lines.length === 0 ? text : insertImports(file, lines);
}

/** The text without names of the helper that `current` uses, and nothing here does any more. */
export function dropHelperImports(path: string, text: string, current: string): string {
  const file = parse(path, text);
  const used = usedNames(file);
  const usedNow = usedNames(parse(path, current));
  let result = text;
  for (const { node, names } of findHelperImports(file).reverse()) {
    const kept = names.filter(({ name }) => used.has(name.text) || !usedNow.has(name.text));
    const bindings = node.importClause?.namedBindings;
    if (kept.length === names.length || !bindings) continue;
    if (kept.length === 0 && node.importClause?.name === undefined) {
      const end = /^[ \t]*\r?\n/.exec(result.slice(node.end))?.[0].length ?? 0;
      result = result.slice(0, node.getStart(file)) + result.slice(node.end + end);
      continue;
    }
    const list = `{ ${kept.map((each) => each.getText(file)).join(", ")} }`;
    result = result.slice(0, bindings.getStart(file)) + list + result.slice(bindings.end);
  }
  return result;
}

/** Every call of the helper in a text, with what could stand there instead. */
export function listHelperUses(path: string, text: string): HelperUse[] {
  const file = parse(path, text);
  const imported = new Map(
    findHelperImports(file).flatMap(({ names }) =>
      names.map((each) => [each.name.text, (each.propertyName ?? each.name).text] as const),
    ),
  );
  const uses: HelperUse[] = [];
  const visit = (node: ts.Node): void => {
    const helper = ts.isCallExpression(node) ? calledOf(imported, node) : undefined;
    if (helper !== undefined && FUNCTIONS.has(helper) && ts.isCallExpression(node))
      uses.push(useOf(file, path, { node, helper, name: nameOf(imported, node) }));
    ts.forEachChild(node, visit);
  };
  if (imported.size > 0) visit(file);
  return uses;
}

/** Does the text import the helper at all? Types of it count. */
export function importsHelper(path: string, text: string): boolean {
  return /secrets|@lunakey\/runtime/.test(text) && findHelperImports(parse(path, text)).length > 0;
}

/** By what the file calls them, the helper's own names. */
type ImportedNames = ReadonlyMap<string, string>;

function calledOf(imported: ImportedNames, { expression }: ts.CallExpression): string | undefined {
  return ts.isIdentifier(expression) ? imported.get(expression.text) : undefined;
}

/** `"K"`, and `secretName("K")` where no type knows the name; null where the code computes it. */
function nameOf(imported: ImportedNames, { arguments: [, key] }: ts.CallExpression): string | null {
  const vouched = key && ts.isCallExpression(key) && calledOf(imported, key) === "secretName";
  const name = vouched ? key.arguments[0] : key;
  return name && ts.isStringLiteralLike(name) ? name.text : null;
}

function useOf(
  file: ts.SourceFile,
  path: string,
  { node, helper, name }: { node: ts.CallExpression; helper: string; name: string | null },
): HelperUse {
  const start = node.getStart(file);
  const at = file.getLineAndCharacterOfPosition(start);
  const [env] = node.arguments;
  const place = { file: path, line: at.line + 1, column: at.character + 1 };
  const isOne = helper === "getSecret" || helper === "findSecret" || helper === "requireSecret";
  const edit = isOne && env && name !== null ? `${heldBy(env, file)}.${name}` : null;
  return { place, helper, name, edit };
}

function heldBy(env: ts.Expression, file: ts.SourceFile): string {
  return ts.isAwaitExpression(env) ? `(${env.getText(file)})` : env.getText(file);
}

function findHelperImports(file: ts.SourceFile): HelperImport[] {
  return file.statements.filter(ts.isImportDeclaration).flatMap((node) => {
    const { moduleSpecifier, importClause } = node;
    const named = importClause?.namedBindings;
    if (!ts.isStringLiteral(moduleSpecifier) || !HELPER.test(moduleSpecifier.text)) return [];
    if (!named || !ts.isNamedImports(named)) return [];
    const isOurs = named.elements.some(({ name, propertyName }) =>
      FUNCTIONS.has((propertyName ?? name).text),
    );
    return isOurs ? [{ node, names: [...named.elements] }] : [];
  });
}

/** Names that stand anywhere but in an import or behind a dot. */
function usedNames(file: ts.SourceFile): ReadonlySet<string> {
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isIdentifier(node) && !isMember(node)) used.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return used;
}

function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  return ts.isPropertyAccessExpression(parent) && parent.name === node;
}

/** Behind the last import; before everything but comments where there is none. */
function insertImports(file: ts.SourceFile, lines: readonly string[]): string {
  const text = wholeTextOf(file);
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const last = file.statements.filter(ts.isImportDeclaration).at(-1);
  if (last)
    return (
      text.slice(0, last.end) + lines.map((line) => end + line).join("") + text.slice(last.end)
    );
  const start = file.statements[0]?.getStart(file) ?? text.length;
  return `${text.slice(0, start)}${lines.join(end)}${end}${end}${text.slice(start)}`;
}

function parse(path: string, text: string): ts.SourceFile {
  return parseSource(path, text, ts.ScriptTarget.ESNext, true);
}
