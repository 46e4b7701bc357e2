/** Errors and warnings as text and as JSON: data in, string out. */
import type { CliFailure } from "../cli-error.ts";
import type { View } from "../command-spec.ts";
import { paint, plainText } from "./style.ts";

/** What failed, then what to do next. */
export function renderFailure(failure: CliFailure, view: View): string {
  const lines = [`${paint("red", "Error:", view.colour)} ${plainText(failure.message)}`];
  // A hint of several lines holds commands and configuration to copy.
  const hint = failure.hint?.split("\n") ?? [];
  lines.push(...hint.map((line) => `  ${plainText(line)}`));
  if (failure.requestId !== undefined) {
    lines.push(paint("dim", `  Request ${plainText(failure.requestId)}`, view.colour));
  }
  return `${lines.join("\n")}\n`;
}

/** One line of JSON. */
export function renderFailureJson(failure: CliFailure): string {
  const { code, message, hint, field, requestId } = failure;
  return `${JSON.stringify({ error: { code, message, hint, field, requestId } })}\n`;
}

export function renderWarning(text: string, view: View): string {
  return `${paint("yellow", "Note:", view.colour)} ${text}\n`;
}
