/** The helper that `lunakey migrate` writes into a Worker: the runtime's one file, as it was built. */
import { readFile } from "node:fs/promises";
import { failure } from "../cli-error.ts";

/** Where a Worker has it, relative to the folder of its config. */
export const HELPER_PATH = "src/secrets.ts";

/** What the helper is imported from where it is not copied. */
export const HELPER_PACKAGE = "@lunakey/runtime";

/** @throws CliError `file_unreadable` where this installation is not whole. */
export function readHelperText(): Promise<string> {
  return readRuntimeText("secrets.ts");
}

/**
 * @param file of the runtime's sources.
 * @throws CliError `file_unreadable` where this installation is not whole.
 */
export async function readRuntimeText(file: string): Promise<string> {
  try {
    return await readFile(new URL(`../../dist/helper/${file}`, import.meta.url), "utf8");
  } catch {
    throw failure(
      "file_unreadable",
      "The helper's text is not there: this installation of lunakey is not whole.",
      "Install lunakey again; in its own repository: npm run build.",
    );
  }
}
