/** An inventory as its report says it: the same facts, with sentences beside the codes. */
import type { ScanReport } from "@lunakey/contract";
import type { Finding, Inventory, Place, Problem, Verdict } from "@lunakey/migrate";
import { FINDING_WORDS } from "../../language/catalogues/finding.ts";
import { VERDICT_WORDS } from "../../language/catalogues/verdict.ts";
import { colon, type Language } from "../../language/language.ts";
import { describeSubject } from "../describe-subject.ts";
import { callWorkers } from "../worker-labels.ts";

/** @param codeAt the line of a place, masked; "" where it can not be read. */
export function describeInventory(
  inventory: Inventory,
  language: Language,
  codeAt: (place: Place) => string,
): ScanReport {
  const nameOf = callWorkers(inventory.workers);
  const { secrets, findings, problems, verdict } = inventory;
  return {
    v: 1,
    root: inventory.root,
    workers: inventory.workers.map(describeWorker),
    secrets: secrets.map(({ name, classification, reasons, workers }) => ({
      name,
      classification,
      reasons: [...reasons],
      workers: workers.map((each) => ({ ...each, declaredIn: [...each.declaredIn] })),
    })),
    reads: describeReads(inventory, codeAt),
    wholeEnv: inventory.wholes.map(({ kind, place, workers }) => ({
      ...place,
      kind,
      workers: [...workers],
      code: codeAt(place),
    })),
    findings: findings.map((finding) => describeFinding(finding, nameOf, language)),
    problems: problems.map((problem) => describeProblem(problem, language)),
    verdict: describeVerdict(verdict, language),
  };
}

function describeReads(
  { reads }: Inventory,
  codeAt: (place: Place) => string,
): ScanReport["reads"] {
  return reads.map((read) => ({
    ...read.place,
    name: read.name,
    workers: [...read.workers],
    form: read.form,
    taking: read.taking,
    async: read.async,
    reaches: read.reaches.map((each) => ({ ...each })),
    evidence: read.evidence,
    throughHelper: read.throughHelper === true,
    code: codeAt(read.place),
  }));
}

function describeWorker(worker: Inventory["workers"][number]): ScanReport["workers"][number] {
  const { name, config, kind, entry, files } = worker;
  return {
    name,
    config,
    kind,
    entry,
    files,
    environments: worker.environments.map((each) => ({
      name: each.name,
      script: each.script,
      required: [...each.required],
      devVars: [...each.devVars],
      vars: [...each.vars],
      bindings: each.bindings.map((binding) => ({ ...binding })),
    })),
  };
}

function describeFinding(
  finding: Finding,
  nameOf: ReadonlyMap<string, string>,
  language: Language,
): ScanReport["findings"][number] {
  const words = FINDING_WORDS[language];
  const workerNames = [...new Set(finding.workers.map((config) => nameOf.get(config) ?? config))];
  const subject = { ...finding, workers: workerNames };
  return {
    ...describeSubject(finding),
    message: words.messages[finding.code](subject),
    fix: words.fixes[finding.fix](subject),
  };
}

/** Codes that leave nothing to be added. */
const SAID_WHOLE: readonly Problem["code"][] = ["no_tsconfig", "tsconfig_in_part", "no_repository"];

/** What the library adds is in English, and the same in every language. */
function describeProblem(
  { code, place, detail }: Problem,
  language: Language,
): ScanReport["problems"][number] {
  const sentence = FINDING_WORDS[language].problems[code];
  const isWhole = SAID_WHOLE.includes(code);
  return {
    code,
    ...place,
    message: isWhole ? `${sentence}.` : `${sentence}${colon(language)} ${detail}.`,
  };
}

function describeVerdict({ choice, reasons }: Verdict, language: Language): ScanReport["verdict"] {
  const words = VERDICT_WORDS[language];
  return {
    choice,
    message: words.choices[choice],
    reasons: reasons.map(({ code, count, environment = "staging" }) => ({
      code,
      count,
      message: words.reasons[code](count, environment),
    })),
  };
}
