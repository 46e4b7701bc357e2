/** Findings of a check as its report says them: the same put together, with sentences beside the codes. */
import type { CheckFinding, CheckReport, NotChecked } from "@lunakey/contract";
import type { Place } from "@lunakey/migrate";
import { CHECK_WORDS } from "../../language/catalogues/check.ts";
import { FINDING_WORDS } from "../../language/catalogues/finding.ts";
import type { Language } from "../../language/language.ts";
import type { CheckIssue, Findings, ScanIssue, Unchecked } from "../../work/check/check-finding.ts";
import type { CheckTarget } from "../../work/check/targets.ts";
import { describeSubject } from "../describe-subject.ts";

export interface Checked {
  /** Absolute. */
  readonly root: string;
  /** How output names the store that answered; null: none did. */
  readonly store: string | null;
  readonly targets: readonly CheckTarget[];
  readonly scan: readonly ScanIssue[];
  readonly findings: Findings;
}

const WEIGHT = { high: 0, medium: 1, low: 2 } as const;

export function describeCheck(
  { root, store, targets, scan, findings: { issues, unchecked } }: Checked,
  language: Language,
): CheckReport {
  const own = mergeAll(issues, ({ code, severity, detail }) => [code, severity, detail]);
  const findings = [
    ...scan.map((each) => describeScan(each, language)),
    ...own.map((each) => describeIssue(each, language)),
  ].sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);
  const left = mergeAll(unchecked, ({ code, detail }) => [code, detail]);
  const notChecked = left.map((each) => describeUnchecked(each, language));
  const isBroken = findings.some(({ severity }) => severity === "high");
  return {
    v: 1,
    root,
    result: isBroken ? "failed" : notChecked.length > 0 ? "incomplete" : "ok",
    store,
    targets: targets.map((target) => describeTarget(target, findings, unchecked)),
    findings,
    notChecked,
  };
}

function describeTarget(
  target: CheckTarget,
  findings: readonly CheckFinding[],
  unchecked: readonly Unchecked[],
): CheckReport["targets"][number] {
  const { worker, config, environment, delivery, mode, throughHelper, individual } = target;
  const isOwn = (one: Pick<Mergeable, "workers" | "environments">) =>
    (one.workers.length === 0 || one.workers.includes(worker)) &&
    (one.environments.length === 0 || one.environments.includes(environment.name));
  const isBroken = findings.some((each) => each.severity === "high" && isOwn(each));
  return {
    worker,
    config: config.path,
    environment: environment.name,
    delivery,
    // A var can hold anything: only what is a mode is shown.
    mode: mode !== null && /^[a-z-]{1,20}$/.test(mode) ? mode : null,
    throughHelper: [...throughHelper],
    individual: [...individual],
    state: isBroken ? "broken" : unchecked.some(isOwn) ? "not_checked" : "ok",
  };
}

function describeScan({ finding, severity, workers }: ScanIssue, language: Language): CheckFinding {
  const words = FINDING_WORDS[language];
  const subject = { ...finding, workers };
  return {
    ...describeSubject({ ...subject, severity }),
    message: words.messages[finding.code](subject),
    fix: words.fixes[finding.fix](subject),
    commands: [],
  };
}

function describeIssue(issue: CheckIssue, language: Language): CheckFinding {
  const { code, commands } = issue;
  const words = CHECK_WORDS[language];
  return {
    ...describeSubject(issue),
    message: words.messages[code](issue),
    fix: words.fixes[code]?.(issue) ?? null,
    commands: [...commands],
  };
}

function describeUnchecked(unchecked: Unchecked, language: Language): NotChecked {
  const { code, names, workers, environments, commands } = unchecked;
  return {
    code,
    names: [...names],
    workers: [...workers],
    environments: [...environments],
    message: CHECK_WORDS[language].unchecked[code](unchecked),
    commands: [...commands],
  };
}

interface Mergeable {
  readonly names: readonly string[];
  readonly workers: readonly string[];
  readonly environments: readonly string[];
  readonly commands: readonly string[];
  readonly places?: readonly Place[];
}

/** First several names of one Worker and environment, then several environments with the same names. */
function mergeAll<Item extends Mergeable>(
  items: readonly Item[],
  kindOf: (item: Item) => readonly (string | null)[],
): Item[] {
  const byPlace = mergeBy(items, (item) => [...kindOf(item), item.workers, item.environments]);
  return mergeBy(byPlace, (item) => [...kindOf(item), item.workers, item.names]);
}

function mergeBy<Item extends Mergeable>(
  items: readonly Item[],
  keyOf: (item: Item) => readonly unknown[],
): Item[] {
  const groups = Map.groupBy(items, (item) => JSON.stringify(keyOf(item)));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const places = group.flatMap((each) => each.places ?? []);
    return [
      {
        ...first,
        names: [...new Set(group.flatMap(({ names }) => names))].sort(),
        environments: [...new Set(group.flatMap(({ environments }) => environments))],
        commands: [...new Set(group.flatMap(({ commands }) => commands))],
        ...(first.places === undefined ? {} : { places: uniquePlaces(places) }),
      },
    ];
  });
}

function uniquePlaces(places: readonly Place[]): Place[] {
  const key = ({ file, line, column }: Place) => `${file}:${line}:${column}`;
  return [...new Map(places.map((place) => [key(place), place])).values()];
}
