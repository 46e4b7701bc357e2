/**
 * Reads what was typed as arguments through the contract's schemas. A fault is exit status 2, says
 * what is expected, and never repeats what came: it may be a value in the wrong place.
 */
import {
  consumerEnvironment,
  parseInput,
  secretEnvironment,
  secretName,
  workerName,
} from "@lunakey/contract";
import type * as z from "zod";
import { usageError } from "../cli-error.ts";
import { type CommandInput, textOption } from "../command-spec.ts";
import { describeFault, describeProblem } from "../language/french/schema-refusals.ts";
import { phrase, speak, type Wording } from "../language/phrase.ts";
import { isLiveLooking } from "./live-value.ts";

/** Options whose values are names: none begins with two dashes, though the pattern would allow it. */
const NAMED_BY_OPTION: readonly string[] = ["--env", "--worker", "--name"];

/**
 * @param label how the message names it: `NAME`, `--env`.
 * @throws CliError `usage`.
 */
export function readInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  label: string | Wording,
): z.output<Schema> {
  if (typeof input === "string" && isLiveLooking(input)) {
    throw usageError(
      phrase("{label} looks like a secret's value, and was not used.", { label }),
      "Clear it from your shell's history and replace it at its maker. Values come from the prompt, standard input or --file.",
    );
  }
  // An option takes the word after it as its value, even where that is the next option.
  if (
    typeof label === "string" &&
    NAMED_BY_OPTION.includes(label) &&
    String(input).startsWith("--")
  ) {
    throw usageError(phrase("{name} needs a value.", { name: label }));
  }
  try {
    return parseInput(schema, input, speak("en", label));
  } catch (error) {
    if (error instanceof Error && error.name === "LunakeyError") {
      throw usageError(explain(error.message, label));
    }
    throw error;
  }
}

/** The schema's sentence begins with the label: in French each has words of its own. */
function explain(message: string, label: string | Wording): Wording {
  const start = `${speak("en", label)} `;
  if (!message.startsWith(start)) return describeFault(message);
  const problem = describeProblem(message.slice(start.length));
  return phrase("{label} {problem}", { label, problem });
}

/** The operand NAME and the option `--env`, which every command about one secret takes. */
export function readSecretKey(input: CommandInput) {
  return {
    name: readInput(secretName, input.operands[0], "NAME"),
    environment: readInput(secretEnvironment, textOption(input, "env"), "--env"),
  };
}

/** The operands WORKER NAME… and the option `--env` of grants. */
export function readGrantKey(input: CommandInput) {
  const [worker, ...names] = input.operands;
  return {
    worker: readInput(workerName, worker, "WORKER"),
    names: names.map((name) => readInput(secretName, name, "NAME")),
    environment: readInput(consumerEnvironment, textOption(input, "env"), "--env"),
  };
}

/** Filters that are there only where their option was given. */
export function readConsumerFilters(input: CommandInput) {
  const worker = textOption(input, "worker");
  const environment = textOption(input, "env");
  const name = textOption(input, "name");
  return {
    ...(worker === undefined ? {} : { worker: readInput(workerName, worker, "--worker") }),
    ...(environment === undefined
      ? {}
      : { environment: readInput(consumerEnvironment, environment, "--env") }),
    ...(name === undefined ? {} : { name: readInput(secretName, name, "--name") }),
  };
}

/** @returns a whole number; undefined where the option was not given. */
export function readCount(input: CommandInput, option: string, max: number): number | undefined {
  const text = textOption(input, option);
  if (text === undefined) return undefined;
  const flag = `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (!/^(0|[1-9][0-9]{0,14})$/.test(text) || Number(text) > max) {
    throw usageError(phrase("{flag} must be a whole number of at most {max}.", { flag, max }));
  }
  return Number(text);
}

/**
 * `--expires`: a day (its first moment in UTC) or a moment with its zone, in the future.
 *
 * @returns milliseconds since 1970.
 */
export function readExpiry(input: CommandInput, now: number): number | undefined {
  const text = textOption(input, "expires");
  if (text === undefined) return undefined;
  const isMoment = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const at = isMoment ? Date.parse(text) : Number.NaN;
  // Date.parse rolls February 30 over to March in some forms: the day must survive a round trip.
  if (Number.isNaN(at) || !isRealDay(text.slice(0, 10))) {
    throw usageError("--expires must be a day such as 2027-01-31, or 2027-01-31T12:00:00Z.");
  }
  if (at <= now) throw usageError("--expires must be in the future.");
  return at;
}

function isRealDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}
