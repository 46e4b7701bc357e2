/** A migration for a terminal: the diff, then what was converted, what was not and why, the proof. */
import type { MigrateReport } from "@lunakey/contract";
import type { View } from "../../command-spec.ts";
import { MIGRATE_WORDS, type MigrateWords } from "../../language/catalogues/migrate.ts";
import { colon, type Language, listSomeWords } from "../../language/language.ts";
import { quote } from "../deployed-commands.ts";
import { renderDiff } from "../diff.ts";
import { paint, plainText } from "../style.ts";
import type { WorkerLabels } from "../worker-labels.ts";
import { wrapText } from "../wrap.ts";
import { editOfAll, type MigratedWorker, SHOWN_NAMES_COUNT } from "./describe-plan.ts";

/** More lines of one name in one file are only counted: --json has all. */
const SHOWN_LINES_COUNT = 12;

export interface MigrateTextOptions {
  readonly language: Language;
  /** Shown above everything; "" for none. */
  readonly diff: string;
  readonly route: string | undefined;
  /** How this program is called here. */
  readonly lunakey: string;
  /** Of those that share a name with another one. */
  readonly labels: WorkerLabels;
}

export function renderMigration(
  report: MigrateReport,
  view: View,
  options: MigrateTextOptions,
): string {
  const words = MIGRATE_WORDS[options.language];
  const workers = report.workers.map((each) => renderWorker(report, each, view, options));
  const end = report.dryRun ? `${words.dryRun}\n` : report.written ? `${words.undo}\n` : "";
  return [options.diff === "" ? "" : renderDiff(options.diff, view), ...workers, end]
    .filter((part) => part !== "")
    .join("\n");
}

function renderWorker(
  report: MigrateReport,
  worker: MigratedWorker,
  view: View,
  { language, route, lunakey, labels }: MigrateTextOptions,
): string {
  const words = MIGRATE_WORDS[language];
  const notes = report.dryRun ? worker.notes : worker.notes.filter(isOfResult);
  const label = labels.get(worker.config) ?? worker.worker;
  const chosen = labels.has(worker.config) ? quote(worker.config) : worker.worker;
  const next =
    worker.nextRoute === null
      ? ""
      : `${words.nextRoute(`${lunakey} migrate --worker ${chosen} --route ${quote(worker.nextRoute)}`)}\n`;
  if (worker.converted.length === 0) {
    const nothing = describeNothing(worker, route, words);
    const head =
      worker.crashes === undefined ? `${plainText(`${label}${colon(language)} ${nothing}`)}\n` : "";
    return `${head}${renderCrashes(worker, label, view, words)}${renderLeftAlone(worker, view, language)}${renderNotes(notes, view, words)}${next}`;
  }
  const files = new Set(worker.converted.map(({ file }) => file)).size;
  const moved = words.head(label, worker.converted.length, files, report.dryRun);
  const left = worker.readsLeft === 0 ? "" : ` ${words.readsLeft(worker.readsLeft)}`;
  const head = `${moved}${left}`;
  return [
    `${paint("bold", plainText(head), view.colour)}\n`,
    renderCrashes(worker, label, view, words),
    renderPlaces(words.converted, worker.converted, view),
    renderPlaces(words.required, worker.required, view),
    renderSettings(worker, view, words),
    renderLeftAlone(worker, view, language),
    renderNotes(notes, view, words),
    wrapText(renderProof(worker, words), view.columns, ""),
    next,
  ].join("");
}

function renderCrashes(
  { crashes }: MigratedWorker,
  label: string,
  view: View,
  words: MigrateWords,
): string {
  const lines = (crashes ?? []).map(({ kind, at }) =>
    wrapText(plainText(words.crashed(label, kind, at)), view.columns, ""),
  );
  return lines.length === 0
    ? ""
    : `${lines.join("")}${wrapText(words.crashedHint, view.columns, "  ")}`;
}

function describeNothing(
  { readsLeft, leftAlone }: MigratedWorker,
  route: string | undefined,
  words: MigrateWords,
): string {
  const isStuck = leftAlone.some(({ isRead, code }) => isRead && code !== "excepted");
  const none = route === undefined ? words.nothing : words.nothingOfRoute(route);
  const nothing = isStuck ? words.nothingMovable : none;
  return readsLeft === 0 ? nothing : `${nothing} ${words.readsLeft(readsLeft)}`;
}

function renderPlaces(heading: string, places: MigratedWorker["converted"], view: View): string {
  if (places.length === 0) return "";
  const named = places.map((each) => ({ ...each, names: [each.name] }));
  return `${paint("bold", `${heading} (${places.length})`, view.colour)}\n${listFiles(named, view, "  ")}`;
}

function renderSettings({ settings }: MigratedWorker, view: View, words: MigrateWords): string {
  if (settings === undefined) return "";
  return wrapText(plainText(words.settings(settings)), view.columns, "");
}

interface NamedLine {
  readonly file: string;
  readonly line: number;
  readonly names: readonly string[];
}

/** `src/a.ts:3, 9 STRIPE_SECRET_KEY`: one text for each name of a file. */
function listFiles(places: readonly NamedLine[], view: View, indent: string): string {
  const lists = new Map<string, { file: string; names: string; lines: Set<number> }>();
  for (const { file, line, names: several } of places) {
    const names = several.join(" ");
    const key = `${file}\n${names}`;
    const list = lists.get(key) ?? { file, names, lines: new Set() };
    list.lines.add(line);
    lists.set(key, list);
  }
  return [...lists.values()]
    .map(({ file, names, lines }) => {
      const shown = [...lines].slice(0, SHOWN_LINES_COUNT).join(", ");
      const more = lines.size > SHOWN_LINES_COUNT ? `, … (${lines.size})` : "";
      return wrapText(
        plainText(`${file}:${shown}${more} ${names}`.trimEnd()),
        view.columns,
        indent,
      );
    })
    .join("");
}

/** Reads that stay, and apart from them the places where no secret is read by its name. */
function renderLeftAlone(worker: MigratedWorker, view: View, language: Language): string {
  const words = MIGRATE_WORDS[language];
  const { leftAlone, readsLeft } = worker;
  const reads = leftAlone.filter(({ isRead }) => isRead);
  const others = leftAlone.filter(({ isRead }) => !isRead);
  return [
    renderReasons(`${words.leftAlone} (${readsLeft})`, reads, view, language),
    renderReasons(`${words.noReads} (${others.length})`, others, view, language),
  ].join("");
}

/** By reason: the same reason and edit are said once, for all of their places and names. */
function renderReasons(
  heading: string,
  leftAlone: MigratedWorker["leftAlone"],
  view: View,
  language: Language,
): string {
  if (leftAlone.length === 0) return "";
  const groups = new Map<string, MigratedWorker["leftAlone"]>();
  for (const each of leftAlone) {
    const key = PLACED.has(each.code) ? reasonOf(each) : `${each.code}\n${each.subject}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const items = [...groups.values()].map((own) => {
    const [first] = own;
    if (first === undefined) return "";
    const reason = wrapText(plainText(`${reasonOf(first)}:`), view.columns, "  ");
    const places = own.map((each) => ({ ...each, names: shortened(each.names, language) }));
    const edit = wrapText(plainText(editOfAll(own, language)), view.columns, "    → ");
    return `${reason}${listFiles(places, view, "    ")}${edit}`;
  });
  return `${paint("bold", heading, view.colour)}\n${items.join("")}`;
}

/** A function that is given a name can be asked for any number of them. */
function shortened(names: readonly string[], language: Language): readonly string[] {
  return names.length > SHOWN_NAMES_COUNT + 1
    ? [listSomeWords(language, names, SHOWN_NAMES_COUNT)]
    : names;
}

/** What is in the way can be somewhere else: another class's constructor, a copy of the environment. */
const PLACED: ReadonlySet<string> = new Set([
  "constructor",
  "overridden",
  "type-error",
  "helper-type-error",
]);

/** With the place of that. */
function reasonOf(left: MigratedWorker["leftAlone"][number]): string {
  const { code, message, blockedAt, file, line } = left;
  const isOther = PLACED.has(code) && (blockedAt.file !== file || blockedAt.line !== line);
  return isOther ? `${message} (${blockedAt.file}:${blockedAt.line})` : message;
}

/** What is there to decide over before it is written, and no more after that. */
const isOfResult = ({ code }: MigratedWorker["notes"][number]) => code !== "widely-called";

function renderNotes(notes: MigratedWorker["notes"], view: View, words: MigrateWords): string {
  if (notes.length === 0) return "";
  const lines = groupNotes(notes).map(({ at, message }) =>
    wrapText(plainText(`${at}${message}`), view.columns, "  - "),
  );
  return `${paint("bold", words.notes, view.colour)}\n${lines.join("")}`;
}

/** What is said of a name, wherever it stands, is said once for all of its places. */
const SAID_ONCE: ReadonlySet<string> = new Set(["build-time"]);

function groupNotes(
  notes: MigratedWorker["notes"],
): readonly { readonly at: string; readonly message: string }[] {
  const groups = new Map<string, MigratedWorker["notes"]>();
  for (const [index, note] of notes.entries()) {
    const key = SAID_ONCE.has(note.code) ? note.message : `${index}`;
    groups.set(key, [...(groups.get(key) ?? []), note]);
  }
  return [...groups.values()].map((own) => {
    const places = own.flatMap(({ place }) => (place ? [`${place.file}:${place.line}`] : []));
    const shown = places.slice(0, SHOWN_LINES_COUNT).join(", ");
    const more = places.length > SHOWN_LINES_COUNT ? `, … (${places.length})` : "";
    return { at: shown === "" ? "" : `${shown}${more} `, message: own[0]?.message ?? "" };
  });
}

function renderProof({ proof }: MigratedWorker, words: MigrateWords): string {
  const { errorsBefore, errorsAfter, references } = proof;
  return errorsAfter > errorsBefore
    ? `${words.proof(references, null)} ${words.proofRepeats(errorsBefore, errorsAfter)}`
    : words.proof(references, errorsAfter);
}
