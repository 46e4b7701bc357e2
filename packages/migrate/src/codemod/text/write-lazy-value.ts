/** Writes a value that becomes a function: what makes it waits, and its first result may be kept. */
import ts from "typescript";
import type { LazyValue } from "../asyncify/lazy-value.ts";
import { nameText } from "../syntax/names.ts";
import { innermost } from "../syntax/values.ts";
import { indentationAt } from "./code-style.ts";
import { MODIFIER, OUTERMOST } from "./file-edits.ts";
import type { WrittenCode } from "./write-functions.ts";

const ARROW = "async () => ";

/** `const K = env.K` becomes `const K = async () => await …`. */
export function writeLazyValue(code: WrittenCode, lazy: LazyValue): void {
  const { book } = code;
  const { declaration, value, setting } = lazy;
  if (declaration.type) book.around(declaration.type, "() => Promise<", ">");
  if (setting && !lazy.isCheap) writeKept(code, lazy, setting);
  else book.of(value).before(value.getStart(), MODIFIER, ARROW);
  if (ts.isObjectLiteralExpression(innermost(value))) book.around(value, "(", ")");
}

/**
 * `this.client = new Client(env.K)` makes the client when it is first asked for, and keeps the first:
 * two who ask at once get the same one, and neither waits for the other.
 */
function writeKept(
  { book, names }: WrittenCode,
  { declaration, value }: LazyValue,
  setting: ts.BinaryExpression,
): void {
  const noun = (nameText(declaration.name) ?? "value").replace(/^[#_]+/, "");
  const capital = noun.charAt(0).toUpperCase() + noun.slice(1);
  const make = names.fresh(setting, `make${capital}`);
  const made = names.fresh(setting, `new${capital}`);
  const kept = names.fresh(setting, `kept${capital}`);
  const { left, parent: statement } = setting;
  const { indent, semicolon } = book.style(setting);
  const outer = indentationAt(value.getSourceFile().text, statement.getStart());
  const lines = [
    `let ${kept}: ${declaration.type?.getText() ?? "undefined"} | undefined`,
    `${left.getText()} = async () => {`,
    `${indent}const ${made} = ${kept} ?? (await ${make}())`,
    `${indent}${kept} ??= ${made}`,
    `${indent}return ${kept}`,
    "}",
  ];
  const text = lines.map((line) => `\n${outer}${line}${line.endsWith("{") ? "" : semicolon}`);
  const edits = book.of(setting);
  edits.replace(left.getStart(), value.getStart(), `const ${make} = ${ARROW}`);
  edits.after(statement.end, OUTERMOST, text.join(""));
}
