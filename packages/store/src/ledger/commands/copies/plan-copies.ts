/** `copies.plan` and `copies.send`: what there is to send to a consumer, and having it sent. */
import type { CommandOf, Consumer, CopyPlan, CopyPlanItem } from "@lunakey/contract";
import { LIMITS } from "@lunakey/contract";
import { getAccountPower } from "../../../account/account-power.ts";
import {
  type CopyTableRow,
  findCopies,
  findTarget,
  forgetCopy,
  queueCopy,
} from "../../copies/copy-rows.ts";
import { findWanted, isSent, isSoon, type Wanted } from "../../copies/judge-copy.ts";
import { listGrants } from "../../grant-rows.ts";
import type { LedgerParts } from "../../parts.ts";
import type { Plan } from "../../write-queue.ts";
import { draftDone, type MutationContext } from "../mutation-context.ts";
import { getScript } from "./get-target.ts";

type Asked = CommandOf<"copies.plan"> | CommandOf<"copies.send">;

/** @throws LunakeyError `not_supported` */
export function describeCopiesPlan(parts: LedgerParts, asked: Asked): CopyPlan {
  getAccountPower(parts.env);
  return describePlan(parts, asked, parts.now());
}

/** @throws LunakeyError `not_supported`; `not_found` where the script was not said. */
export function planCopiesSend(
  context: MutationContext,
  asked: CommandOf<"copies.send">,
): Plan<CopyPlan> {
  const { parts, at } = context;
  getAccountPower(parts.env);
  const { worker, environment } = asked;
  const script = getScript(parts.sql, asked);
  const plan = describePlan(parts, asked, at);
  const queued = plan.items.filter(isToSend).map(({ name }) => name);
  const target = { worker, environment, script };
  const details = { count: queued.length, names: queued.join(" ") };
  return {
    answer: plan,
    events: [draftDone(context, "copies.send", target, details)],
    commit: () => {
      for (const name of queued) {
        queueCopy(parts.sql, asked, name, 0);
        if (parts.bound !== undefined) forgetCopy(parts.sql, asked, name);
      }
    },
  };
}

function isToSend({ status }: CopyPlanItem): boolean {
  return status === "new" || status === "behind" || status === "waiting";
}

function describePlan(parts: LedgerParts, asked: Asked, now: number): CopyPlan {
  const { worker, environment } = asked;
  const consumer = { worker, environment };
  const names = asked.names === undefined ? namesOf(parts, consumer) : [...new Set(asked.names)];
  const rows = new Map(findCopies(parts.sql, consumer, names).map((row) => [row.name, row]));
  const wanted = findWanted(parts, consumer, names, now);
  const items = names.map((name, index) => ({
    name,
    status: statusOf(parts, rows.get(name), wanted[index] ?? "no_value", now),
  }));
  return {
    ...consumer,
    script: findTarget(parts.sql, consumer)?.script ?? null,
    // Of what was not asked for by name, what there is nothing to send of says nothing.
    items: items.filter(({ status }) => asked.names !== undefined || status !== "no_value"),
  };
}

function namesOf({ sql }: LedgerParts, consumer: Consumer): string[] {
  const after = ["", "", ""] as const;
  const filter = { ...consumer, name: undefined, after, limit: LIMITS.NAMES_PER_GRANT };
  return listGrants(sql, filter).map(({ name }) => name);
}

function statusOf(
  { bound }: LedgerParts,
  row: CopyTableRow | undefined,
  wanted: Wanted,
  now: number,
): CopyPlanItem["status"] {
  if (typeof wanted === "string") return wanted;
  // A binding's value may be another by now, and nobody is told.
  if (bound === undefined && row?.error === null && isSent(row, wanted)) return "sent";
  if (isSoon(wanted, now)) return "waiting";
  return row === undefined || row.sent_at === null ? "new" : "behind";
}
