/** What the code and its config say of one name: who reads it, how, and what nobody may have seen. Pure. */
import type { Inventory, InventoryRead, Place } from "@lunakey/migrate";
import { isMoved } from "../../repository/routes.ts";
import type { CheckTarget } from "../check/targets.ts";
import { findFiringDays } from "./cron-times.ts";
import type { Fact } from "./fact.ts";
import type { StoreSide } from "./judge-name.ts";
import { isObserved, OBSERVED_MS } from "./observed-days.ts";

/** Modes in which the Worker's own copies serve first. */
const OWN_FIRST: readonly string[] = ["shadow", "individual-first"];

export function judgeScanSide(
  inventory: Inventory,
  target: CheckTarget,
  name: string,
  store: StoreSide,
): Fact[] {
  const { config, mode } = target;
  const isOwn = ({ workers }: { readonly workers: readonly string[] }) =>
    workers.includes(config.path);
  const reads = inventory.reads.filter((read) => read.name === name && isOwn(read));
  const wholes = inventory.wholes.filter(
    (whole) => isOwn(whole) && (whole.names.length === 0 || whole.names.includes(name)),
  );
  const outside = reads.filter((read) => !isMoved(read));
  return [
    ...(outside.length > 0 ? [{ code: "read_outside", places: placesOf(outside) } as const] : []),
    ...(wholes.length > 0
      ? [{ code: "whole_environment", places: placesOf(wholes) } as const]
      : []),
    ...(reads.length === 0 ? [{ code: "not_read" } as const] : []),
    ...(reads.length > 0 && outside.length === 0 ? [{ code: "through_helper" } as const] : []),
    ...judgeBinding(target, name),
    ...(OWN_FIRST.includes(mode ?? "")
      ? [{ code: "mode_own_first", detail: mode ?? "" } as const]
      : []),
    ...judgeReaches(target, reads, store),
  ];
}

function judgeBinding({ delivery, native }: CheckTarget, name: string): Fact[] {
  if (delivery === "service") return [];
  return [{ code: native.has(name) ? "native_only" : "unbound" }];
}

function placesOf(found: readonly { readonly place: Place }[]): Place[] {
  return found.map(({ place }) => place);
}

/** What runs the reads, as far as anybody can have seen it. */
function judgeReaches(
  { environment }: CheckTarget,
  reads: readonly InventoryRead[],
  store: StoreSide,
): Fact[] {
  const reaches = reads.flatMap((read) => read.reaches);
  const routes = new Set(reaches.flatMap(({ kind, name }) => (kind === "route" ? [name] : [])));
  const crons = reaches.some(({ kind }) => kind === "cron") ? environment.crons : [];
  return [
    ...crons.flatMap((cron) => judgeCron(cron, store)),
    // Usage is kept per name: which of several routes asked, nobody knows.
    ...(routes.size > 1 ? [{ code: "routes_maybe" } as const] : []),
  ];
}

function judgeCron(expression: string, store: StoreSide): Fact[] {
  if (store.state === "silent") return [];
  const days = findFiringDays(expression, store.at - OBSERVED_MS, store.at);
  if (days === null || days.length === 0) return [{ code: "cron_rare", detail: expression }];
  const seen = days.filter((day) => isObserved(store.days, day));
  if (seen.length === 0) {
    return [{ code: "cron_unseen", detail: expression, count: days.length }];
  }
  return [{ code: "cron_maybe", detail: expression, count: seen.length }];
}
