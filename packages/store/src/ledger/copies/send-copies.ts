/**
 * The job `copies`: one request to Cloudflare at a time, all that is due of one script, and what came of
 * it written down with an event. Killed between the request and that, the same is sent again, which
 * changes nothing. Who is slow or refuses holds up no other script.
 */
import { type AccountPower, findAccountPower } from "../../account/account-power.ts";
import { changeScriptSecrets } from "../../account/script-secrets.ts";
import { findNote } from "../backup/notes.ts";
import type { LedgerParts } from "../parts.ts";
import { findNextCopy } from "./next-copy.ts";
import { type OpenedChange, openCopies, type UnopenedChange } from "./open-copies.ts";
import { planRefused, planSent, planUnopened } from "./settle-batch.ts";
import { type Batch, takeBatch } from "./take-batch.ts";

/** Does what is due, and answers when there is more; null for not until something is written. */
export async function sendCopies(parts: LedgerParts, now: number): Promise<number | null> {
  const power = findAccountPower(parts.env);
  if (power === undefined) return null;
  const notBefore = Math.max(parts.pace.from(now), findNote(parts.sql, "copiesHeld") ?? 0);
  const batch = now < notBefore ? undefined : takeBatch(parts, now);
  if (batch !== undefined && batch.changes.length > 0) await sendBatch(parts, power, batch, now);
  return findNextCopy(parts.sql, parts.pace.from(parts.now()));
}

async function sendBatch(
  parts: LedgerParts,
  power: AccountPower,
  batch: Batch,
  now: number,
): Promise<void> {
  const opened: OpenedChange[] = [];
  const unopened: UnopenedChange[] = [];
  for (const change of await openCopies(parts, batch.changes, now)) {
    if ("error" in change) unopened.push(change);
    else opened.push(change);
  }
  if (unopened.length > 0) {
    await parts.queue.write((at) => planUnopened(parts, batch, unopened, at));
  }
  if (opened.length === 0) return;
  const values = new Map(opened.map(({ row, value }) => [row.name, value]));
  parts.pace.note(now);
  const answer = await changeScriptSecrets(power, batch.script, values);
  // From its end, too: slow answers mean that there is much to do already.
  parts.pace.note(parts.now());
  await parts.queue.write((at) =>
    answer.ok ? planSent(parts, batch, opened, at) : planRefused(parts, batch, opened, answer, at),
  );
}
