/** Roll-out and parity as tables. What nobody has said is `unknown`, and never a dash. */
import type { ParityRow, Rollout } from "@lunakey/contract";
import type { View } from "../command-spec.ts";
import { joinTexts, phrase, speak, type Text, type Wording } from "../language/phrase.ts";
import type { Readiness } from "../rotation/readiness.ts";
import { renderMoment } from "./moment.ts";
import type { StyleName } from "./style.ts";
import { renderTable } from "./table.ts";

const STATE_STYLES: Readonly<Record<string, StyleName>> = {
  current: "green",
  same: "green",
  behind: "yellow",
  stale: "yellow",
  missing: "yellow",
  different: "red",
  unknown: "dim",
};

export function renderRollout(rollout: Rollout, now: number, view: View): string {
  const { name, environment, version, consumers } = rollout;
  const say = (text: Text) => speak(view.language, text);
  const head =
    version === null
      ? phrase("{name} for {environment} has no version that is known here.", { name, environment })
      : phrase("{name} for {environment}: version {version}, current since {since}.", {
          name,
          environment,
          version,
          since: renderMoment(rollout.since),
        });
  const rows = consumers.map((consumer) => [
    consumer.worker,
    consumer.environment,
    consumer.state,
    consumer.version === null ? say("unknown") : String(consumer.version),
    renderMoment(consumer.since),
    renderMoment(consumer.lastAt),
    renderMoment(consumer.olderAt),
    consumer.copy,
  ]);
  const table = renderTable(
    ["WORKER", "ENVIRONMENT", "STATE", "VERSION", "SINCE", "LAST READ", "LAST OLDER", "COPY"],
    rows,
    view,
    (row, column) =>
      column === 2 || column === 7 ? (STATE_STYLES[rows[row]?.[column] ?? ""] ?? null) : null,
  );
  return `${say(head)}\n${table}${say(describeVerdict(rollout, now))}`;
}

function describeVerdict(rollout: Rollout, now: number): Wording {
  const { name, environment, consumers, complete, safeAt } = rollout;
  if (consumers.length === 0) return joinTexts(["No Worker may read it.", ""], "\n");
  const lines: Text[] = [];
  const count = (state: string) => consumers.filter((consumer) => consumer.state === state).length;
  const stale = consumers.filter(({ copy }) => copy === "stale").length;
  if (count("behind") > 0)
    lines.push(phrase("{count} not at this version yet.", { count: count("behind") }));
  if (count("unknown") > 0)
    lines.push(phrase("{count} silent: unknown, and not nothing.", { count: count("unknown") }));
  if (stale > 0)
    lines.push(
      phrase("{count} with a copy of their own that was not seen equal to it.", { count: stale }),
    );
  if (!complete) lines.push("There are more Workers than are listed.");
  const previous = rollout.stages.find(({ stage }) => stage === "previous");
  if (previous === undefined) return joinTexts([...lines, ""], "\n");
  lines.push(
    safeAt === null
      ? phrase("Version {version} is not safe to end.", { version: previous.version })
      : safeAt > now
        ? phrase("Version {version} is safe to end from {at}.", {
            version: previous.version,
            at: renderMoment(safeAt),
          })
        : phrase("Version {version} is safe to end: lunakey retire {name} --env {environment}", {
            version: previous.version,
            name,
            environment,
          }),
    "What was signed with it may live longer than any Worker uses it.",
  );
  return joinTexts([...lines, ""], "\n");
}

export function renderParity(
  rows: readonly ParityRow[],
  readiness: readonly Readiness[],
  view: View,
): string {
  const say = (text: Text) => speak(view.language, text);
  if (rows.length === 0) return `${say("No Worker may read anything yet.")}\n`;
  const table = renderTable(
    ["WORKER", "ENVIRONMENT", "NAME", "PARITY", "VERSION", "SEEN"],
    rows.map((row) => [
      row.worker,
      row.environment,
      row.name,
      say(row.parity ?? "unknown"),
      row.version === null ? "-" : String(row.version),
      row.seenAt === null ? say("never") : renderMoment(row.seenAt),
    ]),
    view,
    (row, column) => (column === 3 ? (STATE_STYLES[rows[row]?.parity ?? "unknown"] ?? null) : null),
  );
  return `${table}${readiness.map((each) => `${say(describeReadiness(each))}\n`).join("")}`;
}

export function describeReadiness(readiness: Readiness): Wording {
  const { worker, environment, isReady, hasCompared, blockers } = readiness;
  const who = phrase("{worker} in {environment}", { worker, environment });
  if (isReady) return phrase("{who} can go store-first: every copy was seen equal.", { who });
  if (!hasCompared) {
    return phrase(
      "{who} has compared nothing yet. It does so in mode shadow, at reads through the helper, with: lunakey helper --add reports --worker {worker}",
      { who, worker },
    );
  }
  const reasons = joinTexts(
    blockers.map(({ name, reason }) => joinTexts([name, reason], " ")),
    ", ",
  );
  return phrase("{who} can not go store-first yet: {reasons}.", { who, reasons });
}
