/** Lines of `.dev.vars` in a diff: names alone. Whatever else stands there may be a value. */

const ASSIGNED = /^([ \t]*(?:export[ \t]+)?[\w.-]+[ \t]*[=:])/;

/** @param line with or without its end. */
export function maskDevVarsLine(line: string): string {
  const [end = ""] = /(\r?\n)?$/.exec(line) ?? [];
  const text = line.slice(0, line.length - end.length);
  if (text.trim() === "") return line;
  const [, name] = ASSIGNED.exec(text) ?? [];
  return `${name === undefined ? "" : name}…${end}`;
}
