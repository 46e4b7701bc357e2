/** Writes a whole migration: every accepted read, every function and call that follows from it. */

import ts from "typescript";
import { isTopOfAstro, wholeTextOf } from "../../source/frontmatter.ts";
import type { Acceptance } from "../asyncify/accept-reads.ts";
import { type MadeTwice, madeTwice } from "../asyncify/made-twice.ts";
import type { Placement } from "../asyncify/placement.ts";
import { isMadeToKeep } from "../hoist/kept-value.ts";
import { readBeforeStarts } from "../hoist/started-beside.ts";
import type { HelperFunction, MigrationInput } from "../migration-plan.ts";
import { helperOfCheckedRead } from "../reads/checked-use.ts";
import { hasKnownDefault } from "../reads/known-default.ts";
import {
  type ExpressionRead,
  keyOfRead,
  type MigratingRead,
  type ParameterRead,
  type PatternRead,
} from "../reads/migrating-read.ts";
import { opensWithout } from "../reads/open-check.ts";
import {
  knownReads,
  type PlacedRead,
  type SharedConst,
  shareReads,
} from "../reads/shared-const.ts";
import { toleratesNothing } from "../reads/tolerant-code.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { containerOf, type FunctionNode, holds, isFunctionNode } from "../syntax/function-node.ts";
import { variableName } from "./code-style.ts";
import { EditBook } from "./edit-book.ts";
import { addStoreToEnv, type StoreMember } from "./env-type.ts";
import { environmentText } from "./environment-file.ts";
import { HelperNames } from "./helper-names.ts";
import { HelperPaths } from "./helper-paths.ts";
import { LazySteps, scopeOfLazy } from "./lazy-steps.ts";
import { LookUps } from "./look-up.ts";
import { NewNames } from "./new-names.ts";
import { writeAskedOnce } from "./write-asked-once.ts";
import { writeCheckedReads } from "./write-checked-reads.ts";
import { movedChecksOf, takeOutChecks } from "./write-checks.ts";
import { writeDefault } from "./write-default.ts";
import { writeGroup, writeSite } from "./write-functions.ts";
import { writeGiven } from "./write-given.ts";
import { writeGivenAnswers } from "./write-given-answers.ts";
import { writeLazyValue } from "./write-lazy-value.ts";
import {
  type WrittenReads,
  writeInPlace,
  writeInSteps,
  writeParameter,
  writePattern,
  writeShared,
} from "./write-reads.ts";
import { mergeTwins, writeTwin } from "./write-twins.ts";

export interface WrittenMigration {
  /** The new texts of files that change. */
  readonly texts: ReadonlyMap<ts.SourceFile, string>;
  readonly helpers: ReadonlyMap<MigratingRead, HelperFunction>;
  /** Files that are imported and are not there: by their paths relative to the root, their texts. */
  readonly newFiles: ReadonlyMap<string, string>;
  readonly shared: readonly SharedConst[];
  /** Reads in their place, and those whose value is given, of what makes something that is kept. */
  readonly kept: readonly MigratingRead[];
  /** What two requests at once may make one each of. */
  readonly twice: readonly MadeTwice[];
  /** Reads for checks that let everybody in without them. */
  readonly opening: readonly MigratingRead[];
  /** Reads of secrets that a text of the code stands in for. */
  readonly replaced: readonly MigratingRead[];
  /** Types of the environment that `wrangler types` has to write anew. */
  readonly generated: readonly ts.Node[];
  /** Where something in the new text of a file was before. */
  readonly originalPosition: (file: ts.SourceFile, position: number) => number;
}

export interface WriteOptions {
  readonly storeMember: StoreMember;
  /** Keys of reads that are not to share a const with others. */
  readonly alone: ReadonlySet<string>;
  /** Where a comment expects an error that is gone. */
  readonly directives: readonly { readonly fileName: string; readonly position: number }[];
}

export function writeMigration(
  index: ReferenceIndex,
  acceptance: Acceptance,
  input: Pick<MigrationInput, "helper" | "helperFor" | "root" | "host" | "lineWidth">,
  { storeMember, alone, directives }: WriteOptions,
): WrittenMigration {
  const book = new EditBook();
  const helperPaths = new HelperPaths(input);
  const helperNames = new HelperNames(book, input.helper, helperPaths, index);
  const helpers = new Map<MigratingRead, HelperFunction>();
  const newNames = new NewNames(index);
  const { checked } = acceptance;
  const covered = new Set(checked.flatMap((one) => one.covered.map(({ read }) => read)));
  const code: WrittenReads = {
    index,
    book,
    names: newNames,
    lookUps: new LookUps(book, helperNames, { index, newNames }),
    steps: new LazySteps(acceptance),
    checks: movedChecksOf([...acceptance.groups].map(({ lazy }) => lazy?.checks ?? [])),
    lineWidth: input.lineWidth ?? 100,
    // What a function checks for them is none of their own.
    note: (read, helper) => helpers.set(read, covered.has(read) ? "getSecret" : helper),
  };
  for (const directive of directives) removeDirective(index, book, directive);
  writeCheckedReads(code, checked);
  const { shared, kept } = writeReads(code, { acceptance, alone });
  writeFunctions(code, acceptance);
  const done = writeTwins(code, acceptance);
  const reads = acceptance.accepted.map(({ read }) => read);
  const generated = addStoreToEnv(index, book, reads, storeMember);
  book.settle();
  const whole = [...acceptance.groups].filter((group) => !acceptance.twins.has(group));
  mergeTwins(code, whole);
  helperNames.settle();
  for (const read of helpers.keys()) {
    if (done.some((node) => holds(node, read.source.node))) helpers.delete(read);
  }
  const texts = renderedTexts(book);
  const originalPosition = (file: ts.SourceFile, position: number) =>
    book.of(file).originalPosition(position);
  const twice = madeTwice(index, acceptance);
  const opening = reads.filter((read) => opensWithout(index, read));
  const replaced = reads.filter((read) => hasKnownDefault(index, read));
  const known = { helpers, shared, kept, twice, opening, replaced, generated, originalPosition };
  const newFiles = helperPaths.missing(environmentText(index.nextApp.isOnOpenNext));
  return { texts, newFiles, ...known };
}

function renderedTexts(book: EditBook): Map<ts.SourceFile, string> {
  const texts = new Map<ts.SourceFile, string>();
  for (const [file, edits] of book.files) {
    const text = edits.render();
    if (text !== wholeTextOf(file)) texts.set(file, text);
  }
  return texts;
}

/** Takes out the line of a `// @ts-expect-error` that has nothing to expect. */
function removeDirective(
  index: ReferenceIndex,
  book: EditBook,
  { fileName, position }: WriteOptions["directives"][number],
): void {
  const file = index.files.find((one) => one.fileName === fileName);
  if (!file) return;
  const start = file.text.lastIndexOf("\n", position - 1) + 1;
  const end = file.text.indexOf("\n", position) + 1;
  const line = file.text.slice(start, end);
  if (/^[ \t]*\/\/ *@ts-expect-error\b.*\n$/.test(line)) book.of(file).replace(start, end, "");
}

function writeReads(
  code: WrittenReads,
  { acceptance, alone }: { acceptance: Acceptance; alone: ReadonlySet<string> },
): Pick<WrittenMigration, "shared" | "kept"> {
  const { shared, kept: inPlace } = writeExpressions(code, acceptance, alone);
  const reads = acceptance.accepted.flatMap(({ read, given }) => (given ? [] : [read]));
  const patterns = reads.filter((read): read is PatternRead => read.shape === "pattern");
  for (const list of grouped(patterns, ({ declaration }) => declaration)) {
    writePattern(code, list, (read) => acceptance.placements.get(read.site.node)?.group?.lazy);
  }
  const parameters = reads.filter((read): read is ParameterRead => read.shape === "parameter");
  for (const list of grouped(parameters, ({ parameter }) => parameter)) writeParameter(code, list);
  const kept = [...inPlace, ...writeGiven(code, acceptance)];
  writeGivenAnswers(code, acceptance);
  return { shared, kept };
}

function writeExpressions(
  code: WrittenReads,
  { accepted, groups, checked }: Acceptance,
  alone: ReadonlySet<string>,
): Pick<WrittenMigration, "shared" | "kept"> {
  const isDone = new Set<MigratingRead>(checked.flatMap(({ reads }) => reads));
  const converted = new Set<ts.Node>([...groups].flatMap(({ bodies }) => [...bodies]));
  const expressions = accepted.flatMap(({ read, placement, given }) =>
    read.shape === "expression" && !given && !isDone.has(read) ? [{ read, placement }] : [],
  );
  const found = expressions.flatMap(({ read, placement: given }): PlacedRead[] => {
    const placement = inConverted(given, converted);
    const file = read.source.sourceFile;
    const fn = placement.awaitedIn ?? (isTopOfAstro(file) && !placement.group ? file : undefined);
    return fn && !placement.parameter ? [{ read, placement, fn }] : [];
  });
  const placed = readBeforeStarts(code.index, found, alone);
  const shared = shareReads(code.index, placed, alone);
  for (const one of shared) writeShared(code, one);
  const together = new Set(shared.flatMap(({ reads }) => reads.map(({ read }) => read)));
  const known = knownReads(code.index, placed);
  const inSteps = writeLazily(
    code,
    expressions.map(({ read }) => read),
  );
  const kept: MigratingRead[] = [];
  for (const { read, placement } of expressions) {
    if (together.has(read) || inSteps.has(read)) continue;
    // What a guard knows to be there is a `string` to the code below it, unless that asks once more.
    const { test } = read.use;
    const helper = helperOfCheckedRead(code.index, placement.group?.lazy, read);
    const isAsked = test !== undefined || helper === "getSecret" || toleratesNothing(read.node);
    const isThere = !isAsked && alone.has(keyOfRead(read)) && known.has(read);
    writeInPlace(code, read, isThere ? "requireSecret" : helper);
    const fn = placement.awaitedIn;
    if (fn && isMadeToKeep(code.index, read.node, fn)) kept.push(read);
  }
  return { shared, kept };
}

/** @returns those that are looked up before a member is made. */
function writeLazily(code: WrittenReads, reads: readonly ExpressionRead[]): Set<ExpressionRead> {
  const inSteps = reads.filter(({ site }) => code.steps.around(site.node));
  const keyOf = ({ site, names }: ExpressionRead) => {
    const lazy = code.steps.around(site.node);
    return `${lazy?.value.getSourceFile().fileName} ${lazy?.value.pos} ${names[0]}`;
  };
  for (const list of grouped(inSteps, keyOf)) {
    const lazy = list[0] && code.steps.around(list[0].site.node);
    if (lazy) writeInSteps(code, lazy, list);
  }
  return new Set(inSteps);
}

/**
 * A read need not move out of a callback that waits for something else anyway: only out of those that
 * are inside of it.
 */
function inConverted(placement: Placement, converted: ReadonlySet<ts.Node>): Placement {
  const { movedBefore, site } = placement;
  if (!movedBefore || !isFunctionNode(movedBefore)) return placement;
  let inner: FunctionNode | undefined;
  for (let at = containerOf(site.node); at.kind === "function"; at = containerOf(at.node)) {
    if (converted.has(at.node)) return { ...placement, awaitedIn: at.node, movedBefore: inner };
    if (at.node === movedBefore) break;
    inner = at.node;
  }
  return placement;
}

function writeFunctions(code: WrittenReads, acceptance: Acceptance): void {
  const { groups, placements } = acceptance;
  const awaiting = new Set<FunctionNode>();
  const parameters = new Set<ts.ParameterDeclaration>();
  const once = writeAskedOnce(code, acceptance);
  for (const placement of placements.values()) {
    if (placement.handled) continue;
    if (placement.awaitedIn) awaiting.add(placement.awaitedIn);
    if (placement.parameter) parameters.add(placement.parameter);
    if (once.has(placement.site.node)) continue;
    if (!writeAskedFirst(code, placement)) writeSite(code, placement);
  }
  for (const group of groups) {
    if (group.lazy) writeLazyValue(code, group.lazy);
    writeGroup(code, group, awaiting);
  }
  for (const parameter of parameters) writeDefault(code, parameter);
  takeOutChecks(code.book, code.checks);
}

/** Another value that is made later, which one is made of: it is asked for before. */
function writeAskedFirst({ steps, names, book }: WrittenReads, { site }: Placement): boolean {
  const { node, kind } = site;
  const lazy = kind === "getter" ? steps.around(node) : undefined;
  if (!lazy) return false;
  const made = ts.isPropertyAccessExpression(node) ? node.name.text : node.getText();
  const noun = made === made.toUpperCase() ? variableName(made) : `${made.replace(/^#/, "")}Made`;
  const name = names.fresh(node, noun, scopeOfLazy(lazy));
  const type = `Awaited<ReturnType<typeof ${node.getText()}>>`;
  steps.add(lazy, { name, type, look: `await ${node.getText()}()` });
  const isShort = ts.isShorthandPropertyAssignment(node.parent);
  book.replace(node, isShort ? `${node.getText()}: ${name}` : name);
  return true;
}

/** @returns functions that stay as they are: their second form is there already. */
function writeTwins(code: WrittenReads, { twins, placements }: Acceptance): ts.Node[] {
  return [...twins].flatMap(([group, twinned]) => {
    const calls = [...placements.values()].filter(({ site }) => group.sites.has(site.node));
    return writeTwin(code, { group, twinned, calls }) ?? [];
  });
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): T[][] {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const list = groups.get(key);
    if (list) list.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}
