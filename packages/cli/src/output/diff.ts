/** A unified diff for a terminal: coloured by its signs, and without what could move the cursor. */
import type { View } from "../command-spec.ts";
import { paint, type StyleName } from "./style.ts";

/** @param diff as `git diff` writes it. */
export function renderDiff(diff: string, view: View): string {
  return diff
    .split(/(?<=\n)/)
    .map((line) => renderLine(line, view.colour))
    .join("");
}

function renderLine(line: string, colour: boolean): string {
  const end = line.endsWith("\n") ? "\n" : "";
  // A carriage return at the end of a line is the line's own, and shown as nothing.
  const text = line.replace(/\r?\n$/, "").replace(/(?!\t)[\p{Cc}\p{Cf}]/gu, "\ufffd");
  const style = styleOf(text);
  return `${style === null ? text : paint(style, text, colour)}${end}`;
}

function styleOf(line: string): StyleName | null {
  if (/^(diff|---|\+\+\+|new file|deleted file)/.test(line)) return "bold";
  if (line.startsWith("@@")) return "cyan";
  if (line.startsWith("+")) return "green";
  return line.startsWith("-") ? "red" : null;
}
