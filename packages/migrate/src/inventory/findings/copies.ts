/** Names that more than one Worker holds, and names that may be one secret under two names. */
import type { Finding } from "../finding.ts";
import { holdsCopy } from "../holds-copy.ts";
import type { InventorySecret } from "../inventory.ts";
import type { ScannedWorker } from "../scanned-worker.ts";
import { createFinding, type FindingMaterial, placesOf } from "./material.ts";

export function findCopies({ secrets, workers }: FindingMaterial): Finding[] {
  const byConfig = new Map(workers.map((worker) => [worker.config.path, worker]));
  return secrets.flatMap((secret) => {
    const holders = holdersOf(secret, byConfig).filter((worker) => holdsCopy(worker, secret.name));
    if (countEntries(holders) < 2) return [];
    return createFinding({
      code: "copies",
      severity: secret.classification === "secret" ? "medium" : "low",
      fix: "store_once",
      names: [secret.name],
      workers: holders.map(({ config }) => config.path),
      environments: holders.flatMap(({ config }) => config.environments.map(({ name }) => name)),
      places: holders.flatMap((worker) => placesOf(worker, secret.name).slice(0, 1)),
    });
  });
}

function holdersOf(
  secret: InventorySecret,
  byConfig: ReadonlyMap<string, ScannedWorker>,
): ScannedWorker[] {
  return secret.workers.flatMap(({ config }) => byConfig.get(config) ?? []);
}

/** Configs of one entry are one Worker, deployed in several ways; so is one without in its folder. */
function countEntries(holders: readonly ScannedWorker[]): number {
  const named = holders.filter(({ config }) => config.entry !== null);
  const folders = new Set(named.map(({ folder }) => folder));
  const alone = holders.filter(
    ({ config, folder }) => config.entry === null && !folders.has(folder),
  );
  return (
    new Set(named.map(({ config }) => config.entry)).size +
    new Set(alone.map(({ folder }) => folder)).size
  );
}

/** Words that say the same, or nothing. */
const SYNONYMS: ReadonlyMap<string, string> = new Map([
  ["CLOUDFLARE", "CF"],
  ["GH", "GITHUB"],
  ["NEXTAUTH", "AUTH"],
  ["PASSWD", "PASSWORD"],
  ["PWD", "PASSWORD"],
  ["PASS", "PASSWORD"],
  ["PAT", "TOKEN"],
  ["POSTGRES", "DATABASE"],
  ["POSTGRESQL", "DATABASE"],
  ["DB", "DATABASE"],
  ["APIKEY", "KEY"],
]);
const SILENT: ReadonlySet<string> = new Set(["API", "APP", "NEXT", "BETTER", "MY", "LIVE", "PROD"]);

/** Only within one account's Workers: the same name is found by `findCopies`. */
export function findMaybeOne({ secrets, workers }: FindingMaterial): Finding[] {
  const byConfig = new Map(workers.map((worker) => [worker.config.path, worker]));
  const groups = Map.groupBy(
    secrets.filter(({ classification }) => classification === "secret"),
    ({ name }) => likenessOf(name),
  );
  return [...groups.values()].flatMap((group) => {
    if (group.length < 2) return [];
    const holders = group.flatMap((secret) => holdersOf(secret, byConfig));
    return createFinding({
      code: "maybe_one",
      severity: "low",
      fix: "compare_values",
      names: group.map(({ name }) => name),
      workers: holders.map(({ config }) => config.path),
      places: group.flatMap((secret) =>
        holdersOf(secret, byConfig).flatMap((worker) => placesOf(worker, secret.name).slice(0, 1)),
      ),
    });
  });
}

/** What is left of a name without the words that say nothing, in no order. */
function likenessOf(name: string): string {
  const words = name
    .toUpperCase()
    .split("_")
    .map((word) => SYNONYMS.get(word) ?? word);
  const telling = words.filter((word) => !SILENT.has(word));
  // `STRIPE_SECRET_KEY` is `STRIPE_KEY`; `STRIPE_WEBHOOK_SECRET` is neither.
  const kept = telling.includes("KEY") ? telling.filter((word) => word !== "SECRET") : telling;
  return [...new Set(kept.length > 1 ? kept : words)].sort().join("_");
}
