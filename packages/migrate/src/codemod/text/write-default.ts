/** Writes a default value that has to wait: it moves from the parameter into the function. */
import ts from "typescript";
import type { WrittenCode } from "./write-functions.ts";
import { atStart } from "./write-reads.ts";

export function writeDefault(code: WrittenCode, parameter: ts.ParameterDeclaration): void {
  const { initializer, name, type } = parameter;
  const fn = parameter.parent as ts.FunctionLikeDeclaration;
  if (!initializer || !ts.isIdentifier(name)) return;
  const { book, index } = code;
  const edits = book.of(parameter);
  const followed = fn.parameters.slice(fn.parameters.indexOf(parameter) + 1).some(isRequired);
  const written = type?.getText() ?? typeText(index.checker, parameter);
  const optional = followed ? `: ${written} | undefined` : `?: ${written}`;
  edits.replace(name.end, initializer.end, optional);
  const nullable = /\bnull\b|\bany\b|\bunknown\b/.test(written);
  const { semicolon } = book.style(parameter);
  atStart(code, fn, () => {
    const value = book.render(initializer);
    return nullable
      ? `if (${name.text} === undefined) ${name.text} = ${value}${semicolon}`
      : `${name.text} ??= ${value}${semicolon}`;
  });
}

const isRequired = (one: ts.ParameterDeclaration) =>
  !one.initializer && !one.questionToken && !one.dotDotDotToken;

function typeText(checker: ts.TypeChecker, parameter: ts.ParameterDeclaration): string {
  const type = checker.getTypeAtLocation(parameter);
  return checker.typeToString(type, parameter, ts.TypeFormatFlags.NoTruncation);
}
