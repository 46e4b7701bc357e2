/** The text of a look-up: `await requireSecret(env, "K")`, around or in place of a read. */
import ts from "typescript";
import type { HelperFunction } from "../migration-plan.ts";
import {
  type ExpressionRead,
  isOptionalChainOn,
  type MigratingRead,
  type ParameterRead,
} from "../reads/migrating-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { innermost, needsParentheses } from "../syntax/values.ts";
import type { EditBook } from "./edit-book.ts";
import type { HelperNames } from "./helper-names.ts";
import type { NewNames } from "./new-names.ts";
import { ProcessEnv } from "./process-env.ts";

export class LookUps {
  readonly #book: EditBook;
  readonly #names: HelperNames;
  readonly #index: ReferenceIndex;
  readonly #processEnv: ProcessEnv;
  readonly #newNames: NewNames;
  /** Functions that look up and check what reads ask for. */
  readonly #followed = new Map<MigratingRead, string>();

  constructor(
    book: EditBook,
    names: HelperNames,
    { index, newNames }: { readonly index: ReferenceIndex; readonly newNames: NewNames },
  ) {
    this.#newNames = newNames;
    this.#processEnv = new ProcessEnv(index, names);
    this.#book = book;
    this.#names = names;
    this.#index = index;
  }

  /** Says that a function of the file looks up what `read` asks for, and checks it. */
  follow(read: MigratingRead, name: string): void {
    this.#followed.set(read, name);
  }

  isFollowed(read: MigratingRead): boolean {
    return this.#followed.has(read);
  }

  /** The name as an argument, in `file`: a name that the type of the environment there has not is vouched for. */
  nameOf(name: string, type: ts.Type | undefined, file: ts.SourceFile): string {
    const text = this.quoted(file, name);
    return this.#knows(type, name) ? text : `${this.#names.use(file, "secretName")}(${text})`;
  }

  #nameText(read: MigratingRead, name: string): string {
    const { checker } = this.#index;
    const type =
      read.form === "process-env"
        ? this.#processEnv.typeIn(read.source.sourceFile)
        : read.shape === "expression"
          ? checker.getTypeAtLocation(read.env)
          : checker.getTypeAtLocation(read.element.parent);
    return this.nameOf(name, type, read.source.sourceFile);
  }

  #knows(type: ts.Type | undefined, name: string): boolean {
    const { checker } = this.#index;
    if (!type || type.flags & ts.TypeFlags.Any) return true;
    const env = checker.getNonNullableType(type);
    return (
      !!checker.getPropertyOfType(env, name) ||
      !!checker.getIndexInfoOfType(env, ts.IndexKind.String)
    );
  }

  quoted(node: ts.Node, name: string): string {
    const { quote } = this.#book.style(node);
    return `${quote}${name}${quote}`;
  }

  /** A look-up by who gives the value, of an environment that `env` names in its file. */
  given(
    file: ts.SourceFile,
    { env, type }: { env: string | undefined; type: ts.Type | undefined },
    { secret, helper, kind }: { secret: string; helper: HelperFunction; kind: string },
  ): string {
    const isOfNode = kind === "process-env";
    const called = this.#names.use(file, helper);
    const own = isOfNode
      ? this.#processEnv.textIn(file)
      : (env ?? this.#names.useOf(file, "cloudflare:workers", "env", "workerEnv"));
    const known = isOfNode ? this.#processEnv.typeIn(file) : type;
    return `await ${called}(${own}, ${this.nameOf(secret, known, file)})`;
  }

  /** What the read's file calls a function of the helper. */
  called(read: MigratingRead, helper: HelperFunction): string {
    return this.#names.use(read.source.sourceFile, helper);
  }

  /** `await getSecret(env, "K")` as a text of its own, for a statement. */
  text(
    read: MigratingRead,
    helper: HelperFunction,
    name: string,
    env = this.envText(read),
  ): string {
    const followed = this.#followed.get(read);
    if (followed !== undefined) return `await ${followed}()`;
    const file = read.source.sourceFile;
    const called = this.#names.use(file, helper);
    const type = this.#typeArgument(read);
    return `await ${called}${type}(${env}, ${this.#nameText(read, name)})`;
  }

  /** One look-up for several reads, of which one may know that there is no environment. */
  guarded(reads: readonly ExpressionRead[], helper: HelperFunction, name: string): string {
    const [read] = reads;
    if (!read) throw new TypeError("a look-up is for one read at least");
    const nullable = reads.some((one) => this.#isNullable(one));
    return nullable ? this.#ifThere(read, helper, name) : this.text(read, helper, name);
  }

  /** `env && (await findSecret(env, "K"))`. */
  #ifThere(read: ExpressionRead, helper: HelperFunction, name: string): string {
    const cast = maybeCast(read.env);
    if (!cast) return `${this.#book.render(read.env)} && (${this.text(read, helper, name)})`;
    // The compiler knows of an expression that it is there, and not of a cast.
    const inner = this.#book.render(cast.inner);
    return `${inner} && (${this.text(read, helper, name, `${inner} as ${cast.type}`)})`;
  }

  /** The environment as the code writes it; where it reads Node's, the Worker's own. */
  envText(read: MigratingRead): string {
    const file = read.source.sourceFile;
    if (read.form === "process-env") return this.#processEnv.textIn(file);
    if (read.shape === "pattern") return this.#book.render(read.declaration.initializer as ts.Node);
    if (read.shape === "parameter") return this.envOf(read);
    return this.#book.render(unparenthesised(read.env));
  }

  /** What an environment is called that a parameter took apart. */
  envOf({ parameter }: ParameterRead): string {
    return this.#newNames.of(parameter, "env", parameter.parent);
  }

  /** Puts the look-up in place of the read, and leaves the text of the environment as it is. */
  inPlace(read: ExpressionRead, helper: HelperFunction): void {
    const { node, env, use } = read;
    const { target } = use;
    const name = read.names[0] ?? "";
    const book = this.#book;
    if (ts.isBinaryExpression(node)) {
      this.#presence(read, node);
      return;
    }
    if (ts.isElementAccessExpression(node) && read.isDynamic) {
      this.#dynamic(read, node);
      return;
    }
    const isWhole = this.isFollowed(read) || read.form === "process-env" || use.castToString;
    if (this.#isNullable(read) || isWhole) {
      this.#asWhole(read, helper, name);
      return;
    }
    const called = this.#names.use(read.source.sourceFile, helper);
    const edits = book.of(node);
    const given = unparenthesised(env);
    const start = target.getStart();
    if (given.getStart() > start) edits.replace(start, given.getStart(), "");
    book.awaitAround(target, `${called}${this.#typeArgument(read)}(`);
    edits.replace(given.end, target.end, `, ${this.#nameText(read, name)})`);
  }

  /** A read of which more than the look-up changes. */
  #asWhole(read: ExpressionRead, helper: HelperFunction, name: string): void {
    const { target } = read.use;
    const castToString = read.use.castToString && !this.isFollowed(read);
    const book = this.#book;
    if (this.#isNullable(read)) {
      const tight = needsParentheses(target) || isOperand(target);
      const guarded = this.#ifThere(read, helper, name);
      book.replace(target, tight ? `(${guarded})` : guarded);
      if (tight) keepChain(book, target);
    } else {
      const look = this.text(read, helper, name);
      const cast = castToString ? `(${look}) as string` : look;
      book.replace(target, needsParentheses(target) ? `(${cast})` : cast);
    }
  }

  /** `"K" in env`. */
  #presence(read: ExpressionRead, node: ts.BinaryExpression): void {
    const look = `(${this.text(read, "findSecret", read.names[0] ?? "")}) !== undefined`;
    this.#book.replace(node, look);
  }

  /** `env[name]` for known names. */
  #dynamic(read: ExpressionRead, node: ts.ElementAccessExpression): void {
    const called = this.#names.use(read.source.sourceFile, read.use.helper);
    const { target } = read.use;
    const edits = this.#book.of(node);
    const env = node.expression;
    if (read.form === "process-env") edits.replace(env.getStart(), env.end, this.envText(read));
    this.#book.awaitAround(target, `${called}${this.#typeArgument(read)}(`, ")");
    const key = node.argumentExpression;
    const vouch = this.#knowsKey(read, key)
      ? ""
      : `${this.#names.use(read.source.sourceFile, "secretName")}(`;
    edits.replace(env.end, key.getStart(), `, ${vouch}`);
    edits.replace(key.end, target.end, vouch ? ")" : "");
  }

  /** Is the key of a type that only holds names of the environment? */
  #knowsKey(read: ExpressionRead, key: ts.Expression): boolean {
    const { checker } = this.#index;
    const type = checker.getTypeAtLocation(key);
    const parts = type.isUnion() ? type.types : [type];
    const isListed = parts.every(
      (part) => part.isStringLiteral() && read.names.includes(part.value),
    );
    const isOfNode = read.form === "process-env";
    const env = isOfNode
      ? this.#processEnv.typeIn(read.source.sourceFile)
      : checker.getTypeAtLocation(read.env);
    if (!env) return true;
    if (isOfNode && !read.names.every((name) => this.#knows(env, name))) return false;
    const isOpen =
      !!(env.flags & ts.TypeFlags.Any) || !!checker.getIndexInfoOfType(env, ts.IndexKind.String);
    return isListed || isOpen;
  }

  #isNullable({ node, env }: ExpressionRead): boolean {
    return isOptionalChainOn(this.#index.checker, node, env);
  }

  /** Of a type parameter only its constraint says which names there are. */
  #typeArgument(read: MigratingRead): string {
    if (read.shape !== "expression" || read.form === "process-env") return "";
    const type = this.#index.checker.getTypeAtLocation(innermost(read.env));
    if (!(type.flags & ts.TypeFlags.TypeParameter)) return "";
    const declaration = type.symbol?.declarations?.[0];
    if (!declaration || !ts.isTypeParameterDeclaration(declaration)) return "";
    return declaration.constraint ? `<${declaration.constraint.getText()}>` : "";
  }
}

/** `(env as Env).KEY` hands `env as Env` over. */
function unparenthesised(env: ts.Expression): ts.Expression {
  if (!ts.isParenthesizedExpression(env)) return env;
  const inner = env.expression;
  const { text } = env.getSourceFile();
  const around = text.slice(env.getStart(), inner.getStart()) + text.slice(inner.end, env.end);
  const isList =
    ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.CommaToken;
  return isList || around.includes("/") ? env : unparenthesised(inner);
}

/** `a && b` inside of another operator has to keep together. */
function isOperand(node: ts.Expression): boolean {
  return ts.isBinaryExpression(node.parent) && !ts.isArrowFunction(node.parent.parent);
}

function keepChain(book: EditBook, node: ts.Expression): void {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && !parent.questionDotToken) {
    book.of(node).replace(node.end, parent.name.getStart(), "?.");
  }
}

/** `(x as Environment | undefined)`: what is cast, and to what where it is there. */
function maybeCast(env: ts.Expression): { inner: ts.Expression; type: string } | undefined {
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
