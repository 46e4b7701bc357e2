/** `grant.add` and `grant.remove`: one event per name that changes, so that each can be found. */
import type { CommandOf, ResultOf } from "@lunakey/contract";
import type { AuditDraft } from "../audit/chain.ts";
import { deleteGrant, findGranted, insertGrant } from "../grant-rows.ts";
import type { Plan } from "../write-queue.ts";
import { draftDone, type MutationContext } from "./mutation-context.ts";

type Change = CommandOf<"grant.add"> | CommandOf<"grant.remove">;

export function planGrantAdd(
  context: MutationContext,
  asked: CommandOf<"grant.add">,
): Plan<ResultOf<"grant.add">> {
  const { parts, actor, at } = context;
  const { granted, others } = divide(context, asked);
  return {
    answer: { added: others, unchanged: granted },
    events: draftChanges(context, asked, others),
    commit: () => {
      for (const name of others) insertGrant(parts.sql, asked, name, at, actor.id);
    },
  };
}

export function planGrantRemove(
  context: MutationContext,
  asked: CommandOf<"grant.remove">,
): Plan<ResultOf<"grant.remove">> {
  const { granted, others } = divide(context, asked);
  return {
    answer: { removed: granted, unchanged: others },
    events: draftChanges(context, asked, granted),
    commit: () => {
      for (const name of granted) deleteGrant(context.parts.sql, asked, name);
    },
  };
}

/** The names without repeats: those that are granted now, and those that are not. */
function divide({ parts }: MutationContext, asked: Change) {
  const names = [...new Set<string>(asked.names)];
  const known = findGranted(parts.sql, asked, names);
  return {
    granted: names.filter((name) => known.has(name)),
    others: names.filter((name) => !known.has(name)),
  };
}

function draftChanges(
  context: MutationContext,
  { type, worker, environment, names }: Change,
  changed: readonly string[],
): AuditDraft[] {
  if (changed.length === 0) {
    const details = { changed: false, names: names.length };
    return [draftDone(context, type, { worker, environment }, details)];
  }
  return changed.map((name) => draftDone(context, type, { worker, environment, name }));
}
