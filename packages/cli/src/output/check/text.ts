/** A check for a terminal: what breaks first, what was not checked, and the result last. */
import type { CheckFinding, CheckReport, NotChecked } from "@lunakey/contract";
import type { View } from "../../command-spec.ts";
import { CHECK_WORDS, type CheckWords } from "../../language/catalogues/check.ts";
import type { Language } from "../../language/language.ts";
import { paint, plainText, type StyleName } from "../style.ts";
import { renderTable } from "../table.ts";
import { wrapText } from "../wrap.ts";

/** More of one finding is only counted: --json has all. */
const SHOWN_COUNT = 4;
const SEVERITIES = ["high", "medium", "low"] as const;
const STYLES = { high: "red", medium: "yellow", low: "cyan" } as const;
const STATE_STYLES = { ok: "green", broken: "red", not_checked: "yellow" } as const;
const RESULT_STYLES = { ok: "green", incomplete: "yellow", failed: "red" } as const;

export function renderCheck(report: CheckReport, view: View, language: Language): string {
  const words = CHECK_WORDS[language];
  return [
    renderTargets(report, view, words),
    ...SEVERITIES.map((severity) => renderSeverity(report, severity, view, words)),
    renderNotChecked(report, view, words),
    renderResult(report, view, words),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function renderTargets({ targets }: CheckReport, view: View, words: CheckWords): string {
  if (targets.length === 0) return "";
  return renderTable(
    [words.worker, words.environment, words.delivery, words.helper, words.individual, ""],
    targets.map((target) => [
      target.worker,
      target.environment,
      target.delivery === null ? "-" : words.deliveries[target.delivery],
      String(target.throughHelper.length),
      String(target.individual.length),
      words.states[target.state],
    ]),
    view,
    (row, column) => {
      const state = targets[row]?.state;
      return column === 5 && state !== undefined ? STATE_STYLES[state] : null;
    },
  );
}

function renderSeverity(
  { findings }: CheckReport,
  severity: CheckFinding["severity"],
  view: View,
  words: CheckWords,
): string {
  const own = findings.filter((finding) => finding.severity === severity);
  if (own.length === 0) return "";
  const style = STYLES[severity];
  const text = paint("bold", `${words.severity[severity]} (${own.length})`, view.colour);
  const body = own.map((each) => renderItem(each, style, view, words)).join("");
  return `${paint(style, text, view.colour)}\n${body}`;
}

function renderNotChecked({ notChecked }: CheckReport, view: View, words: CheckWords): string {
  if (notChecked.length === 0) return "";
  const head = paint("bold", `${words.notCheckedHeading} (${notChecked.length})`, view.colour);
  return `${head}\n${notChecked.map((each) => renderItem(each, "dim", view, words)).join("")}`;
}

function renderItem(
  item: CheckFinding | NotChecked,
  style: StyleName,
  view: View,
  words: CheckWords,
): string {
  const places = "places" in item ? groupPlaces(item.places) : [];
  const fix = "fix" in item ? item.fix : null;
  const text = wrapText(plainText(item.message), view.columns, "  ● ").replace(
    "●",
    paint(style, "●", view.colour),
  );
  const files = places.map((each) => paint("dim", plainText(each), view.colour));
  const what = fix === null ? "" : wrapText(plainText(fix), view.columns, "    → ");
  // A command line is never wrapped: it is to be pasted.
  const commands = item.commands.map((each) => `$ ${paint("cyan", plainText(each), view.colour)}`);
  return text + renderSome(files, words) + what + renderSome(commands, words);
}

function renderSome(lines: readonly string[], words: CheckWords): string {
  const more = lines.length - SHOWN_COUNT;
  const shown = [...lines.slice(0, SHOWN_COUNT), ...(more > 0 ? [words.more(more)] : [])];
  return shown.map((line) => `    ${line}\n`).join("");
}

/** `src/a.ts:1, 5`: one text for each file. */
function groupPlaces(places: CheckFinding["places"]): string[] {
  const files = Map.groupBy(places, ({ file }) => file);
  return [...files].map(([file, own]) => {
    const lines = [...new Set(own.map(({ line }) => line))].sort((a, b) => a - b);
    return `${file}:${lines.join(", ")}`;
  });
}

function renderResult(
  { result, findings, store, notChecked }: CheckReport,
  view: View,
  words: CheckWords,
) {
  const broken = findings.filter(({ severity }) => severity === "high").length;
  const text = words.results[result](broken, notChecked.length);
  const asked = store === null ? "" : ` ${words.asked(store)}`;
  const wrapped = wrapText(plainText(text + asked), view.columns, "");
  return paint(RESULT_STYLES[result], wrapped.trimEnd(), view.colour).concat("\n");
}
