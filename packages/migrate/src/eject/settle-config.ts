/**
 * Decides what a wrangler config becomes: the merged text where it says exactly what the config says
 * now without Lunakey; else the text as it is with Lunakey's entries taken out one by one.
 */
import { MODE_VAR } from "../binding/production.ts";
import { isSecretStore } from "../binding/unsafe-binding.ts";
import {
  ConfigEditError,
  type ConfigOperation,
  environmentPath,
} from "../wrangler-config/config-operation.ts";
import { type ConfigTable, findString, listTables } from "../wrangler-config/config-tree.ts";
import { editConfig } from "../wrangler-config/edit-config.ts";
import { parseConfigText, readConfig } from "../wrangler-config/read-config.ts";
import {
  applyOperations,
  canonical,
  type Data,
  isExactEdit,
  readData,
} from "../wrangler-config/verify-edit.ts";
import type { WorkerEnvironment } from "../wrangler-config/wrangler-config.ts";
import { listStoreBindings } from "./store-bindings.ts";

export interface ConfigQuestion {
  /** Relative to the repository's root. */
  readonly path: string;
  /** The text now. */
  readonly current: string;
  /** With Lunakey's changes taken back by lines. */
  readonly merged: string;
  /** Before Lunakey's first change; null where there was no such file. */
  readonly first: string | null;
  /** null: all. */
  readonly environments: ReadonlySet<string> | null;
}

export interface SettledConfig {
  readonly text: string;
  /** `by-entry`: comments that Lunakey wrote may be left. `left`: entries of Lunakey are left. */
  readonly how: "merged" | "by-entry" | "left";
}

export function settleConfig(question: ConfigQuestion): SettledConfig {
  const { path, current, merged } = question;
  if (saysTheSame(question, removals(question, current))) return { text: merged, how: "merged" };
  try {
    const text = takeOut(question);
    if (isExactEdit(current, text, path, removals(question, current))) {
      return { text, how: "by-entry" };
    }
  } catch (error) {
    if (!(error instanceof ConfigEditError)) throw error;
  }
  return { text: current, how: "left" };
}

/** Entries move up when one before them is taken out: so one at a time. */
function takeOut(question: ConfigQuestion): string {
  let text = question.current;
  for (;;) {
    const [next] = removals(question, text);
    if (next === undefined) return text;
    const after = editConfig(text, question.path, [next]);
    if (after === text) return text;
    text = after;
  }
}

/** The last entry of a list first, so that the others stay where they are. */
function removals(
  { path, first, environments }: ConfigQuestion,
  text: string,
): readonly ConfigOperation[] {
  const { root } = parseConfigText(text, path);
  if (!root) return [];
  const read = (of: string) => readConfig(of, { path, hasFile: () => true }).environments;
  const before = first === null ? [] : read(first);
  return read(text)
    .filter(({ name }) => environments?.has(name) ?? true)
    .flatMap((environment) => {
      const known = before.find(({ name }) => name === environment.name);
      return [...entryRemovals(root, environment, known), ...modeRemoval(environment, known)];
    });
}

function entryRemovals(
  root: ConfigTable,
  environment: WorkerEnvironment,
  known: WorkerEnvironment | undefined,
): ConfigOperation[] {
  const had = new Set(known ? listStoreBindings(known).map(({ binding }) => binding) : []);
  return listStoreBindings(environment)
    .filter(({ binding }) => !had.has(binding))
    .map(({ binding, kind }): ConfigOperation & { index: number } => {
      const entries = listTables(root, ...environmentPath(environment.name), kind);
      const index = entries.findIndex((entry) => findString(entry, "binding") === binding);
      return { type: "remove-entry", environment: environment.name, kind, index };
    })
    .sort((a, b) => b.index - a.index);
}

function modeRemoval(
  { name, vars }: WorkerEnvironment,
  known: WorkerEnvironment | undefined,
): ConfigOperation[] {
  const has = (environment: Pick<WorkerEnvironment, "vars"> | undefined) =>
    environment?.vars.some((each) => each.name === MODE_VAR) ?? false;
  if (!has({ vars }) || has(known)) return [];
  return [{ type: "remove-var", environment: name, name: MODE_VAR }];
}

function saysTheSame(
  { path, current, merged, first }: ConfigQuestion,
  operations: readonly ConfigOperation[],
): boolean {
  const wanted = readData(current, path);
  const found = readData(merged, path);
  if (!wanted || !found) return false;
  applyOperations(wanted, operations);
  const before = first === null ? null : readData(first, path);
  dropMade(wanted, found, before);
  takeRequired(wanted, found, before);
  for (const data of [wanted, found]) dropUnsafe(data);
  return canonical(wanted) === canonical(found);
}

/** An environment that Lunakey made goes as a whole. */
function dropMade(wanted: Data, found: Data, before: Data | null): void {
  const environments = wanted.env as Data | undefined;
  for (const name of Object.keys(environments ?? {})) {
    const isIn = (data: Data | null) => Object.hasOwn((data?.env as Data | undefined) ?? {}, name);
    if (!isIn(found) && !isIn(before)) delete environments?.[name];
  }
}

/** What a clean-up took out of `secrets.required` comes back: of what stood there before, nothing else. */
function takeRequired(wanted: Data, found: Data, before: Data | null): void {
  const listOf = (owner: Data | undefined): readonly unknown[] => {
    const { secrets } = (owner ?? {}) as { secrets?: { required?: unknown } };
    return Array.isArray(secrets?.required) ? secrets.required : [];
  };
  const owners = (data: Data | null) => {
    return new Map([["", data ?? {}], ...Object.entries((data?.env ?? {}) as Data)]) as Map<
      string,
      Data
    >;
  };
  for (const [name, owner] of owners(wanted)) {
    const now = listOf(owner);
    const then = listOf(owners(found).get(name));
    const known = listOf(owners(before).get(name));
    const back = then.filter((each) => !now.includes(each));
    const isBack = back.length > 0 && back.every((each) => known.includes(each));
    if (!isBack || !now.every((each) => then.includes(each))) continue;
    owner.secrets = { ...(owner.secrets as object | undefined), required: then };
  }
}

/** The form that `bind` put right comes back as it was. */
function dropUnsafe(data: Data): void {
  const owners = [data, ...Object.values((data.env as Data | undefined) ?? {})] as Data[];
  for (const owner of owners) {
    const { unsafe } = owner as { unsafe?: { bindings?: unknown } };
    if (!Array.isArray(unsafe?.bindings)) continue;
    unsafe.bindings = unsafe.bindings.filter(
      (entry: { type?: unknown }) => entry.type !== "secret_store",
    );
  }
}

/** Does the config have the request's form, which some commands of wrangler refuse? */
export function hasUnsafeStore(text: string, path: string): boolean {
  const { environments } = readConfig(text, { path, hasFile: () => true });
  return environments.some(({ bindings }) => bindings.some(isSecretStore));
}
