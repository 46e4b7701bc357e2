/** A plan of bindings for a terminal: the diff, what it is for, remarks, and what comes next. */
import type { BindReport } from "@lunakey/contract";
import type { View } from "../../command-spec.ts";
import { BIND_WORDS, type BindWords } from "../../language/catalogues/bind.ts";
import type { Language } from "../../language/language.ts";
import { renderDiff } from "../diff.ts";
import { renderSteps } from "../steps.ts";
import { paint, plainText } from "../style.ts";
import { wrapText } from "../wrap.ts";

export interface BindTextOptions {
  readonly language: Language;
  /** Shown above everything; "" where it was shown already. */
  readonly diff: string;
  /** The store's label; null where none was asked. */
  readonly store: string | null;
}

export function renderBinding(report: BindReport, view: View, options: BindTextOptions): string {
  const words = BIND_WORDS[options.language];
  return [
    options.diff === "" ? "" : renderDiff(options.diff, view),
    renderWorkers(report, view, words),
    renderNotes(report, view),
    renderDone(report, words, options.store),
    report.next.length === 0 ? "" : `${words.next}\n${renderSteps(report.next, view)}`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function renderWorkers({ workers }: BindReport, view: View, words: BindWords): string {
  return workers
    .map(({ worker, environment, delivery, names }) =>
      wrapText(plainText(words.head(worker, environment, delivery, names)), view.columns, ""),
    )
    .join("");
}

function renderNotes({ notes }: BindReport, view: View): string {
  return [...new Set(notes.map(({ message }) => message))]
    .map((message) =>
      wrapText(plainText(message), view.columns, "  - ").replace(
        "-",
        paint("yellow", "-", view.colour),
      ),
    )
    .join("");
}

function renderDone(
  { files, granted, dryRun, written, workers }: BindReport,
  words: BindWords,
  store: string | null,
): string {
  if (dryRun) return `${words.dryRun}\n`;
  const grants = granted.map(
    ({ worker, environment, names }) =>
      `${words.granted(`${worker} (${environment})`, names, store ?? "")}\n`,
  );
  const isSynced = workers[0]?.delivery === "synced";
  if (!written) {
    const nothing = isSynced ? words.nothingSynced : words.nothing;
    return grants.length > 0 && !isSynced ? grants.join("") : `${nothing}\n${grants.join("")}`;
  }
  return `${words.written(files.map(({ path }) => path))}\n${grants.join("")}${words.undo}\n`;
}
