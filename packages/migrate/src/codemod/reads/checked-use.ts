/**
 * How a secret is looked up that its module checks: where a check ends what is missing, the look-up need
 * not, and what it says of the type goes without saying.
 */
import ts from "typescript";
import { annotationOf, type LazyValue } from "../asyncify/lazy-value.ts";
import type { HelperFunction } from "../migration-plan.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { nameText } from "../syntax/names.ts";
import { innermost } from "../syntax/values.ts";
import { testOf } from "./test-of.ts";

/** Where the checks of a value name it. */
export function usesInChecks(
  index: ReferenceIndex,
  { declaration, checks }: LazyValue,
): ts.Identifier[] {
  const name = nameText(declaration.name);
  if (name === undefined || checks.length === 0) return [];
  return index
    .referencesTo(new Set([declaration]), name)
    .filter((node) => ts.isIdentifier(node))
    .filter((node) => checks.some(({ part }) => part.pos <= node.pos && node.end <= part.end));
}

/**
 * For the value that `uses` check: undefined where none of them ends what is missing.
 * @param uses each in the condition of a check.
 */
export function helperOfChecks(uses: readonly ts.Expression[]): HelperFunction | undefined {
  const tests = uses.flatMap((use) => testOf(use) ?? []);
  const ending = tests.filter(({ ranges }) => ranges.some(({ end }) => isEndOfFile(uses[0], end)));
  if (ending.length === 0) return undefined;
  return tests.some(({ kind }) => kind === "undefined") ? "findSecret" : "getSecret";
}

/** Does a test of the module itself know of the rest of the module? */
const isEndOfFile = (node: ts.Node | undefined, end: number) =>
  node !== undefined && end >= node.getSourceFile().statements.end;

/** `const key = env.K!; if (!key) throw …`: the check says by itself what the `!` left out. */
export function helperOfCheckedRead(
  index: ReferenceIndex,
  lazy: LazyValue | undefined,
  read: { readonly node: ts.Expression; readonly use: { readonly helper: HelperFunction } },
): HelperFunction {
  const own = read.use.helper;
  if (!lazy || own !== "requireSecret" || innermost(lazy.value) !== read.node) return own;
  return helperOfChecks(usesInChecks(index, lazy)) ?? own;
}

/** The type that the value keeps: none where a check knows better. */
export function annotationOfChecked(
  index: ReferenceIndex,
  lazy: LazyValue,
): ts.TypeNode | undefined {
  const type = annotationOf(lazy);
  const isText = type?.kind === ts.SyntaxKind.StringKeyword;
  return isText && helperOfChecks(usesInChecks(index, lazy)) ? undefined : type;
}
