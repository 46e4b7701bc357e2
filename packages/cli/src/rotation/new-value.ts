/** The new value of a rotation: typed, piped, from a file, or made here. */
import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { usageError } from "../cli-error.ts";
import { type CommandInput, textOption } from "../command-spec.ts";
import { writeNewFiles } from "../files/new-file.ts";
import { generateValue, parseRecipe, type Recipe } from "../input/generate-value.ts";
import { readValue } from "../input/value-input.ts";
import type { Session } from "../session.ts";

export interface NewValue {
  readonly value: string;
  /** The file that holds it, as it was named; null where none does. */
  readonly file: string | null;
  /** Takes a file back that was made for it, where the rotation was refused. */
  readonly discard: () => Promise<void>;
}

/** How to make values, where that is asked for. @throws CliError `usage` */
export function readRecipe(input: CommandInput): Recipe | undefined {
  const size = textOption(input, "generate");
  const format = textOption(input, "format");
  if (size === undefined && format === undefined) return undefined;
  if (textOption(input, "file") !== undefined) {
    throw usageError("--file names the value, and --generate makes one: give one of them.");
  }
  return parseRecipe(size, format);
}

export async function readNewValue(
  session: Session,
  input: CommandInput,
  name: string,
  recipe: Recipe | undefined,
): Promise<NewValue> {
  const nothing = async () => undefined;
  const file = textOption(input, "file");
  if (recipe === undefined) {
    const value = await readValue(session, name, file);
    return { value, file: file ?? null, discard: nothing };
  }
  const value = generateValue(recipe);
  const out = textOption(input, "out");
  if (out === undefined) return { value, file: null, discard: nothing };
  // Before the store has it: a value that can not be kept is not made the current one.
  const path = resolve(session.ports.cwd, out);
  await writeNewFiles([{ path, content: value, isPrivate: true }]);
  return { value, file: out, discard: () => rm(path, { force: true }) };
}
