/** An eject as its report says it: data, with a sentence beside each code, and what comes next. */

import type { EjectLeft, EjectReport, ReportStep } from "@lunakey/contract";
import { createVarMask, type FileChange, isHelperText, renderUnifiedDiff } from "@lunakey/migrate";
import { counted } from "../../language/counted.ts";
import type { Language } from "../../language/language.ts";
import { phrase, speak, type Text } from "../../language/phrase.ts";
import type { Session } from "../../session.ts";
import type { EjectTarget } from "../../work/eject/targets.ts";
import type { EjectedValue } from "../../work/eject/values.ts";
import type { EjectPlanned } from "../../work/eject.ts";
import { describeChange } from "../changed-files.ts";
import { maskConfigLine } from "../config-context.ts";
import { quote } from "../deployed-commands.ts";
import { maskLine } from "../scan/mask-line.ts";

export interface EjectOutcome {
  readonly root: string;
  readonly dryRun: boolean;
  readonly written: boolean;
}

type Say = (text: Text) => string;

export function describeEject(
  planned: EjectPlanned,
  { root, dryRun, written }: EjectOutcome,
  values: readonly EjectedValue[],
  language: Language,
): EjectReport {
  const { targets, first, plan } = planned;
  return {
    v: 1,
    root,
    dryRun,
    written,
    files: plan.changes.map(describeChange),
    since: { commit: first.id, title: first.title },
    workers: groupByConfig(targets.bound),
    values: [...values],
    left: listLeft(planned, language),
    next: listSteps(targets.bound, language),
  };
}

function groupByConfig(bound: readonly EjectTarget[]): EjectReport["workers"] {
  const workers = new Map<string, { worker: string; config: string; environments: string[] }>();
  for (const { worker, config, environment } of bound) {
    const known = workers.get(config.path) ?? { worker, config: config.path, environments: [] };
    workers.set(config.path, { ...known, environments: [...known.environments, environment] });
  }
  return [...workers.values()];
}

function listLeft({ plan }: EjectPlanned, language: Language): EjectLeft[] {
  const say = (text: Text) => speak(language, text);
  return [
    ...plan.configs.filter(({ how }) => how === "left").map(({ path }) => leftConfig(path, say)),
    ...plan.stays.map((stay) => leftRead(stay, say)),
    ...plan.unmerged.map((path) => leftLines(path, say)),
    ...plan.uses.map(
      ({ place, helper, name, edit }): EjectLeft => ({
        ...place,
        code: "uses_helper",
        helper,
        name,
        message: say("Goes on working: without a store the helper reads the individual secret."),
        edit,
      }),
    ),
  ];
}

function wholeFile(path: string) {
  return { file: path, line: 1, column: 1, helper: null, name: null };
}

function leftConfig(path: string, say: Say): EjectLeft {
  return {
    ...wholeFile(path),
    code: "config_entry",
    message: say("Lunakey's entries can not be taken out without touching other lines."),
    edit: say("Take out the binding SECRETS and the var LUNAKEY_MODE by hand."),
  };
}

function leftRead({ path, code, at }: EjectPlanned["plan"]["stays"][number], say: Say): EjectLeft {
  const where = `${at.file}:${at.line}`;
  const isTypeError = code === "type-error";
  return {
    ...wholeFile(path),
    code: isTypeError ? "type_error" : "not_awaited",
    message: say(
      isTypeError
        ? phrase("Stays as it is: taken back, it would make a type error at {where}.", { where })
        : phrase("Stays as it is: taken back, nobody would wait for the promise at {where}.", {
            where,
          }),
    ),
    edit: null,
  };
}

function leftLines(path: string, say: Say): EjectLeft {
  return {
    ...wholeFile(path),
    code: "same_lines",
    message: say("Somebody changed what Lunakey had written: these lines stay as they are."),
    edit: null,
  };
}

function listSteps(bound: readonly EjectTarget[], language: Language): ReportStep[] {
  return bound.map(({ worker, environment, config }) => ({
    what: speak(language, phrase("Deploy {worker} in {environment}:", { worker, environment })),
    command: `npx wrangler deploy -c ${quote(config.path)}${environment === "default" ? "" : ` --env ${environment}`}`,
  }));
}

/** That the helper goes is all there is to see of it. */
export function ejectDiff(session: Session, changes: readonly FileChange[]): string {
  const isHelperGone = ({ before, after }: FileChange) =>
    after === null && before !== null && isHelperText(before);
  const gone = changes
    .filter(isHelperGone)
    .map(
      ({ path, before }) =>
        `--- ${session.speak(phrase("{path} ({lines}, the helper)", { path, lines: counted(before?.split("\n").length ?? 0, "lines") }))}\n`,
    );
  const diffs = changes
    .filter((change) => !isHelperGone(change))
    .map((change) =>
      /\.(?:toml|jsonc?)$/.test(change.path)
        ? renderUnifiedDiff(change, {
            renderContext: maskConfigLine,
            renderChanged: createVarMask(change),
          })
        : renderUnifiedDiff(change, { renderContext: (line) => maskLine(line) }),
    );
  return [...gone, ...diffs].join("");
}
