/** A flat JSON object of strings: values are exactly the strings, escapes decoded once. */
import jsonc, { type Node, type ParseError } from "jsonc-parser";
import { phrase, type Wording } from "../language/phrase.ts";
import { type FileContent, type FileEntry, fileFault, lineAt } from "./entry.ts";

/**
 * @param text the file's content; a byte order mark at its beginning is no part of it.
 * @param file how errors name it.
 * @throws CliError `file_invalid`, with file and line.
 */
export function parseJsonFile(text: string, file: string | Wording): FileContent {
  const content = text.replace(/^\ufeff/, "");
  const errors: ParseError[] = [];
  const root = parseTree(content, errors, file);
  const [error] = errors;
  if (error !== undefined || root === undefined) {
    throw fileFault(file, lineAt(content, error?.offset ?? 0), "is not JSON");
  }
  if (root.type !== "object") {
    throw fileFault(
      file,
      1,
      phrase("must be one object of strings, {form}", { form: '{"NAME": "value"}' }),
    );
  }
  const seen = new Map<string, number>();
  const entries = (root.children ?? []).map((property) => {
    const entry = readProperty(property, content, file);
    const first = seen.get(entry.name);
    if (first !== undefined) {
      throw fileFault(
        file,
        entry.line,
        phrase("{name} was given before, on line {first}", { name: entry.name, first }),
      );
    }
    seen.set(entry.name, entry.line);
    return entry;
  });
  return { entries, notes: [] };
}

function parseTree(
  content: string,
  errors: ParseError[],
  file: string | Wording,
): Node | undefined {
  try {
    return jsonc.parseTree(content, errors, { disallowComments: true });
  } catch {
    // The parser calls itself for each level, and runs out of stack at some thousands of them.
    throw fileFault(
      file,
      null,
      phrase("must be one object of strings, {form}", { form: '{"NAME": "value"}' }),
    );
  }
}

function readProperty(property: Node, content: string, file: string | Wording): FileEntry {
  const [key, value] = property.children ?? [];
  const line = lineAt(content, property.offset);
  const name: unknown = key?.value;
  if (typeof name !== "string" || value === undefined) throw fileFault(file, line, "is not JSON");
  if (value.type !== "string") {
    throw fileFault(file, line, "the value must be a string", "Put it into double quotes.");
  }
  return { name, line, value: decodeString(content, value, file) };
}

/** By the language's own decoder: an editor's parser is forgiving where bytes count. */
function decodeString(content: string, node: Node, file: string | Wording): string {
  try {
    return String(JSON.parse(content.slice(node.offset, node.offset + node.length)));
  } catch {
    // Such as a raw tab inside of a string. The parser's message is not shown: it quotes the text.
    throw fileFault(file, lineAt(content, node.offset), "the value is not a JSON string");
  }
}
