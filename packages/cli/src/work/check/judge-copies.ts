/**
 * Copies that the store writes, beside what it has now and what the configs say: which are behind, which
 * failed, which go to another script, and which nobody has proven. What a Worker reads goes on working
 * with the copy that it has, so that none of it breaks a deploy.
 */
import type { CopyRow } from "@lunakey/contract";
import { type CopyStanding, standingOf } from "../../copies/copy-standing.ts";
import { explainCopyError } from "../../output/copies.ts";
import { lunakeyCommand } from "../../output/deployed-commands.ts";
import type { Session } from "../../session.ts";
import type { CheckIssue, Findings, Unchecked } from "./check-finding.ts";
import { issue } from "./judge-config.ts";
import type { StoreAnswer } from "./store-view.ts";
import { type CheckTarget, consumerOf, placesFor } from "./targets.ts";

/** Only what the code reads: of other copies nothing hangs on them. */
export function judgeCopies(target: CheckTarget, answer: StoreAnswer, session: Session): Findings {
  const copies = listOwn(target, answer).filter(({ name }) => target.placesOf(name).length > 0);
  return {
    issues: copies.flatMap((copy) => [
      ...judgeState(target, copy, session),
      ...judgeScript(target, copy),
    ]),
    unchecked: [...listUnproven(target, copies), ...listUnknown(target, answer)],
  };
}

/** Names of which the store knows what Cloudflare has taken last. */
export function listSent(target: CheckTarget, answer: StoreAnswer): ReadonlySet<string> {
  const sent = listOwn(target, answer).filter(({ sentAt }) => sentAt !== null);
  return new Set(sent.map(({ name }) => name));
}

function listOwn(target: CheckTarget, answer: StoreAnswer): readonly CopyRow[] {
  if (answer.state !== "answered") return [];
  return answer.view.copies.filter(
    ({ worker, environment }) => consumerOf(target) === `${worker} ${environment}`,
  );
}

type Wrong = Exclude<CopyStanding, "proven" | "unproven" | "leaving">;

const CODES = { behind: "copy_behind", failed: "copy_failed", left: "copy_left" } as const;

function judgeState(target: CheckTarget, copy: CopyRow, session: Session): CheckIssue[] {
  const standing = standingOf(copy);
  if (!isWrong(standing)) return [];
  const { name, error, script } = copy;
  const detail = error === null ? null : session.speak(explainCopyError(error, script));
  return [
    issue(target, CODES[standing], "medium", {
      names: [name],
      places: placesFor(target, name),
      commands: commandsFor(target, standing),
      detail,
    }),
  ];
}

function isWrong(standing: CopyStanding): standing is Wrong {
  return Object.hasOwn(CODES, standing);
}

function commandsFor(target: CheckTarget, standing: Wrong): string[] {
  if (standing === "left") {
    // It says of each name whether a grant or a value is missing.
    return [syncCommand(target, "--dry-run"), syncCommand(target, "--prune")];
  }
  return [syncCommand(target, "--wait")];
}

/** The config would deploy one script, and the store writes the secrets of another. */
function judgeScript(target: CheckTarget, { name, script }: CopyRow): CheckIssue[] {
  const own = target.environment.script;
  if (own === null || script === "" || script === own) return [];
  return [
    issue(target, "copy_of_other", "medium", {
      names: [name],
      places: placesFor(target, name),
      commands: [syncCommand(target, "--wait")],
      detail: script,
    }),
  ];
}

function listUnproven(target: CheckTarget, copies: readonly CopyRow[]): Unchecked[] {
  const names = copies
    .filter((copy) => standingOf(copy) === "unproven")
    .map(({ name }) => name)
    .sort();
  if (names.length === 0) return [];
  const status = `${lunakeyCommand()} sync --status --env ${target.environment.name} --worker ${target.worker}`;
  return [
    {
      code: "copy_unproven",
      names,
      workers: [target.worker],
      environments: [target.environment.name],
      commands: [status],
      detail: null,
    },
  ];
}

/** A store that says all else, and not this. */
function listUnknown(target: CheckTarget, answer: StoreAnswer): Unchecked[] {
  const reason = answer.state === "answered" ? answer.view.copiesSilence : null;
  const names = [...target.throughHelper, ...target.individual].sort();
  if (reason === null || names.length === 0) return [];
  return [
    {
      code: "copies_silent",
      names,
      workers: [target.worker],
      environments: [target.environment.name],
      commands: [],
      detail: reason,
    },
  ];
}

function syncCommand({ worker, environment }: CheckTarget, flag: string): string {
  return `${lunakeyCommand()} sync --env ${environment.name} --worker ${worker} ${flag}`;
}
