/** A clean-up for a terminal: before the question what would go and what it costs, afterwards what went. */
import type { CleanupReport, ReportedFact } from "@lunakey/contract";
import {
  createVarMask,
  type FileChange,
  renderUnifiedDiff,
  type UnifiedDiffOptions,
} from "@lunakey/migrate";
import type { View } from "../../command-spec.ts";
import { CLEANUP_WORDS } from "../../language/catalogues/cleanup.ts";
import { REHEARSAL_WORDS } from "../../language/catalogues/rehearsal.ts";
import { maskConfigLine } from "../config-context.ts";
import { renderDiff } from "../diff.ts";
import { renderFacts } from "../rehearse/text.ts";
import { maskLine } from "../scan/mask-line.ts";
import { renderSteps } from "../steps.ts";
import { paint, plainText } from "../style.ts";
import { wrapText } from "../wrap.ts";
import { maskDevVarsLine } from "./mask-dev-vars.ts";

type Worker = CleanupReport["workers"][number];
interface NameFacts {
  readonly name: string;
  readonly facts: readonly ReportedFact[];
}

/** What is shown before the question. */
export function renderPlan(
  report: CleanupReport,
  changes: readonly FileChange[],
  view: View,
): string {
  return [
    renderDiffs(changes, view),
    ...report.workers.map((each) => renderWorker(each, false, view)),
  ]
    .filter((part) => part !== "")
    .join("\n")
    .concat("\n");
}

/** What is shown in the end; of what was done no plan is shown again. */
export function renderCleanup(
  report: CleanupReport,
  changes: readonly FileChange[],
  view: View,
): string {
  const words = CLEANUP_WORDS[view.language];
  const plan = report.done
    ? report.workers.map((each) => renderWorker(each, true, view))
    : [
        renderDiffs(changes, view),
        ...report.workers.map((each) => renderWorker(each, false, view)),
      ];
  return [...plan, renderEnd(report, view), renderNext(report, view)]
    .filter((part) => part !== "")
    .join("\n")
    .replace(/^$/, words.nothing);
}

function renderEnd(
  { files, done, dryRun, workers, environment }: CleanupReport,
  view: View,
): string {
  const words = CLEANUP_WORDS[view.language];
  const hasLeft = workers.some(({ left }) => left.length > 0);
  const hint = hasLeft ? wrapText(words.leftHint(environment), view.columns, "") : "";
  if (!done) {
    const hasPlan = files.length > 0 || workers.some(({ removed }) => removed.length > 0);
    const end = hasPlan && dryRun ? words.dryRun : hasLeft ? words.nothing : words.nothingLeft;
    return `${hasPlan && !dryRun ? "" : `${end}\n`}${hint}`;
  }
  const written =
    files.length === 0 ? "" : `${words.written(files.map(({ path }) => path))}\n${words.undo}\n`;
  return `${written}${hint}`;
}

function renderNext({ next }: CleanupReport, view: View): string {
  return next.length === 0
    ? ""
    : `${CLEANUP_WORDS[view.language].next}\n${renderSteps(next, view)}`;
}

function renderWorker(worker: Worker, isDone: boolean, view: View): string {
  const words = CLEANUP_WORDS[view.language];
  const { removed, left, unseen, fallbackRemoved, script } = worker;
  if (removed.length === 0 && left.length === 0 && !fallbackRemoved) return "";
  const names = removed.map(({ name }) => name);
  const line = (text: string) => wrapText(plainText(text), view.columns, "  ");
  const say = isDone ? words.gone : words.goes;
  const parts = [
    names.length === 0 ? "" : line(say(names, script ?? "")),
    names.length === 0 || isDone ? "" : renderLost(removed, view),
    fallbackRemoved ? line(words.fallback) : "",
    isDone
      ? ""
      : renderGroups(
          words.forced,
          removed.map(({ name, forced }) => ({ name, facts: forced })),
          view,
        ),
    isDone ? "" : renderGroups(words.unseen, unseen, view),
    renderGroups(words.left, left, view),
  ];
  const head = words.head(worker.worker, worker.environment);
  return `${paint("bold", plainText(head), view.colour)}\n${parts.join("")}`;
}

/** The one thing that can not be taken back, and what there is in its place. */
function renderLost(removed: Worker["removed"], view: View): string {
  const words = CLEANUP_WORDS[view.language];
  const versions = words.versions(removed.map(({ name, version }) => words.version(name, version)));
  const lost = wrapText(plainText(words.lost), view.columns, "  ");
  return `${paint("yellow", lost.trimEnd(), view.colour)}\n${wrapText(plainText(versions), view.columns, "  ")}`;
}

/** Names with the same facts are said together, and what is so of all of them once. */
function renderGroups(heading: string, names: readonly NameFacts[], view: View): string {
  const some = names.filter(({ facts }) => facts.length > 0);
  const [first, ...others] = some.map(({ facts }) => facts);
  if (first === undefined) return "";
  const common = others.length === 0 ? [] : first.filter((fact) => others.every(has(fact)));
  const own = some.map(({ name, facts }) => ({
    name,
    facts: facts.filter((fact) => !has(fact)(common)),
  }));
  const groups = Map.groupBy(own, ({ facts }) => JSON.stringify(facts));
  const rendered = [...groups.values()].map((group) => {
    const line = group.map(({ name }) => name).join(", ");
    return `${wrapText(plainText(line), view.columns, "    ")}${renderFacts(group[0]?.facts ?? [], view)}`;
  });
  const head = groups.size === 1 ? "" : `    ${REHEARSAL_WORDS[view.language].allOfThem}\n`;
  const shared = common.length === 0 ? "" : `${head}${renderFacts(common, view)}`;
  return `  ${heading}\n${rendered.join("")}${shared}`;
}

function has(fact: ReportedFact): (facts: readonly ReportedFact[]) => boolean {
  const text = JSON.stringify(fact);
  return (facts) => facts.some((each) => JSON.stringify(each) === text);
}

function renderDiffs(changes: readonly FileChange[], view: View): string {
  const diffs = changes.map((change) =>
    renderDiff(renderUnifiedDiff(change, masksFor(change)), view),
  );
  return diffs.join("");
}

/** Values are in `.dev.vars`, perhaps among a config's vars, and perhaps written into code. */
function masksFor(change: FileChange): UnifiedDiffOptions {
  if (/(^|\/)\.dev\.vars[^/]*$/.test(change.path)) {
    return { renderContext: maskDevVarsLine, renderChanged: maskDevVarsLine };
  }
  return /wrangler[^/]*\.(toml|jsonc?)$/.test(change.path)
    ? { renderContext: maskConfigLine, renderChanged: createVarMask(change) }
    : { renderContext: (line) => maskLine(line) };
}
