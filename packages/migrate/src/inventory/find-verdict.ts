/**
 * The verdict, by rules that anybody can follow; docs/decisions/0008-verdict.md gives their reasons.
 * 1. No secrets: keep.
 * 2. A finding of severity high: fix, whatever comes after.
 * 3. At least MOVE_NAMES names have copies in several Workers, or at least MOVE_COPIES copies have to
 *    be kept equal by hand: move.
 * 4. Else: keep.
 */
import type { Finding } from "./finding.ts";
import { holdsCopy } from "./holds-copy.ts";
import type { InventorySecret } from "./inventory.ts";
import {
  bindingsOf,
  isStoreBinding,
  isStoreService,
  type ScannedWorker,
} from "./scanned-worker.ts";
import type { Verdict, VerdictReason } from "./verdict.ts";

const MOVE_NAMES = 3;
const MOVE_COPIES = 12;

const STAGING = /stag|test|preview|dev|qa|uat|sandbox/i;

export interface VerdictMaterial {
  readonly workers: readonly ScannedWorker[];
  readonly secrets: readonly InventorySecret[];
  readonly findings: readonly Finding[];
}

export function findVerdict({ workers, secrets, findings }: VerdictMaterial): Verdict {
  if (secrets.length === 0) {
    return { choice: "keep", reasons: [{ code: "no_secrets", count: 0 }] };
  }
  const high = findings.filter(({ severity }) => severity === "high").length;
  const stores = workers
    .flatMap(bindingsOf)
    .filter((one) => isStoreBinding(one) || isStoreService(one));
  const names = copiedNames(findings);
  const copies = countCopies(secrets, names, workers);
  const facts: VerdictReason[] = [
    { code: "copied_names", count: names.size },
    { code: "copies_to_keep_equal", count: copies },
    { code: "secrets", count: secrets.length },
    { code: "workers", count: workers.length },
  ];
  const sameCode = findSameCode(workers);
  const stagingFirst = beginWithStaging(workers);
  if (high > 0) {
    return {
      choice: "fix",
      reasons: [{ code: "high_findings", count: high }, ...facts, ...sameCode],
    };
  }
  const bound: VerdictReason[] =
    stores.length > 0 ? [{ code: "has_store", count: stores.length }] : [];
  if (names.size >= MOVE_NAMES || copies >= MOVE_COPIES) {
    return { choice: "move", reasons: [...bound, ...facts, ...sameCode, ...stagingFirst] };
  }
  const reasons: VerdictReason[] = [
    ...bound,
    { code: "few_shared_names", count: names.size },
    ...sameCode,
    { code: "works_as_it_is", count: 0 },
    ...facts.filter(({ count }) => count > 0),
    ...stagingFirst,
  ];
  return { choice: "keep", reasons };
}

/** Configs of one entry are one code, deployed under several names, as it could be in environments. */
function findSameCode(workers: readonly ScannedWorker[]): VerdictReason[] {
  const named = workers.filter(({ config }) => config.entry !== null);
  const codes = Map.groupBy(named, ({ config }) => config.entry);
  const count = [...codes.values()]
    .filter((own) => own.length > 1)
    .reduce((total, own) => total + own.length, 0);
  return count === 0 ? [] : [{ code: "same_code", count }];
}

/** Of secrets: a setting that is the same in two Workers needs no store. */
function copiedNames(findings: readonly Finding[]): ReadonlySet<string> {
  const copies = findings.filter(({ code, severity }) => code === "copies" && severity !== "low");
  return new Set(copies.flatMap((one) => one.names));
}

/** One for each Worker and environment that holds a name which others hold too. */
function countCopies(
  secrets: readonly InventorySecret[],
  names: ReadonlySet<string>,
  workers: readonly ScannedWorker[],
): number {
  const byConfig = new Map(workers.map((worker) => [worker.config.path, worker]));
  let count = 0;
  for (const { name, workers: known } of secrets) {
    if (!names.has(name)) continue;
    const holders = known.flatMap(({ config }) => byConfig.get(config) ?? []);
    for (const worker of holders) {
      if (holdsCopy(worker, name)) count += worker.config.environments.length || 1;
    }
  }
  return count;
}

/** With the environment that most Workers have, of those that are called as if for trying out. */
function beginWithStaging(workers: readonly ScannedWorker[]): VerdictReason[] {
  const names = workers.map(({ config }) =>
    config.environments.filter(({ name, place }) => place !== null && STAGING.test(name)),
  );
  const counts = new Map<string, number>();
  for (const { name } of names.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const [best] = [...counts].sort(([a, one], [b, two]) => closeness(a) - closeness(b) || two - one);
  if (!best) return [];
  const count = names.filter((own) => own.length > 0).length;
  return [{ code: "staging_first", count, environment: best[0] }];
}

/** One called staging comes first, whoever has it. */
const closeness = (name: string) => (/stag/i.test(name) ? 0 : 1);
