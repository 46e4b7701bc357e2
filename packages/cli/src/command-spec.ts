/**
 * What a command is made of: its arguments and help as data, and its work behind a function that
 * loads it. Knows nothing of the argument parser or of the terminal.
 */
import type { Language } from "./language/catalogue.ts";
import type { Sentence } from "./language/phrase.ts";
import type { Session } from "./session.ts";

export interface ArgumentSpec {
  readonly name: string;
  readonly summary: Sentence;
  readonly variadic?: boolean;
  readonly optional?: boolean;
}

export interface OptionSpec {
  /** As commander writes them: `--env <environment>`, `-y, --yes`. */
  readonly flags: string;
  readonly summary: Sentence;
  readonly required?: boolean;
}

export interface CommandSpec {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: Sentence;
  /** More sentences, for the command's own help. */
  readonly description?: readonly Sentence[];
  readonly arguments?: readonly ArgumentSpec[];
  readonly options?: readonly OptionSpec[];
  /** Command lines to paste, each with what it does. */
  readonly examples: readonly (readonly [line: string, what: Sentence])[];
  /** True where the command talks to a store: it then takes the connection's options. */
  readonly connects: boolean;
  /** True where everything from the first argument on belongs to another command. */
  readonly passThrough?: boolean;
  readonly run: (session: Session, input: CommandInput) => Promise<Outcome>;
}

/** A command that has only commands below it. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: Sentence;
  readonly commands: readonly CommandSpec[];
}

/** Commands that are looked for together; the help has them under one title. */
export interface CommandSection {
  readonly title: Sentence;
  readonly commands: readonly (CommandSpec | CommandGroup)[];
}

export interface CommandInput {
  readonly operands: readonly string[];
  /** By the option's long name in camel case. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What a command hands back: data, and how to write it for a person. */
export interface Outcome {
  readonly json: unknown;
  readonly text: (view: View) => string;
  /** Exit status where it is not 0. */
  readonly exitStatus?: number;
}

/** What a text is rendered for. */
export interface View {
  /** Width in characters; null where there is no terminal, so that nothing is cut. */
  readonly columns: number | null;
  readonly colour: boolean;
  readonly language: Language;
}

/** The value of an option that takes one; undefined where it was not given. */
export function textOption(input: CommandInput, name: string): string | undefined {
  const value = input.options[name];
  return typeof value === "string" ? value : undefined;
}

/** The values of an option that can be given several times; empty where it was not given. */
export function listOption(input: CommandInput, name: string): readonly string[] {
  const value = input.options[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** Was this option given? */
export function hasFlag(input: CommandInput, name: string): boolean {
  return input.options[name] === true;
}
