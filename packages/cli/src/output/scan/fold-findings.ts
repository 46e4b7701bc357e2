/**
 * Findings that say the same of many names or places, as one for a terminal: what is declared and
 * never read, read and not declared, and samples in tests. JSON and the page have each of them.
 */
import type { ScanFinding, ScanReport } from "@lunakey/contract";
import { FINDING_WORDS } from "../../language/catalogues/finding.ts";
import type { Language } from "../../language/language.ts";
import { callWorkers } from "../worker-labels.ts";

/** What differs of these are their names. */
const BY_NAME = ["undeclared", "declared_in_comment", "unused"] as const;
type ByName = (typeof BY_NAME)[number];

export function foldFindings({ findings, workers }: ScanReport, language: Language): ScanFinding[] {
  const groups = new Map<string, ScanFinding[]>();
  for (const finding of findings) {
    const { code, severity, fix, message, workers: configs, environments } = finding;
    const isFolded = isByName(code) || (severity === "low" && code === "plain_in_source");
    // Of a secret in the source the message has the rule, and no name.
    const said = isByName(code) ? "" : message;
    const key = isFolded
      ? [code, severity, fix, said, configs, environments].join("\n")
      : groups.size;
    groups.set(`${key}`, [...(groups.get(`${key}`) ?? []), finding]);
  }
  const nameOf = callWorkers(workers);
  return [...groups.values()].flatMap((own) => fold(own, nameOf, language));
}

function fold(
  own: readonly ScanFinding[],
  nameOf: ReadonlyMap<string, string>,
  language: Language,
): ScanFinding[] {
  const [first] = own;
  if (!first || own.length === 1) return first ? [first] : [];
  const names = [...new Set(own.flatMap((each) => each.names))];
  const places = own.flatMap((each) => each.places);
  const workers = [...new Set(first.workers.map((config) => nameOf.get(config) ?? config))];
  const subject = { names, workers, environments: first.environments, detail: null };
  const message = isByName(first.code)
    ? FINDING_WORDS[language].messages[first.code](subject)
    : first.message;
  return [{ ...first, names, places, message }];
}

function isByName(code: ScanFinding["code"]): code is ByName {
  return BY_NAME.some((one) => one === code);
}
