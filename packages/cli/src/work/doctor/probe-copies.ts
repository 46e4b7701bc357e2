/** The individual secrets that the store writes: are all of them sent, and what of those that are not? */
import type { CopyRow } from "@lunakey/contract";
import { CliError, EXIT } from "../../cli-error.ts";
import type { AdminClient } from "../../connection/admin-client.ts";
import { standingOf } from "../../copies/copy-standing.ts";
import { listCopies } from "../../copies/wait-for-copies.ts";
import { asIs } from "../../language/phrase.ts";
import { explainCopyError } from "../../output/copies.ts";
import { lunakeyCommand } from "../../output/deployed-commands.ts";
import type { Session } from "../../session.ts";
import { line, type Probed } from "./probe.ts";

/** Nothing where the store writes none. */
export async function probeCopies(session: Session, client: AdminClient): Promise<Probed[]> {
  const copies = await findCopies(client);
  if (copies instanceof CliError) {
    return [line("store", "copies", "not_checked", [session.speak(asIs(copies.failure.message))])];
  }
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

/** A store that answers, and not this, is one of an older version: all else of it is known. */
async function findCopies(client: AdminClient): Promise<readonly CopyRow[] | CliError> {
  try {
    return (await listCopies(client, {})).copies;
  } catch (error) {
    if (!(error instanceof CliError) || error.exitStatus !== EXIT.FAILED) throw error;
    return error;
  }
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
