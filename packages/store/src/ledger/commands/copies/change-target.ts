/** `copies.target`: says which script a consumer is. What was sent to another one does not count here. */
import type { CommandOf, ResultOf } from "@lunakey/contract";
import { getAccountPower } from "../../../account/account-power.ts";
import { findTarget, forgetSent, putTarget } from "../../copies/copy-rows.ts";
import type { Plan } from "../../write-queue.ts";
import { draftDone, type MutationContext } from "../mutation-context.ts";

export function planCopiesTarget(
  context: MutationContext,
  { worker, environment, script }: CommandOf<"copies.target">,
): Plan<ResultOf<"copies.target">> {
  const { parts, actor, at } = context;
  getAccountPower(parts.env);
  const target = { worker, environment, script };
  const before = findTarget(parts.sql, target);
  const changed = before?.script !== script;
  return {
    answer: { ...target, changed },
    events: [draftDone(context, "copies.target", target, { changed })],
    commit: () => {
      if (!changed) return;
      putTarget(parts.sql, target, at, actor.id);
      forgetSent(parts.sql, target);
    },
  };
}
