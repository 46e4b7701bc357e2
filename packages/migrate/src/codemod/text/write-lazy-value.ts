/** Writes a value that becomes a function: what makes it waits, and its first result may be kept. */
import ts from "typescript";
import { classReach } from "../../source/reach/entry-points.ts";
import { annotationOf, type LazyValue } from "../asyncify/lazy-value.ts";
import { annotationOfChecked } from "../reads/checked-use.ts";
import { ancestor } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { innermost } from "../syntax/values.ts";
import { indentationAt } from "./code-style.ts";
import { MODIFIER, OUTERMOST } from "./file-edits.ts";
import type { Step } from "./lazy-steps.ts";
import { wrapType } from "./wrap-type.ts";
import { checkedLines, ownChecks } from "./write-checks.ts";
import { writeKeptFunction } from "./write-kept-function.ts";
import type { WrittenReads } from "./write-reads.ts";

const ARROW = "async () => ";

/** `const K = env.K` becomes `const K = async () => await …`. */
export function writeLazyValue(code: WrittenReads, lazy: LazyValue): void {
  const { book } = code;
  const { value, setting, checks } = lazy;
  // What is taken out of an environment is written with all that is.
  if (ts.isBindingElement(lazy.declaration)) return;
  if (checks.length > 0) {
    writeChecked(code, lazy, lazy.declaration);
    return;
  }
  const type = annotationOf(lazy);
  if (type) wrapType(book, type, "() => Promise<");
  if (!lazy.isCheap) {
    if (setting) writeKept(code, { lazy, setting, ...namesOf(code, lazy, setting) });
    else writeKeptFunction(code, lazy);
    return;
  }
  if (code.steps.before(lazy)) {
    writeBehindSteps(code, lazy);
    return;
  }
  book.of(value).before(value.getStart(), MODIFIER, ARROW);
  if (ts.isObjectLiteralExpression(innermost(value))) book.around(value, "(", ")");
}

/** `env.K ? Number(env.K) : 30`, made anew by each call: of one value that is looked up before. */
function writeBehindSteps({ book, steps }: WrittenReads, lazy: LazyValue): void {
  const { value, declaration, setting } = lazy;
  const { semicolon, indent } = book.style(value);
  const statement = setting ?? ancestor(declaration, ts.isVariableStatement) ?? declaration;
  const outer = indentationAt(value.getSourceFile().text, statement.getStart());
  const inner = `\n${outer}${indent}`;
  const looks = (steps.before(lazy) ?? []).map(
    (step) => `const ${step.name} = ${step.look}${semicolon}`,
  );
  const head = [`${ARROW}{`, ...looks, "return "].join(inner);
  book.of(value).before(value.getStart(), MODIFIER, head);
  book.of(value).after(value.end, MODIFIER, `${semicolon}\n${outer}}`);
}

/** `const K = env.K`, which the module checks, becomes a function that looks it up and checks it. */
function writeChecked(
  { book, index, checks }: WrittenReads,
  lazy: LazyValue,
  declaration: LazyValue["declaration"],
): void {
  const { value } = lazy;
  const { semicolon, indent } = book.style(value);
  const own = ownChecks(index, lazy);
  const written = annotationOf(lazy);
  if (written) book.of(written).replace(declaration.name.end, written.end, "");
  const type = annotationOfChecked(index, lazy);
  const head = `async () => {\n${indent}const ${own.name}${type ? `: ${type.getText()}` : ""} = `;
  const lines = [...checkedLines(book, checks, own), `${indent}return ${own.name}${semicolon}`];
  book.of(value).before(value.getStart(), MODIFIER, head);
  book.of(value).after(value.end, MODIFIER, `${semicolon}\n${lines.join("\n")}\n}`);
}

interface Kept {
  readonly lazy: LazyValue;
  readonly setting: ts.BinaryExpression;
  readonly kept: string;
  readonly make: string;
  /** As it will be: what makes it may become a promise, `Awaited<ReturnType<typeof make>>`. */
  readonly type: () => string;
}

function namesOf(
  { book, names, steps }: WrittenReads,
  lazy: LazyValue,
  setting: ts.BinaryExpression,
): Pick<Kept, "kept" | "make" | "type"> {
  const { declaration } = lazy;
  const noun = (nameText(declaration.name) ?? "value").replace(/^[#_]+/, "");
  const capital = noun.charAt(0).toUpperCase() + noun.slice(1);
  const annotation = annotationOf(lazy);
  return {
    kept: names.fresh(setting, `kept${capital}`),
    make: steps.before(lazy) ? "" : names.fresh(setting, `make${capital}`),
    type: () => (annotation ? book.render(annotation) : "undefined"),
  };
}

/** `this.client = new Client(env.K)` makes the client when it is first asked for, and keeps it. */
function writeKept(code: WrittenReads, kept: Kept): void {
  const before = code.steps.before(kept.lazy);
  if (before) writeInOneStep(code, kept, before);
  else writeInTwoSteps(code, kept);
}

/** What it needs is looked up first: however many ask at once, it is made once. */
function writeInOneStep(
  { book }: WrittenReads,
  { lazy: { value }, setting, kept, type }: Kept,
  before: readonly Step[],
): void {
  const { left, parent: statement } = setting;
  const { indent, semicolon } = book.style(setting);
  const outer = indentationAt(value.getSourceFile().text, statement.getStart());
  const inner = `\n${outer}${indent}`;
  const edits = book.of(setting);
  edits.replace(left.getStart(), value.getStart(), () => {
    const head = [
      `let ${kept}: ${type()} | undefined${semicolon}\n${outer}${left.getText()} = async () => {`,
      `if (${kept} !== undefined) return ${kept}${semicolon}`,
      ...before.map((step) => `const ${step.name} = ${step.look}${semicolon}`),
    ];
    return `${head.join(inner)}${inner}${kept} ??= `;
  });
  const tail = `${inner}return ${kept}${semicolon}\n${outer}}${semicolon}`;
  edits.after(statement.end, OUTERMOST, tail);
}

/**
 * What makes it waits for other functions. An object of the platform's, a Durable Object, may keep the
 * promise, for all that asks it does so in one context; until it is rejected. Of another one it is not
 * known who shares it: two who ask at once may make two, of which both get the first.
 */
function writeInTwoSteps(
  { book, index, names }: WrittenReads,
  { lazy: { value, declaration }, setting, kept, make, type }: Kept,
): void {
  const { left, parent: statement } = setting;
  const { indent, semicolon } = book.style(setting);
  const outer = indentationAt(value.getSourceFile().text, statement.getStart());
  const made = names.fresh(setting, make.replace(/^make/, "new"));
  const owner = declaration.parent;
  const isShared = ts.isClassLike(owner) && classReach(owner, index) !== undefined;
  const lines = () =>
    isShared
      ? [
          `let ${kept}: Promise<${type()}> | undefined`,
          `${left.getText()} = () => {`,
          `${indent}${kept} ??= ${make}().catch((error) => {`,
          `${indent}${indent}${kept} = undefined`,
          `${indent}${indent}throw error`,
          `${indent}})`,
          `${indent}return ${kept}`,
          "}",
        ]
      : [
          `let ${kept}: ${type()} | undefined`,
          `${left.getText()} = async () => {`,
          `${indent}const ${made} = ${kept} ?? (await ${make}())`,
          `${indent}${kept} ??= ${made}`,
          `${indent}return ${kept}`,
          "}",
        ];
  const text = () =>
    lines().map((line) => `\n${outer}${line}${line.endsWith("{") ? "" : semicolon}`);
  const edits = book.of(setting);
  edits.replace(left.getStart(), value.getStart(), `const ${make} = ${ARROW}`);
  if (ts.isObjectLiteralExpression(innermost(value))) book.around(value, "(", ")");
  edits.after(statement.end, OUTERMOST, () => text().join(""));
}
