/**
 * Proof of an edit: the same operation, done to the data that the config holds, must give what the
 * edited text is read as. An edit that changed anything else is found, whatever the text looks like.
 */
import { type ConfigOperation, type ConfigValue, environmentPath } from "./config-operation.ts";
import { toData } from "./config-tree.ts";
import { parseConfigText } from "./read-config.ts";

export type Data = Record<string, unknown>;

/** Whether `after` says what `before` says with the operations done, and nothing else. */
export function isExactEdit(
  before: string,
  after: string,
  path: string,
  operations: readonly ConfigOperation[],
): boolean {
  const wanted = readData(before, path);
  const found = readData(after, path);
  if (!wanted || !found) return false;
  applyOperations(wanted, operations);
  return canonical(wanted) === canonical(found);
}

/** What a config holds, as plain data; null where it does not parse. */
export function readData(text: string, path: string): Data | null {
  const { root } = parseConfigText(text, path);
  return root && (toData(root) as Data);
}

/** Does to the data what `editConfig` does to the text. */
export function applyOperations(data: Data, operations: readonly ConfigOperation[]): void {
  for (const operation of operations) apply(data, operation);
}

function apply(root: Data, operation: ConfigOperation): void {
  const owner = open(root, environmentPath(operation.environment));
  switch (operation.type) {
    case "add-entry":
      listOf(owner, operation.kind).push(operation.entry);
      return;
    case "replace-entry":
      listOf(owner, operation.kind).splice(operation.index, 1);
      listOf(owner, operation.newKind).push(operation.entry);
      return;
    case "remove-entry":
      listOf(owner, operation.kind).splice(operation.index, 1);
      return;
    case "set-var":
      open(owner, ["vars"])[operation.name] = operation.value;
      return;
    case "remove-var":
      delete open(owner, ["vars"])[operation.name];
      return;
    case "remove-string": {
      const list = listOf(owner, operation.path);
      list.splice(list.indexOf(operation.value), 1);
      return;
    }
    case "add-environment":
      Object.assign(owner, operation.members);
  }
}

function open(root: Data, path: readonly string[]): Data {
  let data = root;
  for (const key of path) {
    if (!Object.hasOwn(data, key)) data[key] = {};
    data = data[key] as Data;
  }
  return data;
}

function listOf(owner: Data, kind: string): (ConfigValue | unknown)[] {
  const keys = kind.split(".");
  const data = open(owner, keys.slice(0, -1));
  const key = keys.at(-1) ?? kind;
  data[key] ??= [];
  return data[key] as unknown[];
}

/** Without the order of members and of entries, and without what is empty: they mean nothing. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    const items = value.map(canonical);
    const isEntries = value.every((item) => typeof item === "object");
    return `[${(isEntries ? items.sort() : items).join()}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .map(([key, member]) => [key, canonical(member)] as const)
    .filter(([, member]) => member !== "{}" && member !== "[]")
    .map(([key, member]) => `${JSON.stringify(key)}:${member}`);
  return `{${members.sort().join()}}`;
}
