/** A rehearsal for a terminal: names by what would become of them, with the facts and who says them. */
import type { RehearsalReport, ReportedFact } from "@lunakey/contract";
import type { View } from "../../command-spec.ts";
import { EVIDENCE_WORDS } from "../../language/catalogues/evidence.ts";
import { REHEARSAL_WORDS } from "../../language/catalogues/rehearsal.ts";
import { renderSteps } from "../steps.ts";
import { paint, plainText, type StyleName } from "../style.ts";
import { wrapText } from "../wrap.ts";

type Target = RehearsalReport["targets"][number];
type Name = Target["names"][number];

const STYLES: Readonly<Record<Name["outcome"], StyleName>> = {
  would_fail: "red",
  unknown: "yellow",
  would_be_served: "green",
};
const ORDER: readonly Name["outcome"][] = ["would_fail", "unknown", "would_be_served"];
/** More places of a fact are only counted; --json has all. */
const SHOWN_PLACES_COUNT = 3;

/** @param isAll also the names that would be served, one by one. */
export function renderRehearsal(report: RehearsalReport, isAll: boolean, view: View): string {
  const words = REHEARSAL_WORDS[view.language];
  const all = report.targets.flatMap(({ names }) => names);
  if (all.length === 0) return `${words.nothing}\n`;
  const count = (outcome: Name["outcome"]) => all.filter((each) => each.outcome === outcome).length;
  const result = words.results[report.result](count("would_fail"), count("unknown"));
  const { head } = report.commit;
  return [
    ...report.targets
      .filter(({ names }) => names.length > 0)
      .map((target) => renderTarget(target, isAll, view)),
    `${wrapText(result, view.columns, "")}${head === null ? "" : `${words.commit(head)}\n`}`,
    report.next.length === 0 ? "" : `${words.next}\n${renderSteps(report.next, view)}`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function renderTarget({ worker, environment, names }: Target, isAll: boolean, view: View): string {
  const words = REHEARSAL_WORDS[view.language];
  const head = paint("bold", plainText(words.head(worker, environment)), view.colour);
  const served = names.filter(({ outcome }) => outcome === "would_be_served");
  const shown = ORDER.flatMap((outcome) =>
    outcome === "would_be_served" && !isAll ? [] : names.filter((each) => each.outcome === outcome),
  );
  const shared = shown.length > 1 ? findShared(shown) : [];
  const isShared = (fact: ReportedFact) => shared.includes(JSON.stringify(fact));
  const [first] = shown;
  const common = first?.facts.filter(isShared) ?? [];
  const others = shown.map((each) => ({
    ...each,
    facts: each.facts.filter((fact) => !isShared(fact)),
  }));
  // Several names with the same facts are said together.
  const groups = Map.groupBy(others, ({ outcome, facts }) => JSON.stringify([outcome, facts]));
  const rest =
    isAll || served.length === 0 ? "" : wrapText(words.served(served.length), view.columns, "  ");
  const all =
    common.length === 0
      ? ""
      : `${wrapText(words.allOfThem, view.columns, "  ")}${renderFacts(common, view)}`;
  return `${head}\n${[...groups.values()].map((group) => renderNames(group, view)).join("")}${all}${rest}`;
}

/** What is so of each of the names, as JSON. */
function findShared(names: readonly Name[]): string[] {
  const [first, ...others] = names.map(({ facts }) => facts.map((fact) => JSON.stringify(fact)));
  return (first ?? []).filter((fact) => others.every((each) => each.includes(fact)));
}

function renderNames(group: readonly Name[], view: View): string {
  const [first] = group;
  if (first === undefined) return "";
  const words = EVIDENCE_WORDS[view.language];
  const outcome = paint(STYLES[first.outcome], words.outcomes[first.outcome], view.colour);
  const names = plainText(group.map(({ name }) => name).join(", "));
  return `${wrapText(words.said(names, outcome), view.columns, "  ")}${renderFacts(first.facts, view)}`;
}

/** One line for each, with the side before it and places below. */
export function renderFacts(facts: readonly ReportedFact[], view: View): string {
  const words = EVIDENCE_WORDS[view.language];
  return facts
    .map(({ side, weight, message, places }) => {
      const style =
        weight === "fails" ? "red" : weight === "holds" || weight === "note" ? "dim" : "yellow";
      const line = wrapText(
        plainText(words.said(words.sides[side], message)),
        view.columns,
        "    - ",
      );
      const painted = line.replace("-", paint(style, "-", view.colour));
      return `${painted}${renderPlaces(places, view)}`;
    })
    .join("");
}

function renderPlaces(places: ReportedFact["places"], view: View): string {
  const lines = places.map(({ file, line, column }) => `${file}:${line}:${column}`);
  const more = lines.length - SHOWN_PLACES_COUNT;
  const shown =
    more <= 1
      ? lines
      : [...lines.slice(0, SHOWN_PLACES_COUNT), REHEARSAL_WORDS[view.language].more(more)];
  return shown.map((line) => `        ${plainText(line)}\n`).join("");
}
