/** A doctor's lines for a terminal: a word for each state, and what to type below it. */
import type { DoctorLine, DoctorReport } from "@lunakey/contract";
import type { View } from "../../command-spec.ts";
import { DOCTOR_WORDS } from "../../language/catalogues/doctor.ts";
import type { Language } from "../../language/language.ts";
import { paint, plainText, type StyleName } from "../style.ts";
import { wrapText } from "../wrap.ts";

const AREAS = ["machine", "repository", "account", "store"] as const;
const MARKS = { ok: "✓", warn: "!", fail: "✗", not_checked: "?" } as const;
const STYLES: Readonly<Record<DoctorLine["state"], StyleName>> = {
  ok: "green",
  warn: "yellow",
  fail: "red",
  not_checked: "dim",
};

export function renderDoctor(report: DoctorReport, view: View, language: Language): string {
  const words = DOCTOR_WORDS[language];
  const areas = AREAS.map((area) => {
    const own = report.lines.filter((each) => each.area === area);
    if (own.length === 0) return "";
    const head = paint("bold", words.areas[area], view.colour);
    return `${head}\n${own.map((each) => renderLine(each, view)).join("")}`;
  });
  const count = (state: DoctorLine["state"]) =>
    report.lines.filter((each) => each.state === state).length;
  const text = words.result(count("fail"), count("warn"), count("not_checked"));
  const style = STYLES[report.result === "failed" ? "fail" : count("warn") > 0 ? "warn" : "ok"];
  return [...areas.filter((area) => area !== ""), `${paint(style, text, view.colour)}\n`].join(
    "\n",
  );
}

function renderLine({ state, message, commands }: DoctorLine, view: View): string {
  const mark = MARKS[state];
  const text = wrapText(plainText(message), view.columns, `  ${mark} `).replace(
    mark,
    paint(STYLES[state], mark, view.colour),
  );
  // A command line is never wrapped: it is to be pasted.
  const lines = commands.map((each) => {
    const sign = each.startsWith("https://") ? "→" : "$";
    return `    ${sign} ${paint("cyan", plainText(each), view.colour)}\n`;
  });
  return text + lines.join("");
}
