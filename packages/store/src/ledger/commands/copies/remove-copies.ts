/**
 * `copies.surplus` and `copies.remove`: individual secrets that the store has nothing for. What they hold
 * can not be read back, so that nothing is deleted that was not named.
 */
import { type CommandOf, type Consumer, LunakeyError, type ResultOf } from "@lunakey/contract";
import { getAccountPower } from "../../../account/account-power.ts";
import type { AccountRefusal } from "../../../account/account-refusal.ts";
import { listScriptSecrets } from "../../../account/script-secrets.ts";
import { deleteCopy, findCopies, queueCopy } from "../../copies/copy-rows.ts";
import { findWanted } from "../../copies/judge-copy.ts";
import type { LedgerParts } from "../../parts.ts";
import type { Plan } from "../../write-queue.ts";
import { draftDone, type MutationContext } from "../mutation-context.ts";
import { getScript } from "./get-target.ts";

/** @throws LunakeyError `not_supported`, `not_found`; `store_unavailable` where Cloudflare refuses. */
export async function describeSurplus(
  parts: LedgerParts,
  { worker, environment }: CommandOf<"copies.surplus">,
): Promise<ResultOf<"copies.surplus">> {
  const power = getAccountPower(parts.env);
  const consumer = { worker, environment };
  const script = getScript(parts.sql, consumer);
  const listed = await listScriptSecrets(power, script);
  if (!listed.ok) throw explain(script, listed);
  const surplus = withoutValue(parts, consumer, listed.names);
  const rows = findCopies(parts.sql, consumer, surplus);
  const sent = new Set(rows.filter(({ sent_at: at }) => at !== null).map(({ name }) => name));
  return {
    ...consumer,
    script,
    surplus: surplus.map((name) => ({ name, sent: sent.has(name) })),
  };
}

/** @throws LunakeyError `not_supported`, `not_found`; `conflict` for what the store has a value of. */
export function planCopiesRemove(
  context: MutationContext,
  { worker, environment, names: asked, release }: CommandOf<"copies.remove">,
): Plan<ResultOf<"copies.remove">> {
  if (release) return planRelease(context, { worker, environment }, asked);
  const { parts } = context;
  getAccountPower(parts.env);
  const consumer = { worker, environment };
  const script = getScript(parts.sql, consumer);
  const names = [...new Set<string>(asked)];
  const removable = new Set(withoutValue(parts, consumer, names));
  const kept = names.filter((name) => !removable.has(name));
  if (kept.length > 0) {
    throw new LunakeyError({
      code: "conflict",
      message: `The store has a value for ${worker} in ${environment} of: ${kept.join(", ")}.`,
      hint: "A copy is removed once its secret is deleted, or the grant taken back.",
    });
  }
  const details = { count: names.length, names: names.join(" ") };
  return {
    answer: { removing: names },
    events: [draftDone(context, "copies.remove", { ...consumer, script }, details)],
    commit: () => {
      for (const name of names) queueCopy(parts.sql, consumer, name, 1);
    },
  };
}

/** Forgets the copies, so that no later change of the secrets writes them again. */
function planRelease(
  context: MutationContext,
  consumer: Consumer,
  names: readonly string[],
): Plan<ResultOf<"copies.remove">> {
  const { sql } = context.parts;
  const rows = findCopies(sql, consumer, [...new Set(names)]);
  const released = rows.map(({ name }) => name);
  const details = { count: rows.length, names: released.join(" "), released: true };
  return {
    answer: { removing: released },
    events: [draftDone(context, "copies.remove", { ...consumer }, details)],
    commit: () => {
      for (const row of rows) deleteCopy(sql, row);
    },
  };
}

/** Those that the store has nothing for, as far as this consumer may know. */
function withoutValue(parts: LedgerParts, consumer: Consumer, names: readonly string[]): string[] {
  const wanted = findWanted(parts, consumer, names, parts.now());
  return names.filter((_, index) => typeof wanted[index] === "string");
}

function explain(script: string, { kind, code }: AccountRefusal): LunakeyError {
  if (kind === "no_script") {
    return new LunakeyError({
      code: "not_found",
      message: `Cloudflare knows no script ${script} (code ${code}).`,
      hint: "Deploy it first, or give the name that it is deployed under.",
    });
  }
  return new LunakeyError({
    code: "store_unavailable",
    message: `Cloudflare did not list the secrets of ${script} (code ${code}).`,
    hint:
      kind === "denied"
        ? "LUNAKEY_CLOUDFLARE_API_TOKEN needs the permission Workers Scripts: Edit for this account."
        : "Try again in a while.",
  });
}
