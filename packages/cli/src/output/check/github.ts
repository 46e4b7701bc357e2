/**
 * Findings as GitHub's workflow commands, which annotate lines of a pull request. GitHub shows ten of
 * each kind for a step, so that a finding is annotated once in each file.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
import type { CheckFinding, CheckReport } from "@lunakey/contract";
import { CHECK_WORDS } from "../../language/catalogues/check.ts";
import type { Language } from "../../language/language.ts";
import { plainText } from "../style.ts";

const COMMANDS = { high: "error", medium: "warning", low: "notice" } as const;
/** In a message: what would end it, or stand for it. */
const IN_DATA: Readonly<Record<string, string>> = { "%": "%25", "\r": "%0D", "\n": "%0A" };
/** In a property, also what parts properties. */
const IN_PROPERTY: Readonly<Record<string, string>> = { ...IN_DATA, ":": "%3A", ",": "%2C" };

/** @param from the repository's folder, relative to what GitHub has checked out. */
export function renderAnnotations(report: CheckReport, from: string, language: Language): string {
  const { annotation, notChecked } = CHECK_WORDS[language];
  const lines = report.findings.flatMap((finding) =>
    firstOfFiles(finding).map(({ file, line, column }) => {
      const path = from === "" ? file : `${from.replaceAll("\\", "/")}/${file}`;
      const properties = { file: path, line: String(line), col: String(column), title: annotation };
      return renderCommand(COMMANDS[finding.severity], properties, textOf(finding));
    }),
  );
  const title = `${annotation}: ${notChecked}`;
  const left = report.notChecked.map(({ message, commands }) =>
    renderCommand("notice", { title }, textOf({ message, fix: null, commands })),
  );
  return [...lines, ...left].join("");
}

function firstOfFiles({ places }: CheckFinding): CheckFinding["places"] {
  return [...new Map([...places].reverse().map((place) => [place.file, place])).values()].reverse();
}

function textOf({
  message,
  fix,
  commands,
}: Pick<CheckFinding, "message" | "fix" | "commands">): string {
  return [message, fix, ...commands]
    .filter((line) => line !== null)
    .map(plainText)
    .join("\n");
}

function renderCommand(
  command: string,
  properties: Readonly<Record<string, string>>,
  data: string,
): string {
  const list = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapeWith(IN_PROPERTY, plainText(value))}`,
  );
  return `::${command} ${list.join(",")}::${escapeWith(IN_DATA, data)}\n`;
}

function escapeWith(codes: Readonly<Record<string, string>>, text: string): string {
  return text.replace(/[%\r\n:,]/g, (character) => codes[character] ?? character);
}
