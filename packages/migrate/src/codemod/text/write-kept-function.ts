/**
 * Writes a value that is declared with what makes it, and is kept: a constant of a module, a field. What
 * makes it stands beside it, so that its type is known; a field brings both along in a function of its own.
 */
import ts from "typescript";
import { annotationOf, type LazyValue } from "../asyncify/lazy-value.ts";
import { ancestor } from "../syntax/function-node.ts";
import { nameText } from "../syntax/names.ts";
import { innermost } from "../syntax/values.ts";
import { indentationAt, variableName } from "./code-style.ts";
import type { Step } from "./lazy-steps.ts";
import type { WrittenReads } from "./write-reads.ts";

interface KeptFunction {
  readonly lazy: LazyValue;
  readonly make: string;
  readonly kept: string;
  readonly made: string;
  /** What is waited for before it is made; undefined where making waits itself. */
  readonly before: readonly Step[] | undefined;
}

/** `const client = new Client(env.K)` becomes a function that makes it once. */
export function writeKeptFunction(code: WrittenReads, lazy: LazyValue): void {
  const { book, names } = code;
  const { declaration, value } = lazy;
  const own = (nameText(declaration.name) ?? "value").replace(/^[#_]+/, "");
  const noun = own === own.toUpperCase() ? variableName(own) : own;
  const capital = noun.charAt(0).toUpperCase() + noun.slice(1);
  const name = (prefix: string) => names.fresh(value, `${prefix}${capital}`);
  const before = code.steps.before(lazy);
  const made = before ? "" : name("new");
  const written = { lazy, make: name("make"), kept: name("kept"), made, before };
  const statement = ancestor(declaration, ts.isVariableStatement);
  const { semicolon } = book.style(value);
  if (statement) {
    const outer = indentationAt(value.getSourceFile().text, statement.getStart());
    for (const line of [maker, keeper]) {
      book.statement(statement, () => `${line(code, written)}${semicolon}`);
    }
    book.replace(value, () => functionText(code, written, outer));
  } else book.replace(value, () => inFunctionText(code, written));
}

/** `const makeClient = (k: string) => new Client(k)`. */
function maker({ book }: WrittenReads, { lazy, make, before }: KeptFunction): string {
  const { value } = lazy;
  const text = book.render(value);
  const body = ts.isObjectLiteralExpression(innermost(value)) ? `(${text})` : text;
  const type = annotationOf(lazy)?.getText();
  if (!before) return `const ${make} = async ()${type ? `: Promise<${type}>` : ""} => ${body}`;
  const parameters = before.map((step) => `${step.name}: ${step.type}`).join(", ");
  return `const ${make} = (${parameters})${type ? `: ${type}` : ""} => ${body}`;
}

function keeper(_code: WrittenReads, { make, kept, before }: KeptFunction): string {
  const type = `ReturnType<typeof ${make}>`;
  return `let ${kept}: ${before ? type : `Awaited<${type}>`} | undefined`;
}

function functionText({ book }: WrittenReads, written: KeptFunction, outer: string): string {
  const { lazy, make, kept, made, before } = written;
  const { indent, semicolon } = book.style(lazy.value);
  const lines = before
    ? [
        `if (${kept} !== undefined) return ${kept}`,
        ...before.map((step) => `const ${step.name} = ${step.look}`),
        `${kept} ??= ${make}(${before.map((step) => step.name).join(", ")})`,
      ]
    : [`const ${made} = ${kept} ?? (await ${make}())`, `${kept} ??= ${made}`];
  const body = [...lines, `return ${kept}`].map((line) => `${outer}${indent}${line}${semicolon}\n`);
  return `async () => {\n${body.join("")}${outer}}`;
}

/** A field has no place for more than its value. */
function inFunctionText(code: WrittenReads, written: KeptFunction): string {
  const { value } = written.lazy;
  const { indent, semicolon } = code.book.style(value);
  const outer = indentationAt(value.getSourceFile().text, written.lazy.declaration.getStart());
  const inner = `${outer}${indent}`;
  const lines = [
    maker(code, written),
    keeper(code, written),
    `return ${functionText(code, written, inner)}`,
  ];
  const body = lines.map((line) => `${inner}${line}${semicolon}\n`).join("");
  return `(() => {\n${body}${outer}})()`;
}
