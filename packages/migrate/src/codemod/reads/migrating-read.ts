/** A read that is to move, in the shape that the engine and the text work with. */
import ts from "typescript";
import { calleeName } from "../../source/declared-shape.ts";
import type { EnvForm, EnvRead, EnvWhole } from "../../source/env-read.ts";
import { isTopOfAstro } from "../../source/frontmatter.ts";
import type { Site } from "../asyncify/function-group.ts";
import { isImportedFromPlatform } from "../hoist/given-value.ts";
import type { GiveUpCode } from "../migration-plan.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { ancestor } from "../syntax/function-node.ts";
import { innermost, outermost } from "../syntax/values.ts";
import { tellsEmptyApart } from "./empty-text.ts";
import { typeOfNoText } from "./no-text.ts";
import { isOptional } from "./optional-member.ts";
import { type ReadUse, useOf } from "./read-use.ts";

interface Base {
  readonly source: EnvRead | EnvWhole;
  readonly names: readonly string[];
  readonly form: EnvForm;
  readonly site: Site;
  readonly optional: boolean | undefined;
}
/** `env.K`, `env["K"]`, `env?.K`, `"K" in env`, and `env[name]` for known names. */
export interface ExpressionRead extends Base {
  readonly shape: "expression";
  readonly node: ts.Expression;
  readonly env: ts.Expression;
  /** Is the name only known by what the key can be? */
  readonly isDynamic: boolean;
  readonly use: ReadUse;
}
/** `const { K } = env`. */
export interface PatternRead extends Base {
  readonly shape: "pattern";
  readonly element: ts.BindingElement;
  readonly declaration: ts.VariableDeclaration;
}
/** `function f({ K }: Env)`. */
export interface ParameterRead extends Base {
  readonly shape: "parameter";
  readonly element: ts.BindingElement;
  readonly parameter: ts.ParameterDeclaration;
}
export type MigratingRead = ExpressionRead | PatternRead | ParameterRead;

export interface Refused {
  readonly code: GiveUpCode;
  readonly source: EnvRead | EnvWhole;
  readonly names: readonly string[];
  /** What is in the way, where that is not the read itself. */
  readonly at?: ts.Node;
  /** The function that it is read through. */
  readonly subject?: string | undefined;
}

export function shapeRead(index: ReferenceIndex, read: EnvRead): MigratingRead | Refused {
  const { node, env } = read;
  const names = [read.name];
  if (read.holdsTexts) return { code: "no-environment", source: read, names };
  if (isStoreObject(index, node)) return { code: "store-object", source: read, names };
  const other = typeOfNoText(index, node);
  if (other !== undefined) return { code: "no-text", source: read, names, subject: other };
  if (ts.isBindingElement(node)) return shapeElement(index, read, node);
  if (ts.isCallExpression(node) && read.form === "accessor") {
    return { code: "accessor", source: read, names, subject: calleeName(node.expression)?.text };
  }
  if (!ts.isExpression(node) || !env || !ts.isExpression(env)) {
    return { code: "unknown-shape", source: read, names };
  }
  if (tellsEmptyApart(node)) return { code: "empty-string", source: read, names };
  if (isGivenToSuper(node)) return { code: "super-call", source: read, names };
  return expressionRead(index, read, names, { node, env, isDynamic: false });
}

/** `env[name]`, where the code says which names it can be. */
export function shapeDynamic(index: ReferenceIndex, whole: EnvWhole): MigratingRead | undefined {
  const { node, env } = whole;
  if (!ts.isElementAccessExpression(node) || !ts.isExpression(env)) return undefined;
  if (whole.names.length === 0 || tellsEmptyApart(node)) return undefined;
  const key = innermost(node.argumentExpression);
  const declared = ts.isIdentifier(key) ? index.declarationsOf(key) : [];
  if (!declared.some((one) => ts.isParameter(one) || isOfLoop(one))) return undefined;
  return expressionRead(index, whole, whole.names, { node, env, isDynamic: true });
}

/**
 * `env?.K`, `platform?.env.K`: there may be no environment. Whatever its type says: who wrote `?.` knows of a
 * development server, or of a test, where that is not true. The one of a process or a module is there.
 */
export function isOptionalChainOn(
  index: ReferenceIndex,
  { node, env, form }: Pick<ExpressionRead, "node" | "env" | "form">,
): boolean {
  return ts.isOptionalChain(node) && form !== "process-env" && !isImportedFromPlatform(index, env);
}

/** `for (const name of NAMES)`. */
function isOfLoop(node: ts.Declaration): boolean {
  return ts.isVariableDeclaration(node) && ts.isForOfStatement(node.parent.parent);
}

function expressionRead(
  index: ReferenceIndex,
  source: EnvRead | EnvWhole,
  names: readonly string[],
  { node, env, isDynamic }: Pick<ExpressionRead, "node" | "env" | "isDynamic">,
): ExpressionRead {
  const name = isDynamic ? undefined : names[0];
  const declared = isOptional(index, source, name);
  const { form } = source;
  const optional = isOptionalChainOn(index, { node, env, form }) ? true : declared;
  const use = useOf(index, node, optional);
  const site: Site = { node: use.target, kind: "read" };
  return {
    shape: "expression",
    source,
    names,
    form,
    site,
    optional,
    node,
    env,
    isDynamic,
    use,
  };
}

function shapeElement(
  index: ReferenceIndex,
  read: EnvRead,
  element: ts.BindingElement,
): MigratingRead | Refused {
  const pattern = element.parent;
  const owner = pattern.parent;
  const names = [read.name];
  const refused = (code: GiveUpCode): Refused => ({ code, source: read, names });
  if (pattern.elements.some((one) => ts.isBindingElement(one) && one.dotDotDotToken)) {
    return refused("rest-destructuring");
  }
  if (!ts.isIdentifier(element.name)) return refused("unknown-shape");
  const optional = isOptional(index, { node: element, env: pattern }, read.name);
  const base = { source: read, names, form: read.form, optional };
  if (ts.isVariableDeclaration(owner) && owner.initializer && isAlone(owner)) {
    // What a module takes out of its environment is made later one by one: an element stands for its place.
    const place = isOfModule(owner) ? (element as unknown as ts.Expression) : owner.initializer;
    const site: Site = { node: place, kind: "pattern" };
    return { ...base, shape: "pattern", element, declaration: owner, site };
  }
  if (ts.isParameter(owner) && !owner.initializer) {
    // A pattern is no expression; it only stands for the place.
    const site: Site = { node: pattern as unknown as ts.Expression, kind: "pattern" };
    return { ...base, shape: "parameter", element, parameter: owner, site };
  }
  return refused("unknown-shape");
}

/** Is it the only declaration of a statement, so that others can be put beside it? */
function isAlone(declaration: ts.VariableDeclaration): boolean {
  const list = declaration.parent;
  return ts.isVariableDeclarationList(list)
    ? list.declarations.length === 1 && ts.isVariableStatement(list.parent)
    : false;
}

const isOfModule = ({ parent }: ts.VariableDeclaration) =>
  ts.isSourceFile(parent.parent.parent) && !isTopOfAstro(parent.getSourceFile());

/** `await env.K.get()`: bound one by one from Cloudflare's Secrets Store, and no text. */
function isStoreObject(index: ReferenceIndex, node: ts.Node): boolean {
  const value = ts.isBindingElement(node) ? node.name : node;
  const type = index.checker.getNonNullableType(index.checker.getTypeAtLocation(value));
  if (type.symbol?.name === "SecretsStoreSecret") return true;
  const { parent } = ts.isExpression(node) ? outermost(node) : node;
  const isGet = ts.isPropertyAccessExpression(parent) && parent.name.text === "get";
  return isGet && ts.isCallExpression(parent.parent) && parent.parent.arguments.length === 0;
}

/** `super(env.K)`: nothing can be awaited before it. */
function isGivenToSuper(node: ts.Node): boolean {
  const call = ancestor(node, isSuperCall);
  return call !== undefined && !ancestor(node, ts.isArrowFunction, call);
}

function isSuperCall(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;
}

/** The same for the same read in every plan of one program. */
export function keyOfRead({ source }: Pick<MigratingRead, "source">): string {
  const { file, line, column } = source.place;
  return `${file}:${line}:${column}`;
}
