/**
 * Edits a config's text. Every character outside of what an operation adds, replaces or removes stays
 * as it is: comments, order, quotes, tabs, line ends, the byte order mark.
 */
import { applyEdits } from "../edits/apply-edits.ts";
import type { TextEdit } from "../edits/text-edit.ts";
import { findConfigFormat } from "./config-kind.ts";
import type { ConfigOperation } from "./config-operation.ts";
import { planJsoncEdits } from "./edit-jsonc.ts";
import { planTomlEdits } from "./edit-toml.ts";

/**
 * @param text the whole file, with its byte order mark if it has one.
 * @param path of the config: its name says the format.
 * @throws ConfigEditError where the text does not parse, or what the operation names is not there
 */
export function planConfigEdits(
  text: string,
  path: string,
  operation: ConfigOperation,
): TextEdit[] {
  const shift = text.startsWith("\uFEFF") ? 1 : 0;
  const plan = findConfigFormat(path) === "toml" ? planTomlEdits : planJsoncEdits;
  const edits = plan(text.slice(shift), withoutJsonComment(path, text, operation));
  if (edits === null && operation.type === "replace-entry") {
    return [asOneEdit(text, addThenRemove(text, path, operation))];
  }
  return (edits ?? []).map((edit) => ({
    start: edit.start + shift,
    end: edit.end + shift,
    text: edit.text,
  }));
}

function addThenRemove(
  text: string,
  path: string,
  { environment, kind, index, newKind, entry }: Extract<ConfigOperation, { type: "replace-entry" }>,
): string {
  // In this order: an environment that has nothing but the entry would be gone.
  return editConfig(text, path, [
    { type: "add-entry", environment, kind: newKind, entry, comment: null },
    { type: "remove-entry", environment, kind, index },
  ]);
}

/** What lies between what the two texts begin and end with. */
function asOneEdit(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let behind = 0;
  while (behind < shorter - start && before.at(-1 - behind) === after.at(-1 - behind)) behind += 1;
  return {
    start,
    end: before.length - behind,
    text: after.slice(start, after.length - behind),
  };
}

/** One operation after the other, each on the text that the one before it left. */
export function editConfig(
  text: string,
  path: string,
  operations: readonly ConfigOperation[],
): string {
  return operations.reduce(
    (current, operation) => applyEdits(current, planConfigEdits(current, path, operation)),
    text,
  );
}

/** wrangler takes remarks in a `.json`; other tools that read it may not. */
function withoutJsonComment(
  path: string,
  text: string,
  operation: ConfigOperation,
): ConfigOperation {
  const isPlain = findConfigFormat(path) === "json" && !/^\s*(?:\/\/|\/\*)/m.test(text);
  return isPlain && "comment" in operation ? { ...operation, comment: null } : operation;
}
