/**
 * A file of changes for `lunakey rotate --from-file`: JSON with a list of secrets, each with its new
 * value or how to make one. Errors name the field, never what is in it.
 */
import {
  LIMITS,
  LunakeyError,
  parseInput,
  secretEnvironment,
  secretName,
  secretRotate,
  secretValue,
} from "@lunakey/contract";
import * as z from "zod";
import { CliError, failure } from "../cli-error.ts";
import { describeFault } from "../language/french/schema-refusals.ts";
import { asIs, phrase, type Text } from "../language/phrase.ts";
import { generateValue, parseRecipe } from "./generate-value.ts";

const changesFile = z.strictObject({
  changes: z
    .array(
      z.strictObject({
        name: secretName,
        environment: secretEnvironment,
        /** This, or `generate`. */
        value: secretValue.optional(),
        /** Size and format as on the command line: `{"size": 32, "format": "hex"}`. */
        generate: z
          .strictObject({
            size: z.int("must be a whole number").optional(),
            format: z.string({ error: "must be a string" }).optional(),
          })
          .optional(),
        expectVersion: secretRotate.shape.expectVersion,
        comment: secretRotate.shape.comment,
      }),
      { error: "must be a list of changes" },
    )
    .min(1, "must hold at least one change")
    .max(LIMITS.CHANGES_PER_SET, `must hold at most ${LIMITS.CHANGES_PER_SET} changes`),
});

/** One change as the store takes it. */
export type FileChange = ReturnType<typeof readChanges>[number];

/** @throws CliError `file_invalid` */
export function readChanges(text: string) {
  const { changes } = parse(text);
  return changes.map(({ value, generate, ...rest }, index) => {
    if ((value === undefined) === (generate === undefined)) {
      throw fault(
        phrase("changes[{index}] must have a value, or generate, and not both.", { index }),
      );
    }
    return { action: "rotate" as const, ...rest, value: value ?? make(index, generate) };
  });
}

function parse(text: string) {
  try {
    return parseInput(changesFile, JSON.parse(text), "The file");
  } catch (error) {
    if (error instanceof LunakeyError) throw fault(describeFault(error.message));
    // The parser's own message quotes the text.
    throw fault("The file is not JSON.");
  }
}

function make(
  index: number,
  recipe: { size?: number | undefined; format?: string | undefined } = {},
) {
  try {
    const size = recipe.size === undefined ? undefined : String(recipe.size);
    return generateValue(parseRecipe(size, recipe.format));
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    throw fault(
      phrase("changes[{index}].generate: {message}", {
        index,
        message: asIs(error.failure.message),
      }),
    );
  }
}

const FORM =
  '{"changes":[{"name":"API_KEY","environment":"production","generate":{"size":32,"format":"hex"}}]}';

function fault(message: Text): CliError {
  return failure("file_invalid", message, phrase("Its form: {form}", { form: FORM }));
}
