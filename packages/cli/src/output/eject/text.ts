/** An eject for a terminal: the diff, what it was for, what is left, and what comes next. */

import type { EjectLeft, EjectReport } from "@lunakey/contract";
import type { View } from "../../command-spec.ts";
import { counted } from "../../language/counted.ts";
import { colon } from "../../language/language.ts";
import { phrase, speak, type Text } from "../../language/phrase.ts";
import { renderDiff } from "../diff.ts";
import { renderSteps } from "../steps.ts";
import { paint, plainText } from "../style.ts";
import { wrapText } from "../wrap.ts";

/** @param diff shown above everything; "" where it was shown already. */
export function renderEject(report: EjectReport, view: View, diff: string): string {
  return [
    diff === "" ? "" : renderDiff(diff, view),
    renderHead(report, view),
    renderValues(report, view),
    renderLeft(report, view),
    renderDone(report, view),
    report.next.length === 0
      ? ""
      : `${speak(view.language, "Next; until then the Workers go on reading the store:")}\n${renderSteps(report.next, view)}`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function renderHead({ since, workers, files }: EjectReport, view: View): string {
  const say = (text: Text) => wrapText(plainText(speak(view.language, text)), view.columns, "");
  const lines = workers.map(({ worker, environments }) =>
    say(
      phrase("{worker}: off the store in {environments}.", {
        worker,
        environments: environments.join(", "),
      }),
    ),
  );
  if (since === null) return lines.join("");
  const of = phrase("As it was at {commit} ({title}), with what was changed since: {files}.", {
    commit: since.commit.slice(0, 10),
    title: since.title,
    files: counted(files.length, "files"),
  });
  return `${say(of)}${lines.join("")}`;
}

/** How many of each state, Worker by Worker. */
function renderValues({ values, dryRun }: EjectReport, view: View): string {
  const groups = new Map<string, string[]>();
  for (const { worker, environment, name, state } of values) {
    const key = `${worker} (${environment}), ${speak(view.language, STATES[state])}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  if (groups.size === 0) return "";
  const title = dryRun ? "Individual secrets that the store would write:" : "Individual secrets:";
  const lines = [...groups].map(([key, names]) =>
    wrapText(plainText(`${key}${colon(view.language)} ${names.join(", ")}`), view.columns, "  - "),
  );
  return `${speak(view.language, title)}\n${lines.join("")}`;
}

const STATES = {
  planned: "to be sent",
  queued: "on its way",
  sent: "sent",
  failed: "failed",
  verified: "compared by the Worker, and equal",
} as const;

function renderLeft({ left }: EjectReport, view: View): string {
  if (left.length === 0) return "";
  const title = speak(view.language, "Left as it is, and goes on working:");
  const lines = left.map((each) => renderOne(each, view));
  return `${paint("yellow", title, view.colour)}\n${lines.join("")}`;
}

function renderOne(
  { file, line, helper, name, message, edit, code }: EjectLeft,
  view: View,
): string {
  const place = code === "uses_helper" ? `${file}:${line}` : file;
  const what = helper === null ? "" : ` ${helper}(${name ?? "…"})`;
  const after = edit === null ? "" : ` → ${edit}`;
  return wrapText(plainText(`${place}${what}${after} ${message}`), view.columns, "  - ");
}

function renderDone({ dryRun, written, files }: EjectReport, view: View): string {
  const say = (text: Text) => `${speak(view.language, text)}\n`;
  if (dryRun) return say("Nothing was written.");
  if (!written || files.length === 0) return say("Nothing had to be written.");
  return say("Written. To go back to the store: lunakey eject --undo");
}
