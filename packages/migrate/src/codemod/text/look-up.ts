/** The text of a look-up: `await requireSecret(env, "K")`, around or in place of a read. */
import ts from "typescript";
import { askedByReads, type Between } from "../hoist/asked-environment.ts";
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
import { literalTypeOf } from "./literal-type.ts";
import type { NewNames } from "./new-names.ts";
import { ProcessEnv } from "./process-env.ts";
import { typeArgumentOf } from "./type-argument.ts";
import { maybeCast, unparenthesised } from "./written-environment.ts";

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

  /** Does the type of the environment there have the read's name, as a text? */
  isPlain(read: MigratingRead): boolean {
    const isLiteral = literalTypeOf(this.#index, read, "getSecret") !== undefined;
    return !isLiteral && this.#knows(this.#typeOf(read), read.names[0] ?? "");
  }

  #nameText(read: MigratingRead, name: string): string {
    const key = keyOf(read);
    if (key) return this.#keyText(read, key);
    return this.nameOf(name, this.#typeOf(read), read.source.sourceFile);
  }

  /** `name` of `env[name]`: without a cast to a name of the environment, which a text need not be. */
  #keyText(read: MigratingRead, key: ts.Expression): string {
    if (this.#knowsKey(read, key)) return this.#book.render(key);
    const vouch = this.#names.use(read.source.sourceFile, "secretName");
    return `${vouch}(${this.#book.render(innermost(key))})`;
  }

  /** Of the environment that is asked. */
  #typeOf(read: MigratingRead): ts.Type | undefined {
    if (read.form === "process-env") return this.#processEnv.typeIn(read.source.sourceFile);
    const env = read.shape === "expression" ? read.env : read.element.parent;
    return this.#index.checker.getTypeAtLocation(env);
  }

  #knows(type: ts.Type | undefined, name: string): boolean {
    const { checker } = this.#index;
    if (!type || type.flags & ts.TypeFlags.Any) return true;
    const env = checker.getNonNullableType(type);
    return !!checker.getPropertyOfType(env, name) || isIndexed(checker, env);
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

  /** What a file calls what another one of the repository exports as `name`; imported from now on. */
  imported(file: ts.SourceFile, from: ts.SourceFile, name: string): string {
    const otherwise = `own${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return this.#names.useOfFile(file, from.fileName, name, otherwise);
  }

  /** The same of a type. */
  importedType(file: ts.SourceFile, from: ts.SourceFile, name: string): string {
    return this.#names.useTypeOfFile(file, from.fileName, name, `Own${name}`);
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
    { env = this.envText(read), isKept = isKeptText(read) } = {},
  ): string {
    const followed = this.#followed.get(read);
    if (followed !== undefined) return `await ${followed}()`;
    const file = read.source.sourceFile;
    const called = this.#names.use(file, helper);
    const { checker } = this.#index;
    const look = `await ${called}${typeArgumentOf(checker, read)}(${env}, ${this.#nameText(read, name)})`;
    const literal = literalTypeOf(this.#index, read, helper, { ...this.#book.style(file), isKept });
    return literal === undefined ? look : `(${look}) as ${literal}`;
  }

  /** As the `string` that it was for the compiler, where its type is no other already. */
  asString(read: MigratingRead, look: string): string {
    const literal = literalTypeOf(this.#index, read, "requireSecret");
    return literal === undefined ? `(${look}) as string` : look;
  }

  /**
   * One look-up for several reads, of which one may know that there is no environment.
   * @param before what the code does between the look-up and a read.
   */
  guarded(
    reads: readonly ExpressionRead[],
    helper: HelperFunction,
    name: string,
    before: (read: ExpressionRead) => Between,
  ): string {
    const [read] = reads;
    if (!read) throw new TypeError("a look-up is for one read at least");
    const asked = askedByReads(this.#index, reads, before);
    if (asked !== undefined) return `${asked} && (${this.text(read, helper, name)})`;
    const nullable = reads.find((one) => this.#isNullable(one));
    return nullable ? this.#ifThere(nullable, helper, name) : this.text(read, helper, name);
  }

  /** `env && (await findSecret(env, "K"))`. */
  #ifThere(read: ExpressionRead, helper: HelperFunction, name: string): string {
    const cast = maybeCast(read.env);
    if (!cast) return `${this.#book.render(read.env)} && (${this.text(read, helper, name)})`;
    // The compiler knows of an expression that it is there, and not of a cast.
    const inner = this.#book.render(cast.inner);
    return `${inner} && (${this.text(read, helper, name, { env: `${inner} as ${cast.type}` })})`;
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
    const isCast = use.castToString || literalTypeOf(this.#index, read, helper) !== undefined;
    const isWhole = this.isFollowed(read) || read.form === "process-env" || isCast;
    if (this.#isNullable(read) || isWhole) {
      this.#asWhole(read, helper, name);
      return;
    }
    const called = this.#names.use(read.source.sourceFile, helper);
    const edits = book.of(node);
    const given = unparenthesised(env);
    const start = target.getStart();
    const key = keyOf(read);
    if (given.getStart() > start) edits.replace(start, given.getStart(), "");
    book.awaitAround(target, `${called}${typeArgumentOf(this.#index.checker, read)}(`, key && ")");
    if (key) this.#keepKey(read, key, given);
    else edits.replace(given.end, target.end, `, ${this.#nameText(read, name)})`);
  }

  /** Of `env[name]` the text of the name stays as it is. */
  #keepKey(read: ExpressionRead, key: ts.Expression, env: ts.Expression): void {
    const isKnown = this.#knowsKey(read, key);
    const own = isKnown ? key : innermost(key);
    const vouch = isKnown ? "" : `${this.#names.use(read.source.sourceFile, "secretName")}(`;
    const edits = this.#book.of(read.node);
    edits.replace(env.end, own.getStart(), `, ${vouch}`);
    edits.replace(own.end, read.use.target.end, isKnown ? "" : ")");
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
      const cast = castToString ? this.asString(read, look) : look;
      book.replace(target, needsParentheses(target) ? `(${cast})` : cast);
    }
  }

  /** `"K" in env`. */
  #presence(read: ExpressionRead, node: ts.BinaryExpression): void {
    const look = `(${this.text(read, "findSecret", read.names[0] ?? "")}) !== undefined`;
    this.#book.replace(node, look);
  }

  /** Is the key of a type that only holds names of the environment? */
  #knowsKey(read: MigratingRead, key: ts.Expression): boolean {
    const { checker } = this.#index;
    const type = checker.getTypeAtLocation(key);
    const parts = type.isUnion() ? type.types : [type];
    const env = this.#typeOf(read);
    const isListed = parts.every(
      (part) => part.isStringLiteral() && (!env || isTextIn(checker, env, part.value)),
    );
    const isOpen = !env || !!(env.flags & ts.TypeFlags.Any) || isIndexed(checker, env);
    return isListed || isOpen;
  }

  #isNullable(read: ExpressionRead): boolean {
    return isOptionalChainOn(this.#index, read);
  }
}

const isKeptText = (read: MigratingRead) => read.shape === "expression" && read.use.castToString;

/** The key of `env[name]`; undefined where the name is written there. */
function keyOf(read: MigratingRead): ts.Expression | undefined {
  if (read.shape !== "expression" || !read.isDynamic) return undefined;
  return ts.isElementAccessExpression(read.node) ? read.node.argumentExpression : undefined;
}

/** Has the environment a text of the name? */
function isTextIn(checker: ts.TypeChecker, env: ts.Type, name: string): boolean {
  const member = checker.getPropertyOfType(checker.getNonNullableType(env), name);
  if (!member) return false;
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(member));
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(({ flags }) => flags & (ts.TypeFlags.StringLike | ts.TypeFlags.Any));
}

/** Does the type take any name? */
function isIndexed(checker: ts.TypeChecker, env: ts.Type): boolean {
  return !!checker.getIndexInfoOfType(checker.getNonNullableType(env), ts.IndexKind.String);
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
