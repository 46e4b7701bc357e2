/**
 * Secrets that code reads by a name of their own, without an environment: the globals of a Worker in
 * the service-worker syntax, and what Astro's `astro:env/server` exports or looks up. Found, and never moved.
 */
import ts from "typescript";
import { ownSourceFiles } from "./candidates.ts";
import type { EnvForm, EnvRead, Evidence } from "./env-read.ts";
import { importedFrom } from "./imported-from.ts";
import { isWriteTarget, placeOf } from "./syntax.ts";

/** How people write the names of an environment; shorter ones are type parameters and the like. */
const NAME = /^[A-Z][A-Z0-9_]{2,}$/;
/** Of the language and the platform, where no library of types says so. */
const STANDARD: ReadonlySet<string> = new Set(["JSON", "URL", "CSS"]);
const ASTRO_ENV = "astro:env/server";

interface NamedReadOptions {
  readonly program: ts.Program;
  readonly root: string;
  /** Is the file code of the Worker? */
  readonly include: (file: ts.SourceFile) => boolean;
  /** Relative to the root; null: one of the files that are included. */
  readonly entry: string | null;
}

export function findNamedReads({ program, root, include, entry }: NamedReadOptions): EnvRead[] {
  const files = ownSourceFiles(program).filter((one) => !one.isDeclarationFile && include(one));
  const checker = program.getTypeChecker();
  const entries = entry === null ? files : [program.getSourceFile(`${root}/${entry}`)];
  const hasGlobals = entries.some((file) => file && isServiceWorker(file));
  return files.flatMap((file) => {
    if (!hasGlobals && !file.text.includes(ASTRO_ENV)) return [];
    return namesIn(file).flatMap((node): EnvRead[] => {
      const symbol = symbolOf(node, checker);
      const found =
        ofAstro(symbol, node) ?? (hasGlobals ? ofGlobal(symbol, node, checker) : undefined);
      if (!found) return [];
      const value = found.call ?? node;
      const place = placeOf(value, file, root);
      const { name, form, evidence } = found;
      const read = { name, form, evidence, place, sourceFile: file, node: value, env: undefined };
      return [{ ...read, taking: "property" }];
    });
  });
}

/** Of the value, in `{ K }` too. */
function symbolOf(node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
}

type Named = Pick<EnvRead, "name" | "form" | "evidence"> & {
  /** Of a function that is given the name. */
  readonly call?: ts.CallExpression;
};

function named(name: string, form: EnvForm, evidence: Evidence): Named {
  return { name, form, evidence };
}

/** `addEventListener("fetch", …)` at the top of a file that exports nothing by default. */
function isServiceWorker(file: ts.SourceFile): boolean {
  if (!file.text.includes("addEventListener")) return false;
  return (
    file.statements.some(listensToFetch) &&
    !file.statements.some((one) => ts.isExportAssignment(one) && !one.isExportEquals)
  );
}

function listensToFetch(statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement)) return false;
  const call = statement.expression;
  if (!ts.isCallExpression(call)) return false;
  const callee = call.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const [event] = call.arguments;
  const isListener = ts.isIdentifier(name) && name.text === "addEventListener";
  return isListener && event !== undefined && ts.isStringLiteral(event) && event.text === "fetch";
}

/** `K`, and `getSecret("K")`. */
function ofAstro(symbol: ts.Symbol | undefined, { parent }: ts.Identifier): Named | undefined {
  const imported = symbol && importedFrom(symbol);
  if (imported?.module !== ASTRO_ENV) return undefined;
  if (NAME.test(imported.name)) return named(imported.name, "astro-env", "types");
  const [name] = ts.isCallExpression(parent) ? parent.arguments : [];
  const isAsked = imported.name === "getSecret" && name && ts.isStringLiteralLike(name);
  if (!isAsked || !ts.isCallExpression(parent)) return undefined;
  return { ...named(name.text, "astro-env", "types"), call: parent };
}

/** Declared by nobody, or only said to be there: `declare const API_KEY: string`. */
function ofGlobal(
  symbol: ts.Symbol | undefined,
  node: ts.Identifier,
  checker: ts.TypeChecker,
): Named | undefined {
  if (!NAME.test(node.text) || STANDARD.has(node.text)) return undefined;
  const declarations = symbol?.declarations ?? [];
  if (declarations.length === 0) return named(node.text, "global", "shape");
  if (!declarations.every(isOnlySaid)) return undefined;
  const { flags } = checker.getTypeAtLocation(node);
  const isText = flags & (ts.TypeFlags.StringLike | ts.TypeFlags.Any);
  return isText ? named(node.text, "global", "types") : undefined;
}

function isOnlySaid(declaration: ts.Declaration): boolean {
  const isAmbient = ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient;
  const file = declaration.getSourceFile();
  return (
    ts.isVariableDeclaration(declaration) &&
    !file.fileName.includes("/node_modules/") &&
    !file.hasNoDefaultLib &&
    (isAmbient !== 0 || file.isDeclarationFile || isInGlobal(declaration))
  );
}

/** `declare global { const API_KEY: string }`. */
function isInGlobal(node: ts.Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isModuleDeclaration(at)) return (at.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
  }
  return false;
}

/** Identifiers that are a value. */
function namesIn(file: ts.SourceFile): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || isDeclare(node)) return;
    if (ts.isIdentifier(node) && isValue(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isDeclare(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)
  );
}

function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  const isName = "name" in parent && parent.name === node;
  const isKey = ts.isBindingElement(parent) && parent.propertyName === node;
  const isOther = ts.isExportSpecifier(parent) || ts.isLabeledStatement(parent);
  return !isName && !isKey && !isOther && !isWriteTarget(node);
}
