/** Which of the reads that were found are to move: secrets, in code of the Worker, not moved yet. */
import ts from "typescript";
import type { EnvRead, EnvReads, EnvWhole } from "../../source/env-read.ts";
import type { MigrationInput } from "../migration-plan.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { holds } from "../syntax/function-node.ts";
import { isOperator, outermost } from "../syntax/values.ts";
import { accessorNames } from "./accessor-names.ts";
import { type MigratingRead, type Refused, shapeDynamic, shapeRead } from "./migrating-read.ts";
import { OverriddenNames } from "./overridden-names.ts";

export interface ChosenReads {
  readonly reads: readonly MigratingRead[];
  readonly refused: readonly Refused[];
}

const NO_WORKER_CODE =
  /(?:^|\/)(?:__tests__|tests?|vitest|e2e|scripts)\/|\.(?:test|spec)\.[cm]?[jt]sx?$|(?<!(?:^|\/)auth)\.config\.[cm]?[jt]sx?$/;

export function chooseReads(
  index: ReferenceIndex,
  found: EnvReads,
  input: Pick<MigrationInput, "names" | "files" | "helper" | "root">,
): ChosenReads {
  const reads: MigratingRead[] = [];
  const refused: Refused[] = [];
  const take = (shaped: MigratingRead | Refused) =>
    "shape" in shaped ? reads.push(shaped) : refused.push(shaped);
  for (const whole of found.wholes) {
    if (!isAsked(whole, input)) continue;
    take(attempt(whole, () => shapeWhole(index, named(index, whole, found), input)));
  }
  const overridden = new OverriddenNames(index, (file) => isWorkerCode(file, input));
  for (const read of found.reads) {
    if (!isAsked(read, input) || !isSecretRead(index, read, input)) continue;
    if (isFallbackOfOther(read, found.reads) || isAnsweredBy(index, read, reads)) continue;
    if (isMoved(index, read, input)) continue;
    const at = overridden.of(read);
    if (at) refused.push({ code: "overridden", source: read, names: [read.name], at });
    else take(attempt(read, () => shapeRead(index, read)));
  }
  return { reads, refused };
}

/** Asks the helper already, or a copy that it could not answer for. */
const isMoved = (
  index: ReferenceIndex,
  read: EnvRead,
  input: Pick<MigrationInput, "helper" | "root">,
) => asksHelper(index, read, input) || isParsedCopy(index, read);

const isWorkerCode = ({ fileName }: ts.SourceFile, { root }: Pick<MigrationInput, "root">) =>
  !NO_WORKER_CODE.test(fileName.slice(root.length + 1));

/** A fault of ours is no reason to move nothing: the read that it was at stays. */
function attempt(
  source: EnvRead | EnvWhole,
  shape: () => MigratingRead | Refused,
): MigratingRead | Refused {
  try {
    return shape();
  } catch {
    const names = "name" in source ? [source.name] : source.names;
    return { code: "internal-error", source, names };
  }
}

/** With the names that it can be asked for, as far as code says them. */
function named(index: ReferenceIndex, whole: EnvWhole, { reads }: EnvReads): EnvWhole {
  const names = whole.kind === "dynamic-key" ? accessorNames(index, whole, reads) : undefined;
  return names ? { ...whole, names } : whole;
}

function shapeWhole(
  index: ReferenceIndex,
  whole: EnvWhole,
  input: Pick<MigrationInput, "names">,
): MigratingRead | Refused {
  const moves = whole.kind === "dynamic-key" && whole.names.every((name) => isSecret(name, input));
  const shaped = moves ? shapeDynamic(index, whole) : undefined;
  return shaped ?? { code: whole.kind, source: whole, names: whole.names };
}

/** A copy that a schema made: its members are the schema's, and it holds no binding of the store. */
function isParsedCopy(index: ReferenceIndex, { env, name, form, isCopy }: EnvRead): boolean {
  if (isCopy) return true;
  if (!env || form !== "wrapped-env") return false;
  const type = index.checker.getNonNullableType(index.checker.getTypeAtLocation(env));
  const declarations = index.checker.getPropertyOfType(type, name)?.declarations ?? [];
  return declarations.length > 0 && !declarations.some(ts.isPropertySignature);
}

function isAsked(
  { place: { file }, sourceFile }: EnvRead | EnvWhole,
  { helper, files }: Pick<MigrationInput, "files" | "helper">,
): boolean {
  const isHelper =
    helper.kind === "file" && (file === helper.path || sourceFile.text === helper.text);
  if (isHelper) return false;
  if (files) return files.includes(file);
  return !NO_WORKER_CODE.test(file);
}

function isSecret(name: string, { names }: Pick<MigrationInput, "names">): boolean {
  return !names || names.has(name);
}

function isSecretRead(
  index: ReferenceIndex,
  read: EnvRead,
  input: Pick<MigrationInput, "names">,
): boolean {
  if (input.names) return input.names.has(read.name);
  const value = ts.isBindingElement(read.node) ? read.node.name : read.node;
  const type = index.checker.getTypeAtLocation(value);
  const text = ts.TypeFlags.StringLike | ts.TypeFlags.Any | ts.TypeFlags.Undefined;
  const parts = type.isUnion() ? type.types : [type];
  return read.taking === "presence" || parts.every(({ flags }) => flags & text);
}

/** `env?.K || process.env.K`: a helper of Worker and Node keeps reading what Node has. */
function isFallbackOfOther(read: EnvRead, all: readonly EnvRead[]): boolean {
  if (read.form !== "process-env" || !ts.isExpression(read.node)) return false;
  const outer = outermost(read.node);
  const { parent } = outer;
  const { BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  if (!isOperator(parent, BarBarToken, QuestionQuestionToken) || parent.right !== outer) {
    return false;
  }
  const isRead = all.some(({ name, form, node }) => {
    return name === read.name && form !== "process-env" && holds(parent.left, node);
  });
  return isRead || looksUp(parent.left, read.name);
}

/** Does the expression ask the helper for the name: is it what such a read has become? */
function looksUp(node: ts.Node, name: string): boolean {
  if (ts.isCallExpression(node) && ts.isAwaitExpression(node.parent)) {
    const [, asked] = node.arguments;
    if (asked && ts.isStringLiteralLike(asked) && asked.text === name) return true;
  }
  return ts.forEachChild(node, (child) => looksUp(child, name)) ?? false;
}

/** A look-up that is there already: the helper is an accessor, too. */
function asksHelper(
  index: ReferenceIndex,
  { node, taking }: EnvRead,
  { helper, root }: Pick<MigrationInput, "helper" | "root">,
): boolean {
  if (taking !== "accessor-call" || !ts.isCallExpression(node)) return false;
  const file = index.checker.getResolvedSignature(node)?.declaration?.getSourceFile();
  if (!file) return false;
  return helper.kind === "file"
    ? file.fileName === `${root}/${helper.path}` || file.text === helper.text
    : file.fileName.includes(`/node_modules/${helper.name}/`);
}

/** A call of an accessor whose own read moves: the call is awaited like any other. */
function isAnsweredBy(
  index: ReferenceIndex,
  read: EnvRead,
  reads: readonly MigratingRead[],
): boolean {
  if (read.taking !== "accessor-call" || !ts.isCallExpression(read.node)) return false;
  const signature = index.checker.getResolvedSignature(read.node);
  const accessor = signature?.declaration;
  return accessor !== undefined && reads.some(({ source }) => holds(accessor, source.node));
}

export function isWhole(source: EnvRead | EnvWhole): source is EnvWhole {
  return "kind" in source;
}
