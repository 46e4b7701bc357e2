/**
 * Writes a check of a module that reads the environment itself as a function that looks the secret up,
 * checks it and answers it. Whoever reads the secret in the file asks that function.
 */
import type ts from "typescript";
import type { CheckedRead } from "../asyncify/checked-reads.ts";
import { partsOf } from "../asyncify/module-check.ts";
import { helperOfChecks } from "../reads/checked-use.ts";
import { variableName } from "./code-style.ts";
import { checkedLines, nameOfValue } from "./write-checks.ts";
import type { WrittenReads } from "./write-reads.ts";

export function writeCheckedReads(code: WrittenReads, checked: readonly CheckedRead[]): void {
  const named = checked.map((one) => ({ one, name: nameOf(code, one) }));
  for (const statement of new Set(checked.map((one) => one.statement))) {
    const own = named.filter(({ one }) => one.statement === statement);
    const moved = new Set(own.flatMap(({ one }) => one.parts.map(({ part }) => part)));
    const rest = partsOf(statement).filter((part) => !moved.has(part));
    const texts = own.map(({ one, name }) => functionText(code, one, name));
    code.book.replace(statement, [...texts, ...restText(statement, rest)].join("\n"));
  }
}

/** Told to all who read the secret. */
function nameOf(code: WrittenReads, { statement, reads: [read], covered }: CheckedRead): string {
  const noun = variableName(read?.names[0] ?? "");
  const wanted = `checked${noun.charAt(0).toUpperCase()}${noun.slice(1)}`;
  const name = code.names.fresh(statement, wanted);
  for (const one of covered) code.lookUps.follow(one.read, name);
  return name;
}

function functionText(code: WrittenReads, checked: CheckedRead, name: string): string {
  const { statement, parts, reads } = checked;
  const [read] = reads;
  const secret = read?.names[0] ?? "";
  const uses = reads.map(({ node }) => node);
  const helper = helperOfChecks(uses) ?? "getSecret";
  if (!read) return "";
  for (const one of reads) code.note(one, helper);
  const { indent, semicolon } = code.book.style(statement);
  const value = nameOfValue([statement], variableName(secret));
  const lines = [
    `const ${name} = async () => {`,
    `${indent}const ${value} = ${code.lookUps.text(read, helper, secret)}${semicolon}`,
    // The comment over the check stays where it is.
    ...checkedLines(code.book, new Map(), { parts, uses, name: value }),
    `${indent}return ${value}${semicolon}`,
    `}${semicolon}`,
  ];
  return lines.join("\n");
}

/** What of the check is asked of others. */
function restText(statement: ts.IfStatement, rest: readonly ts.Expression[]): string[] {
  if (rest.length === 0) return [];
  const { text } = statement.getSourceFile();
  const condition = rest.map((part) => part.getText()).join(" || ");
  return [`if (${condition}${text.slice(statement.expression.end, statement.end)}`];
}
