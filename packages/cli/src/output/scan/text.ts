/** A scan for a terminal: what each Worker reads, what to mend, and the verdict last. */
import type { ScanFinding, ScanReport } from "@lunakey/contract";
import type { View } from "../../command-spec.ts";
import { type CellState, SCAN_WORDS, type ScanWords } from "../../language/catalogues/scan.ts";
import { colon, type Language } from "../../language/language.ts";
import { paint, plainText, type StyleName } from "../style.ts";
import { cellWidth, renderTable } from "../table.ts";
import { callWorkers } from "../worker-labels.ts";
import { wrapText } from "../wrap.ts";
import { foldFindings } from "./fold-findings.ts";
import { listConfiguration, listRows, type MatrixRow, type ScanWorker } from "./matrix.ts";

/** More files of one finding are only counted, more lines left out: --json and --html have all. */
const SHOWN_FILES_COUNT = 4;
const SHOWN_LINES_COUNT = 8;
const SHOWN_REACHES_COUNT = 3;
const SEVERITIES = ["high", "medium", "low"] as const;
const SEVERITY_STYLES = { high: "red", medium: "yellow", low: "cyan" } as const;

const CELLS: Readonly<Record<CellState, readonly [text: string, style: StyleName | null]>> = {
  store: ["store", "green"],
  required: ["required", "green"],
  dev: [".dev.vars", "green"],
  vars: ["[vars]!", "red"],
  unsaid: ["·", "dim"],
  unread: ["", null],
};

/** Cells that need no legend. */
const SELF_EXPLAINING: readonly CellState[] = ["dev", "unread"];

export interface ScanTextOptions {
  readonly language: Language;
  /** Every read as well, with its line of code. */
  readonly showReads: boolean;
}

export function renderScan(report: ScanReport, view: View, options: ScanTextOptions): string {
  const words = SCAN_WORDS[options.language];
  // Of a folder without Workers there is nothing more to say.
  if (report.workers.length + report.findings.length === 0) return `${words.noWorkers}\n`;
  const workers = report.workers.map((worker) => renderWorker(report, worker, view, words));
  return [
    workers.length === 0 ? `${words.noWorkers}\n` : workers.join("\n"),
    renderLegend(report, view, words),
    options.showReads ? renderReads(report, view, words) : "",
    renderFindings(foldFindings(report, options.language), view, words),
    renderProblems(report, view, words),
    renderVerdict(report, view, words),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function renderWorker(
  report: ScanReport,
  worker: ScanWorker,
  view: View,
  words: ScanWords,
): string {
  const head = renderHead(worker, nameSameCode(report, worker), view, words);
  const rows = listRows(report, worker);
  if (rows.length === 0) return `${head}${words.noSecrets}\n`;
  return (
    head +
    renderMatrix(worker, rows, view, words) +
    renderConfiguration(report, worker, view, words)
  );
}

/** The Worker above whose entry a config has: one code under several names. */
function nameSameCode({ workers }: ScanReport, worker: ScanWorker): string | undefined {
  const first = workers.find(({ entry }) => entry !== null && entry === worker.entry);
  return first && first !== worker ? callWorkers(workers).get(first.config) : undefined;
}

/** On two lines where one is too short for it. */
function renderHead(
  { name, config, entry, files }: ScanWorker,
  sameCode: string | undefined,
  view: View,
  words: ScanWords,
): string {
  const folder = config.slice(0, config.lastIndexOf("/") + 1);
  const own = entry?.startsWith(folder) ? entry.slice(folder.length) : entry;
  const others = sameCode ? `, ${words.sameCode(sameCode)}` : "";
  const detail = plainText(`${config} → ${own ?? words.noEntry}, ${words.files(files)}${others}`);
  const isWide = view.columns !== null && cellWidth(`${name}  ${detail}`) > view.columns;
  const between = isWide ? "\n  " : "  ";
  return `${paint("bold", plainText(name), view.colour)}${between}${paint("dim", detail, view.colour)}\n`;
}

function renderMatrix(
  worker: ScanWorker,
  rows: readonly MatrixRow[],
  view: View,
  words: ScanWords,
): string {
  const environments = worker.environments.map(({ name }) => plainText(name));
  return renderTable(
    [words.secret, words.reads, words.inSync, ...environments],
    rows.map(({ name, reads, sync, cells }) => [
      name,
      reads.length === 0 ? "-" : String(reads.length),
      sync === 0 ? "-" : String(sync),
      ...cells.map((state) => CELLS[state][0]),
    ]),
    view,
    (row, column) => {
      const state = rows[row]?.cells[column - 3];
      return state === undefined ? null : CELLS[state][1];
    },
  );
}

function renderConfiguration(
  report: ScanReport,
  worker: ScanWorker,
  view: View,
  words: ScanWords,
): string {
  const names = listConfiguration(report, worker);
  if (names.length === 0) return "";
  return wrapText(
    plainText(names.join(", ")),
    view.columns,
    `${words.configuration}${colon(view.language)} `,
  );
}

function renderLegend(report: ScanReport, view: View, words: ScanWords): string {
  const states = new Set(
    report.workers.flatMap((worker) => listRows(report, worker).flatMap(({ cells }) => cells)),
  );
  const known = (Object.keys(CELLS) as CellState[]).filter(
    (state) => states.has(state) && !SELF_EXPLAINING.includes(state),
  );
  if (known.length === 0) return "";
  const text = known.map((state) => `${CELLS[state][0]} ${words.legend[state]}`).join("; ");
  return paint("dim", wrapText(text, view.columns, "").trimEnd(), view.colour).concat("\n");
}

function renderReads({ reads }: ScanReport, view: View, words: ScanWords): string {
  const modes = { true: words.async, false: words.sync, null: words.moduleLevel };
  return renderTable(
    [words.place, words.secret, "", words.reaches, words.code],
    reads.map((read) => [
      `${read.file}:${read.line}:${read.column}`,
      read.name,
      modes[`${read.async}`],
      describeReaches(read.reaches),
      read.code.trim(),
    ]),
    // Nothing is cut: a place that is not whole leads nowhere.
    { ...view, columns: null },
  );
}

/** A column is as wide as its widest cell: --json has all of what is only counted here. */
function describeReaches(reaches: ScanReport["reads"][number]["reaches"]): string {
  const shown = reaches.slice(0, SHOWN_REACHES_COUNT).map(({ kind, name }) => `${kind} ${name}`);
  const hidden = reaches.length - shown.length;
  return `${shown.join(", ")}${hidden > 0 ? `, … (${reaches.length})` : ""}`;
}

function renderFindings(findings: readonly ScanFinding[], view: View, words: ScanWords): string {
  if (findings.length === 0) return `${words.noFindings}\n`;
  return SEVERITIES.map((severity) => {
    const own = findings.filter((finding) => finding.severity === severity);
    if (own.length === 0) return "";
    const head = paint("bold", `${words.severity[severity]} (${own.length})`, view.colour);
    const style = SEVERITY_STYLES[severity];
    return `${paint(style, head, view.colour)}\n${own.map((each) => renderFinding(each, style, view, words)).join("")}`;
  })
    .filter((part) => part !== "")
    .join("\n");
}

function renderFinding(
  { message, fix, places }: ScanFinding,
  style: StyleName,
  view: View,
  words: ScanWords,
): string {
  const text = wrapText(plainText(message), view.columns, "  ● ").replace(
    "●",
    paint(style, "●", view.colour),
  );
  const files = groupPlaces(places);
  const shown = files
    .slice(0, SHOWN_FILES_COUNT)
    .map((each) => `    ${paint("dim", plainText(each), view.colour)}\n`);
  const hidden = files.length - SHOWN_FILES_COUNT;
  const more = hidden > 0 ? `    ${words.more(hidden)}\n` : "";
  return text + shown.join("") + more + wrapText(plainText(fix), view.columns, "    → ");
}

/** `src/a.ts:1, 5, 9`: one text for each file. */
function groupPlaces(places: ScanFinding["places"]): string[] {
  const lines = new Map<string, Set<number>>();
  for (const { file, line } of places) {
    const own = lines.get(file) ?? new Set();
    lines.set(file, own.add(line));
  }
  return [...lines].map(([file, own]) => {
    const shown = [...own]
      .sort((a, b) => a - b)
      .slice(0, SHOWN_LINES_COUNT)
      .join(", ");
    return `${file}:${shown}${own.size > SHOWN_LINES_COUNT ? ", …" : ""}`;
  });
}

function renderProblems({ problems }: ScanReport, view: View, words: ScanWords): string {
  if (problems.length === 0) return "";
  const lines = Map.groupBy(problems, ({ message }) => message);
  const text = [...lines].map(([message, own]) => {
    // A lack of the whole repository is in no line of it, one of a Worker in no line of its folder.
    const places = own.map(({ code, file, line }) =>
      file === "." ? "" : code === "no_tsconfig" ? file : `${file}:${line}`,
    );
    const where = places.filter((place) => place !== "").join(", ");
    return wrapText(plainText(where === "" ? message : `${where} ${message}`), view.columns, "  ");
  });
  return `${paint("bold", words.problems, view.colour)}\n${text.join("")}`;
}

function renderVerdict({ verdict }: ScanReport, view: View, words: ScanWords): string {
  const head = words.verdictIs(words.choice[verdict.choice]);
  const reasons = verdict.reasons.map(({ message }) =>
    wrapText(plainText(message), view.columns, "  - "),
  );
  return `${paint("bold", head, view.colour)}\n${wrapText(plainText(verdict.message), view.columns, "  ")}${reasons.join("")}`;
}
