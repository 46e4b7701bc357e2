/** Which of the reads that were found are to move: secrets, in code of the Worker, not moved yet. */
import ts from "typescript";
import type { EnvRead, EnvReads, EnvWhole } from "../../source/env-read.ts";
import type { MigrationInput } from "../migration-plan.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { holds } from "../syntax/function-node.ts";
import { findAnswers, lacksEnvironment } from "./accessor-calls.ts";
import { type AskingRead, type DynamicRead, shapeWhole } from "./dynamic-reads.ts";
import { conditionAround } from "./empty-text.ts";
import { type MigratingRead, type Refused, shapeRead } from "./migrating-read.ts";
import { isFallbackOfKey, isFallbackOfOther } from "./node-fallback.ts";
import { OverriddenNames } from "./overridden-names.ts";

export interface ChosenReads {
  readonly reads: readonly MigratingRead[];
  readonly refused: readonly Refused[];
  /** Calls of accessors for what is no secret: they go on without waiting. */
  readonly staying: ReadonlySet<ts.Node>;
  /** Those of `reads` whose name callers say, each of which can move by itself. */
  readonly asking: readonly AskingRead[];
}

const NO_WORKER_CODE =
  /(?:^|\/)(?:__tests__|tests?|vitest|e2e|scripts)\/|\.(?:test|spec)\.[cm]?[jt]sx?$|(?<!(?:^|\/)auth)\.config\.[cm]?[jt]sx?$/;

type ChooseInput = Pick<MigrationInput, "names" | "files" | "helper" | "root">;

export function chooseReads(
  index: ReferenceIndex,
  found: EnvReads,
  input: ChooseInput,
): ChosenReads {
  const chosen: Choosing = { reads: [], refused: [], staying: new Set(), asking: [] };
  const overridden = new OverriddenNames(index, found, (file) => isWorkerCode(file, input));
  const known = { found, overridden, isSecret: (name: string) => isSecret(name, input) };
  const wholes = found.wholes.filter(
    (whole) => isAsked(whole, input) && !isFallbackOfKey(index, whole, found),
  );
  for (const whole of wholes) {
    const asked = attempt(whole, () => shapeWhole(index, whole, known));
    if (asked) takeAsked(chosen, asked);
  }
  const reads = found.reads.filter(
    (read) =>
      isAsked(read, input) &&
      isSecretRead(index, read, input) &&
      !isFallbackOfOther(read, found.reads),
  );
  for (const read of reads) {
    if (isAnswered(index, read, chosen) || read.isCopy || asksHelper(index, read, input)) continue;
    if (isSaid(index, read, chosen)) continue;
    const at = overridden.of(read);
    if (at) chosen.refused.push({ code: "overridden", source: read, names: [read.name], at });
    else take(chosen, shapeOf(index, read));
  }
  return withoutParted(withoutStored(chosen));
}

/** What is bound from Cloudflare's Secrets Store is no text: that it is there says nothing of the other store. */
function withoutStored(chosen: ChosenReads): ChosenReads {
  const stored = new Set(
    chosen.refused.flatMap(({ code, names }) => (code === "store-object" ? names : [])),
  );
  const isStored = ({ names }: MigratingRead) => names.some((name) => stored.has(name));
  const stays = chosen.reads
    .filter(isStored)
    .map(({ source, names }): Refused => ({ code: "store-object", source, names }));
  return {
    ...chosen,
    reads: chosen.reads.filter((read) => !isStored(read)),
    refused: [...chosen.refused, ...stays],
    asking: chosen.asking.filter(({ read }) => !isStored(read)),
  };
}

/** A condition reads a secret from one place: where one of its reads stays, the others do. */
function withoutParted(chosen: ChosenReads): ChosenReads {
  const left = chosen.refused.flatMap(({ code, source: { node }, names: [name] }) => {
    const isLeft = code === "empty-string" && name !== undefined && ts.isExpression(node);
    return isLeft ? [{ condition: conditionAround(node), name }] : [];
  });
  const parted = chosen.reads.filter(
    ({ source, names: [own, ...others] }) =>
      others.length === 0 &&
      left.some(({ condition, name }) => name === own && holds(condition, source.node)),
  );
  const stays = parted.map(
    ({ source, names }): Refused => ({ code: "empty-string", source, names }),
  );
  return {
    ...chosen,
    reads: chosen.reads.filter((read) => !parted.includes(read)),
    refused: [...chosen.refused, ...stays],
  };
}

const shapeOf = (index: ReferenceIndex, read: EnvRead) =>
  attempt(read, () => shapeRead(index, read));

interface Choosing {
  readonly reads: MigratingRead[];
  readonly refused: Refused[];
  readonly staying: Set<ts.Node>;
  readonly asking: AskingRead[];
}

function take({ reads, refused }: Choosing, shaped: MigratingRead | Refused): void {
  if ("shape" in shaped) reads.push(shaped);
  else refused.push(shaped);
}

function takeAsked(chosen: Choosing, asked: DynamicRead | Refused): void {
  if (!("shaped" in asked)) {
    chosen.refused.push(asked);
    return;
  }
  take(chosen, asked.shaped);
  for (const call of asked.staying) chosen.staying.add(call);
  const { shaped, asking } = asked;
  if ("shape" in shaped && asking.length > 0) chosen.asking.push({ read: shaped, calls: asking });
}

/** A call of an accessor whose own read moves: it is awaited like any other. */
function isAnswered(index: ReferenceIndex, read: EnvRead, { reads, refused }: Choosing): boolean {
  const answers = findAnswers(index, read, reads);
  if (answers.length > 0 && lacksEnvironment(index, read, answers)) {
    refused.push({ code: "no-environment", source: read, names: [read.name] });
  }
  return answers.length > 0;
}

/** A call of an accessor that is said to stay, with the name that is asked for: it is the same read. */
function isSaid(index: ReferenceIndex, read: EnvRead, { refused }: Choosing): boolean {
  const own = refused.filter(({ source, names }) => isWhole(source) && names.includes(read.name));
  return findAnswers(index, read, own).length > 0;
}

const isWorkerCode = ({ fileName }: ts.SourceFile, { root }: Pick<MigrationInput, "root">) =>
  !NO_WORKER_CODE.test(fileName.slice(root.length + 1));

/** A fault of ours is no reason to move nothing: the read that it was at stays. */
function attempt<T>(source: EnvRead | EnvWhole, shape: () => T): T | Refused {
  try {
    return shape();
  } catch {
    const names = "name" in source ? [source.name] : source.names;
    return { code: "internal-error", source, names };
  }
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

export function isWhole(source: EnvRead | EnvWhole): source is EnvWhole {
  return "kind" in source;
}
