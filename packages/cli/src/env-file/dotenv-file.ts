/**
 * `.dev.vars` and `.env`: values are those of the `dotenv` package, whose grammar wrangler uses for
 * `.dev.vars`, so that the store gets what a Worker got. Unlike wrangler, `$` is never expanded and
 * nothing is read from the process environment.
 *
 * dotenv skips what it does not understand and lets a later line win. Here both are errors, found
 * with dotenv's own pattern. A line that is not understood may be part of a secret, such as the
 * rest of a key that was not quoted: no name is told for it, nor for any other line then.
 */
import dotenv from "dotenv";
import { phrase, type Sentence, type Wording } from "../language/phrase.ts";
import { type FileContent, type FileEntry, type FileNote, fileFault, lineAt } from "./entry.ts";

/** An assignment, as in dotenv 16 and 17 (lib/main.js, LINE); a test holds the two together. */
const ASSIGNMENT =
  /^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$/gm;

interface Assignment {
  readonly name: string;
  readonly line: number;
  /** From the equals sign to the end, comment included. */
  readonly source: string;
}

/**
 * @param text the file's content.
 * @param file how errors name it.
 * @throws CliError `file_invalid`, with file and line.
 */
export function parseDotenvFile(text: string, file: string | Wording): FileContent {
  const lines = text.replace(/\r\n?/g, "\n");
  const assignments = findAssignments(lines, file);
  refuseDuplicates(assignments, file);
  const values = new Map(Object.entries(dotenv.parse(lines)));
  const entries = assignments.map(({ name, line }) => ({
    name,
    line,
    value: values.get(name) ?? "",
  }));
  return { entries, notes: assignments.flatMap((each, index) => findNotes(each, entries[index])) };
}

function findAssignments(lines: string, file: string | Wording): Assignment[] {
  const assignments: Assignment[] = [];
  let end = 0;
  for (const match of lines.matchAll(ASSIGNMENT)) {
    refuseUnknown(lines, end, match.index, file);
    end = match.index + match[0].length;
    const name = match[1] ?? "";
    const nameAt = match.index + match[0].indexOf(name);
    const source = lines.slice(nameAt + name.length, end);
    assignments.push({ name, line: lineAt(lines, nameAt), source });
  }
  refuseUnknown(lines, end, lines.length, file);
  return assignments;
}

/** Between two assignments there may be blank lines and comments only. */
function refuseUnknown(lines: string, from: number, to: number, file: string | Wording): void {
  let offset = from;
  for (const line of lines.slice(from, to).split("\n")) {
    const content = line.trim();
    if (content !== "" && !content.startsWith("#")) {
      throw fileFault(
        file,
        lineAt(lines, offset),
        "is not NAME=value, a comment or blank",
        "A value of several lines needs quotes around all of it.",
      );
    }
    offset += line.length + 1;
  }
}

function refuseDuplicates(assignments: readonly Assignment[], file: string | Wording): void {
  const seen = new Map<string, number>();
  for (const { name, line } of assignments) {
    const first = seen.get(name);
    if (first !== undefined) {
      throw fileFault(
        file,
        line,
        phrase("{name} was given before, on line {first}", { name, first }),
      );
    }
    seen.set(name, line);
  }
}

const QUOTED = /^[=:]\s*(['"`])[\s\S]*\1\s*(?:#.*)?$/;

/** Where a person may mean something else than dotenv reads. */
function findNotes(assignment: Assignment, entry: FileEntry | undefined): FileNote[] {
  const { name, line } = assignment;
  const source = assignment.source.trimStart();
  const value = entry?.value ?? "";
  const texts: Sentence[] = [];
  if (!QUOTED.test(source)) {
    if (/[^\s#]#/.test(source.slice(1))) {
      texts.push("ends before the #, as wrangler reads it; put quotes around it if the # belongs");
    }
    if (/^["'`]/.test(value)) {
      texts.push("begins with a quote that is not closed; the quote is part of the value");
    }
  }
  if (/\$\{|\$[A-Za-z_]|\\\$/.test(value)) {
    texts.push("keeps $ and \\$ as they are; wrangler dev expands them in .env, not in .dev.vars");
  }
  return texts.map((text) => ({ name, line, text }));
}
