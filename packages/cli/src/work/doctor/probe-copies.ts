/** The individual secrets that the store writes: are all of them sent, and what of those that are not? */
import type { CopyRow } from "@lunakey/contract";
import type { AdminClient } from "../../connection/admin-client.ts";
import { askForCopies } from "../../copies/ask-for-copies.ts";
import { standingOf } from "../../copies/copy-standing.ts";
import { explainCopyError } from "../../output/copies.ts";
import { lunakeyCommand } from "../../output/deployed-commands.ts";
import type { Session } from "../../session.ts";
import { line, type Probed } from "./probe.ts";

/** Nothing where the store writes none. */
export async function probeCopies(session: Session, client: AdminClient): Promise<Probed[]> {
  const answer = await askForCopies(client);
  if (answer.state === "silent") {
    return [line("store", "copies", "not_checked", [session.speak(answer.reason)])];
  }
  const { copies } = answer;
  if (copies.length === 0) return [];
  const having = (...wanted: ReturnType<typeof standingOf>[]) =>
    copies.filter((copy) => wanted.includes(standingOf(copy)));
  const wrong = [...having("failed"), ...having("behind", "left", "leaving")];
  if (wrong.length > 0) {
    const detail = [String(wrong.length), String(copies.length), ...explain(session, wrong)];
    return [line("store", "copies", "warn", detail, wrongCommands(wrong))];
  }
  const unproven = having("unproven").length;
  const counts = [String(copies.length), String(unproven)];
  return [line("store", "copies", unproven === 0 ? "ok" : "not_checked", counts)];
}

/** Each reason once. */
function explain(session: Session, wrong: readonly CopyRow[]): string[] {
  const reasons = wrong.flatMap(({ error, script }) =>
    error === null ? [] : [session.speak(explainCopyError(error, script))],
  );
  return [...new Set(reasons)];
}

function wrongCommands(wrong: readonly CopyRow[]): string[] {
  const environments = [...new Set(wrong.map(({ environment }) => environment))];
  return environments.flatMap((each) => [
    `${lunakeyCommand()} sync --status --env ${each}`,
    `${lunakeyCommand()} sync --env ${each} --wait`,
  ]);
}
