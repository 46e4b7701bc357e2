/** Errors and warnings as text and as JSON: data in, string out. */
import type { CliFailure } from "../cli-error.ts";
import type { View } from "../command-spec.ts";
import type { Language } from "../language/catalogue.ts";
import { phrase, speak, type Text } from "../language/phrase.ts";
import { paint, plainText } from "./style.ts";

/** What failed, then what to do next. */
export function renderFailure(failure: CliFailure, view: View): string {
  const say = (text: Text) => speak(view.language, text);
  const message = plainText(say(failure.message));
  const lines = [`${paint("red", say("Error:"), view.colour)} ${message}`];
  // A hint of several lines holds commands and configuration to copy.
  const hint = failure.hint === undefined ? [] : say(failure.hint).split("\n");
  lines.push(...hint.map((line) => `  ${plainText(line)}`));
  if (failure.requestId !== undefined) {
    const request = say(phrase("Request {id}", { id: plainText(failure.requestId) }));
    lines.push(paint("dim", `  ${request}`, view.colour));
  }
  return `${lines.join("\n")}\n`;
}

/** One line of JSON. */
export function renderFailureJson(failure: CliFailure, language: Language): string {
  const { code, field, requestId } = failure;
  const message = speak(language, failure.message);
  const hint = failure.hint === undefined ? undefined : speak(language, failure.hint);
  return `${JSON.stringify({ error: { code, message, hint, field, requestId } })}\n`;
}

export function renderWarning(text: string, view: View): string {
  return `${paint("yellow", speak(view.language, "Note:"), view.colour)} ${text}\n`;
}
