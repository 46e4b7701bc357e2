/**
 * Which types of a program are the type of a Worker's environment: by their name, by what they are
 * handed to (`ExportedHandler<Env>`, `Hono<{ Bindings: Env }>`), by the parameter that they type.
 * Looks at symbols and declarations; a type is computed only where a caller asks about one.
 */
import ts from "typescript";
import { isHandlerEnv } from "./declared-shape.ts";
import { canBeEnvironment } from "./env-members.ts";
import { aliasedSymbol } from "./schema-types.ts";
import { propertyNameText } from "./syntax.ts";

/** Types whose argument is the environment; the number is the argument's index. */
const HANDED_TO: ReadonlyMap<string, number> = new Map([
  ["ExportedHandler", 0],
  ["WorkerEntrypoint", 0],
  ["DurableObject", 0],
  ["WorkflowEntrypoint", 0],
  ["Agent", 0],
  ["AIChatAgent", 0],
  ["McpAgent", 0],
  ["VoiceAgent", 0],
  ["Server", 0],
  ["Container", 0],
  ["PagesFunction", 0],
  ["EventContext", 0],
]);
/** Types that keep the members of their first argument. */
const SAME_MEMBERS: ReadonlySet<string> = new Set([
  "Pick",
  "Omit",
  "Partial",
  "Required",
  "Readonly",
  "NonNullable",
]);
const ENV_TYPE_NAME =
  /^_{0,2}(?:[A-Z]\w*)?(?:Env|Bindings|EnvVars?)$|^(?:Worker|Cloudflare)?Environment$/;
/** Aliases of aliases are followed this far: a circle of them is an error of the code. */
const MAX_ALIAS_DEPTH = 8;
/** Members whose type is that of an environment. */
const ENV_MEMBER: ReadonlySet<string> = new Set(["Bindings", "env"]);
const MEMBER_NAME = /^[A-Z][A-Z0-9_]{2,}$/;
const OTHER_TYPES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.BigIntKeyword,
  ts.SyntaxKind.SymbolKeyword,
  ts.SyntaxKind.VoidKeyword,
  ts.SyntaxKind.UndefinedKeyword,
  ts.SyntaxKind.NeverKeyword,
  ts.SyntaxKind.LiteralType,
  ts.SyntaxKind.ArrayType,
  ts.SyntaxKind.TupleType,
  ts.SyntaxKind.FunctionType,
]);
const HOLDER_TYPE_NAME = /(?:Context|Event|RequestHandlerArgs|FunctionArgs)$/;

/** What an annotation says; null: that it is something else. undefined: it does not say. */
export type AnnotationAnswer = "env" | "holder" | null | undefined;

export class EnvTypes {
  readonly #checker: ts.TypeChecker;
  readonly #byUse = new Set<ts.Symbol>();
  readonly #ofPlatform = new Set<ts.Symbol>();
  #givenTypes: ReadonlySet<ts.Type> | undefined;
  readonly #known = new Map<ts.Symbol, boolean>();
  readonly #memberNames = new Set<string>();
  readonly #literalsOfPlatform: ts.TypeLiteralNode[] = [];
  #givenNames: ReadonlySet<string> | undefined;

  /** @param files those that could name the type: each is walked once for what it is handed to. */
  constructor(checker: ts.TypeChecker, files: readonly ts.SourceFile[]) {
    this.#checker = checker;
    for (const file of files) visitUses(file, (node) => this.#note(node));
  }

  /** Is what the platform gives said to have this type: `Hono<{ Bindings: Env }>`, a handler's parameter? */
  isOfPlatform(symbol: ts.Symbol): boolean {
    return this.#ofPlatform.has(symbol);
  }

  /** The names of types that only their use says to be an environment's. */
  get namesByUse(): string[] {
    return [...this.#byUse].map((symbol) => symbol.name);
  }

  /** Names of members as people write them for an environment: `API_KEY`. */
  get memberNames(): ReadonlySet<string> {
    return this.#memberNames;
  }

  isEnvType(type: ts.Type): boolean {
    if (type.isUnionOrIntersection()) return type.types.some((part) => this.isEnvType(part));
    if (type.flags & ts.TypeFlags.TypeParameter) {
      const constraint = this.#checker.getBaseConstraintOfType(type);
      return constraint !== undefined && constraint !== type && this.isEnvType(constraint);
    }
    if (!(type.flags & ts.TypeFlags.Object)) return false;
    const alias = type.aliasSymbol;
    if (alias && SAME_MEMBERS.has(alias.name)) {
      const [first] = type.aliasTypeArguments ?? [];
      return first !== undefined && this.isEnvType(first);
    }
    const symbols = [alias, type.getSymbol()];
    return symbols.some((symbol) => symbol && this.isEnvSymbol(symbol)) || this.#isGiven(type);
  }

  /** What a schema makes has lost the name of its alias; it is the platform's type all the same. */
  #isGiven(type: ts.Type): boolean {
    this.#givenTypes ??= this.#typesOfPlatform();
    return this.#givenTypes.has(type);
  }

  #typesOfPlatform(): ReadonlySet<ts.Type> {
    return new Set(
      [...this.#ofPlatform].map((symbol) => this.#checker.getDeclaredTypeOfSymbol(symbol)),
    );
  }

  isEnvSymbol(symbol: ts.Symbol): boolean {
    if (this.#ofPlatform.has(symbol)) return true;
    let answer = this.#known.get(symbol);
    if (answer === undefined) {
      const isCalledSo =
        this.#byUse.has(symbol) || (ENV_TYPE_NAME.test(symbol.name) && isObjectOfMembers(symbol));
      answer =
        isCalledSo &&
        (isDeclaredForAll(symbol) || this.canBeEnv(this.#checker.getDeclaredTypeOfSymbol(symbol)));
      this.#known.set(symbol, answer);
    }
    return answer;
  }

  /** Has it names of an environment, or could it have any? */
  canBeEnv(type: ts.Type): boolean {
    return canBeEnvironment(type, this.#checker, (name) => this.#isGivenName(name));
  }

  /** Does a type of what the platform gives have such a member? */
  #isGivenName(name: string): boolean {
    this.#givenTypes ??= this.#typesOfPlatform();
    this.#givenNames ??= new Set(
      [
        ...this.#givenTypes,
        ...this.#literalsOfPlatform.map((node) => this.#checker.getTypeFromTypeNode(node)),
      ].flatMap((type) => this.#checker.getPropertiesOfType(type).map((member) => member.name)),
    );
    return this.#givenNames.has(name);
  }

  ofAnnotation(node: ts.TypeNode, depth = 0): AnnotationAnswer {
    if (ts.isParenthesizedTypeNode(node)) return this.ofAnnotation(node.type, depth);
    if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) {
      const parts = node.types.map((part) => this.ofAnnotation(part, depth));
      const answer = parts.find((part) => part);
      return answer ?? (parts.every((part) => part === null) ? null : undefined);
    }
    if (ts.isTypeReferenceNode(node)) return this.#ofReference(node, depth);
    return isOtherType(node) ? null : undefined;
  }

  #ofReference(node: ts.TypeReferenceNode, depth: number): AnnotationAnswer {
    const name = lastName(node.typeName);
    const first = node.typeArguments?.[0];
    if (SAME_MEMBERS.has(name) && first) return this.ofAnnotation(first, depth);
    const symbol = aliasedSymbol(node.typeName, this.#checker);
    if (symbol && this.isEnvSymbol(symbol)) return "env";
    const next =
      symbol?.declarations?.find(ts.isTypeParameterDeclaration)?.constraint ??
      symbol?.declarations?.find(ts.isTypeAliasDeclaration)?.type;
    const answer = next && depth < MAX_ALIAS_DEPTH ? this.ofAnnotation(next, depth + 1) : undefined;
    return answer || (HOLDER_TYPE_NAME.test(name) ? "holder" : undefined);
  }

  #note(node: ts.TypeNode | ts.InterfaceDeclaration): void {
    if (ts.isInterfaceDeclaration(node)) this.#noteMembers(node.members);
    else this.#noteUse(node, isGivenByPlatform(node.parent));
  }

  #noteMembers(members: ts.NodeArray<ts.TypeElement>): void {
    for (const { name } of members) {
      const text = name && propertyNameText(name);
      if (text !== undefined && MEMBER_NAME.test(text)) this.#memberNames.add(text);
    }
  }

  #noteLiteral(node: ts.TypeLiteralNode, isOfPlatform: boolean): void {
    this.#noteMembers(node.members);
    if (isOfPlatform) this.#literalsOfPlatform.push(node);
  }

  #noteUse(node: ts.TypeNode | undefined, isOfPlatform: boolean): void {
    if (!node) return;
    if (ts.isTypeLiteralNode(node)) this.#noteLiteral(node, isOfPlatform);
    else if (ts.isIntersectionTypeNode(node) || ts.isUnionTypeNode(node)) {
      for (const part of node.types) this.#noteUse(part, isOfPlatform);
    } else if (ts.isTypeReferenceNode(node)) {
      if (SAME_MEMBERS.has(lastName(node.typeName))) {
        this.#noteUse(node.typeArguments?.[0], isOfPlatform);
        return;
      }
      const symbol = aliasedSymbol(node.typeName, this.#checker);
      if (!symbol || !isOwnObject(symbol)) return;
      this.#byUse.add(symbol);
      if (isOfPlatform) this.#ofPlatform.add(symbol);
    }
  }
}

/** `Env` of Hono is `{ Bindings, Variables }`: it holds the environment's type, it is none. */
function isObjectOfMembers(symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some((declaration) => {
    if (ts.isInterfaceDeclaration(declaration)) return !hasBindings(declaration.members);
    if (!ts.isTypeAliasDeclaration(declaration)) return false;
    const { type } = declaration;
    return ts.isTypeLiteralNode(type) ? !hasBindings(type.members) : !isOtherType(type);
  });
}

function hasBindings(members: ts.NodeArray<ts.TypeElement>): boolean {
  return members.some(({ name }) => name !== undefined && name.getText() === "Bindings");
}

/** `env.d.ts`, and what `wrangler types` writes: such a type is of what a runtime has, as it is. */
function isDeclaredForAll(symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some((one) => one.getSourceFile().isDeclarationFile);
}

/** Interfaces and aliases of the repository: a library's type is no Worker's environment. */
function isOwnObject(symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some(
    (declaration) =>
      (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) &&
      !declaration.getSourceFile().fileName.includes("/node_modules/"),
  );
}

/** Where a type stands that the platform's value has; a parameter that is only called `env` may get anything. */
function isGivenByPlatform(node: ts.Node): boolean {
  if (ts.isParameter(node)) return isHandlerEnv(node);
  if (ts.isPropertySignature(node)) return node.name.getText() === "Bindings";
  return ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node);
}

/** Interfaces that are named like one, and types that are handed over as one. */
function visitUses(
  file: ts.SourceFile,
  note: (node: ts.TypeNode | ts.InterfaceDeclaration) => void,
): void {
  const visit = (node: ts.Node): void => {
    const used = usedType(node, file);
    if (used) note(used);
    ts.forEachChild(node, visit);
  };
  visit(file);
}

function usedType(
  node: ts.Node,
  file: ts.SourceFile,
): ts.TypeNode | ts.InterfaceDeclaration | undefined {
  if (ts.isInterfaceDeclaration(node)) return ENV_TYPE_NAME.test(node.name.text) ? node : undefined;
  if (ts.isTypeAliasDeclaration(node)) return ofAlias(node);
  if (ts.isTypeReferenceNode(node)) return ofArgument(lastName(node.typeName), node.typeArguments);
  if (ts.isExpressionWithTypeArguments(node)) {
    return ofArgument(node.expression.getText(file), node.typeArguments);
  }
  if (ts.isPropertySignature(node) || ts.isParameter(node) || ts.isPropertyDeclaration(node)) {
    return ENV_MEMBER.has(node.name.getText(file)) ? node.type : undefined;
  }
  return undefined;
}

function ofAlias({ name, type }: ts.TypeAliasDeclaration): ts.TypeNode | undefined {
  return ENV_TYPE_NAME.test(name.text) && ts.isTypeLiteralNode(type) ? type : undefined;
}

function ofArgument(
  name: string,
  args: ts.NodeArray<ts.TypeNode> | undefined,
): ts.TypeNode | undefined {
  const index = HANDED_TO.get(name);
  return index === undefined ? undefined : args?.[index];
}

function lastName(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : name.right.text;
}

/** Types that no environment has. */
function isOtherType({ kind }: ts.TypeNode): boolean {
  return OTHER_TYPES.has(kind);
}
