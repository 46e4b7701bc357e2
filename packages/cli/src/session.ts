/**
 * One run of one command: its ports, and how it may speak. Data goes to standard output by way of
 * the outcome; everything said on the way goes to standard error, or into `warnings` under --json.
 */
import type { View } from "./command-spec.ts";
import type { Language } from "./language/catalogue.ts";
import { type Checked, speak, type Text } from "./language/phrase.ts";
import { renderWarning } from "./output/errors.ts";
import type { Output, Ports } from "./ports.ts";

export interface ConnectionFlags {
  readonly url?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly local: boolean;
}

export class Session {
  readonly ports: Ports;
  readonly json: boolean;
  readonly connection: ConnectionFlags;
  readonly language: Language;
  /** What was said under --json; it becomes part of the data. */
  readonly warnings: string[] = [];

  constructor(ports: Ports, json: boolean, connection: ConnectionFlags, language: Language) {
    this.ports = ports;
    this.json = json;
    this.connection = connection;
    this.language = language;
  }

  /** May a question be asked? Only where a person sees it and can answer. */
  get canAsk(): boolean {
    return !this.json && this.canPrompt;
  }

  /** Is there a terminal to type a value into? Prompts go to standard error. */
  get canPrompt(): boolean {
    return this.ports.stdin.isTTY === true && this.ports.stderr.isTTY === true;
  }

  /** Says something that does not fail the command. Never with a value in it. */
  warn<const T extends Text>(text: T & Checked<T>): void {
    const { stderr } = this.ports;
    const said = speak(this.language, text);
    if (this.json) this.warnings.push(said);
    else stderr.write(renderWarning(said, this.viewOf(stderr)));
  }

  /** Progress and explanation for a person; silent under --json. */
  say<const T extends Text>(text: T & Checked<T>): void {
    if (!this.json) this.ports.stderr.write(`${speak(this.language, text)}\n`);
  }

  /** Text in the language of this run. */
  speak<const T extends Text>(text: T & Checked<T>): string {
    return speak(this.language, text);
  }

  /** How to render for one of its streams. */
  viewOf(output: Output): View {
    return viewOf(output, this.ports.env, this.language);
  }
}

/** How to render for this stream. NO_COLOR (no-color.org) counts when it is not empty. */
export function viewOf(output: Output, env: Ports["env"], language: Language): View {
  const isTerminal = output.isTTY === true;
  return {
    columns: isTerminal ? (output.columns ?? 80) : null,
    colour: isTerminal && !env.NO_COLOR && env.TERM !== "dumb",
    language,
  };
}
