/**
 * A file of secrets, checked against the store's rules. Errors name file, line and, where the name
 * itself is a valid one, the name; never a value.
 */
import { LIMITS, secretName, secretValue } from "@lunakey/contract";
import { describeProblem } from "../language/french/schema-refusals.ts";
import { phrase, type Wording } from "../language/phrase.ts";
import { parseDotenvFile } from "./dotenv-file.ts";
import { type FileContent, type FileEntry, fileFault } from "./entry.ts";
import { parseJsonFile } from "./json-file.ts";

/**
 * @param text the file's content.
 * @param file how the user named it; `.json` is read as JSON, and so is what begins with a brace.
 * @throws CliError `file_invalid`.
 */
export function readEnvFile(text: string, file: string | Wording): FileContent {
  const isJson = (typeof file === "string" && /\.json$/i.test(file)) || /^\s*\{/.test(text);
  const content = isJson ? parseJsonFile(text, file) : parseDotenvFile(text, file);
  if (content.entries.length === 0) throw fileFault(file, null, "holds no secrets");
  if (content.entries.length > LIMITS.ENTRIES_PER_IMPORT) {
    throw fileFault(
      file,
      null,
      phrase("holds {count} secrets; one import takes {most}", {
        count: content.entries.length,
        most: LIMITS.ENTRIES_PER_IMPORT,
      }),
      "Split the file.",
    );
  }
  for (const entry of content.entries) checkEntry(entry, file);
  return content;
}

function checkEntry({ name, value, line }: FileEntry, file: string | Wording): void {
  const problem = problemOf(secretName, name);
  // What is not a name may be a piece of a value: it is not repeated.
  if (problem !== null)
    throw fileFault(
      file,
      line,
      phrase("the name {problem}", { problem: describeProblem(problem) }),
    );
  const fault = problemOf(secretValue, value);
  if (fault !== null)
    throw fileFault(
      file,
      line,
      phrase("the value of {name} {problem}", { name, problem: describeProblem(fault) }),
    );
}

function problemOf(schema: typeof secretName | typeof secretValue, input: string): string | null {
  const parsed = schema.safeParse(input);
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? "is not valid");
}
