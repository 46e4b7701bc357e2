/**
 * The declarations of a module one by one: what each is called, which names it is made of, and what of
 * other modules. So it can be followed how far a change of one of them goes.
 */
import ts from "typescript";

/** Of a module, whatever its names are. */
export const ALL = "*";

export interface DeclaredStatement {
  readonly names: readonly string[];
  /** Every name that it can be made of. */
  readonly words: ReadonlySet<string>;
  /** What its members and parameters are called. */
  readonly members: ReadonlySet<string>;
  /** What it is made of through `import("…").Name`. */
  readonly types: readonly From[];
  /** What is written in it. */
  readonly text: string;
  /** Are its names there for those who do not import them? */
  readonly isForAll: boolean;
}

/** A name of another module; `ALL` for the module as it is. */
export interface From {
  readonly specifier: string;
  readonly name: string;
}

export interface DeclaredNames {
  readonly statements: readonly DeclaredStatement[];
  readonly imports: readonly (From & { readonly local: string })[];
  /** `export { local as name }`, and what has `export` before it. */
  readonly exports: readonly { readonly name: string; readonly local: string }[];
  /** `export { name as as } from`; `as` is `ALL` for `export * from`. */
  readonly passedOn: readonly (From & { readonly as: string })[];
}

/** What files of packages and generated types declare is asked for again with each draft of a plan. */
const KNOWN = new WeakMap<ts.SourceFile, DeclaredNames>();

export function listDeclaredNames(file: ts.SourceFile): DeclaredNames {
  const known = KNOWN.get(file) ?? list(file);
  KNOWN.set(file, known);
  return known;
}

/** Is it the same, whatever the order? Of the same union the compiler writes now one member first, now another. */
export function isSameDeclared(a: string, b: string): boolean {
  return a === b || orderless(a) === orderless(b);
}

const orderless = (text: string) => (text.match(/[\w$]+|[^\w\s]/g) ?? []).sort().join(" ");

function list(file: ts.SourceFile): DeclaredNames {
  const isScript = !ts.isExternalModule(file);
  const statements: DeclaredStatement[] = [];
  const imports: (From & { local: string })[] = [];
  const exports: { name: string; local: string }[] = [];
  const passedOn: (From & { as: string })[] = [];
  for (const one of file.statements) {
    if (ts.isImportDeclaration(one)) imports.push(...importsOf(one));
    else if (ts.isExportDeclaration(one) && one.moduleSpecifier) passedOn.push(...passedOnBy(one));
    else if (ts.isExportDeclaration(one)) exports.push(...exportsOf(one));
    else {
      const declared = describe(one, file, isScript);
      statements.push(declared);
      exports.push(...ownExports(one, declared.names));
    }
  }
  return { statements, imports, exports, passedOn };
}

function describe(one: ts.Statement, file: ts.SourceFile, isScript: boolean): DeclaredStatement {
  const words = new Set<string>();
  const members = new Set<string>();
  const types: From[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) (isMemberName(node) ? members : words).add(node.text);
    if (ts.isImportTypeNode(node)) types.push(...typeFrom(node));
    if (ts.isExternalModuleReference(node)) {
      types.push({ specifier: textOf(node.expression), name: ALL });
    }
    ts.forEachChild(node, visit);
  };
  visit(one);
  const isAround = ts.isModuleDeclaration(one) && isForOthers(one);
  const inside = isAround && one.body && ts.isModuleBlock(one.body) ? one.body.statements : [];
  const names = [...namesOf(one), ...inside.flatMap(namesOf)];
  const text = one.getText(file);
  return { names, words, members, types, text, isForAll: isScript || isAround };
}

/** It is called so, and is made of nothing that is. */
function isMemberName({ parent }: ts.Identifier): boolean {
  return ts.isTypeElement(parent) || ts.isClassElement(parent) || ts.isParameter(parent);
}

/** `declare global`, or `declare module "name"`. */
function isForOthers(one: ts.ModuleDeclaration): boolean {
  return (one.flags & ts.NodeFlags.GlobalAugmentation) !== 0 || ts.isStringLiteral(one.name);
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  }
  if (ts.isExportAssignment(statement)) return ["default"];
  const { name } = statement as ts.Statement & { readonly name?: ts.Node };
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? [name.text] : ["default"];
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((one) => (ts.isOmittedExpression(one) ? [] : boundNames(one.name)));
}

function typeFrom({ argument, qualifier }: ts.ImportTypeNode): From[] {
  if (!ts.isLiteralTypeNode(argument) || !ts.isStringLiteral(argument.literal)) return [];
  let first = qualifier;
  while (first && ts.isQualifiedName(first)) first = first.left;
  return [{ specifier: argument.literal.text, name: first?.text ?? ALL }];
}

const textOf = (node: ts.Expression | undefined) =>
  node && ts.isStringLiteral(node) ? node.text : "";

function importsOf({ importClause, moduleSpecifier }: ts.ImportDeclaration) {
  const specifier = textOf(moduleSpecifier);
  const { name, namedBindings } = importClause ?? {};
  const own = name ? [{ specifier, name: "default", local: name.text }] : [];
  if (!namedBindings) return own;
  if (ts.isNamespaceImport(namedBindings)) {
    return [...own, { specifier, name: ALL, local: namedBindings.name.text }];
  }
  const named = namedBindings.elements.map((one) => {
    return { specifier, name: (one.propertyName ?? one.name).text, local: one.name.text };
  });
  return [...own, ...named];
}

function passedOnBy({ exportClause, moduleSpecifier }: ts.ExportDeclaration) {
  const specifier = textOf(moduleSpecifier);
  if (!exportClause) return [{ specifier, name: ALL, as: ALL }];
  if (ts.isNamespaceExport(exportClause)) {
    return [{ specifier, name: ALL, as: exportClause.name.text }];
  }
  return exportClause.elements.map((one) => {
    return { specifier, name: (one.propertyName ?? one.name).text, as: one.name.text };
  });
}

function exportsOf({ exportClause }: ts.ExportDeclaration) {
  if (!exportClause || !ts.isNamedExports(exportClause)) return [];
  return exportClause.elements.map((one) => {
    return { name: one.name.text, local: (one.propertyName ?? one.name).text };
  });
}

function ownExports(statement: ts.Statement, names: readonly string[]) {
  if (ts.isExportAssignment(statement)) return [{ name: "default", local: "default" }];
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const has = (wanted: ts.SyntaxKind) => modifiers.some(({ kind }) => kind === wanted);
  const isDefault = has(ts.SyntaxKind.DefaultKeyword);
  // In a file of declarations all that is at the top is exported, unless it says otherwise.
  const own = names.map((local) => ({ name: local, local }));
  return isDefault ? names.map((local) => ({ name: "default", local })) : own;
}
