/** All findings of a scan, in the order of their weight. */
import type { Finding, Severity } from "../finding.ts";
import { findBetterWays } from "./better-ways.ts";
import { findCopies, findMaybeOne } from "./copies.ts";
import { findGaps } from "./gaps.ts";
import type { FindingMaterial } from "./material.ts";
import { findLogged, findNotIgnored, findPlainVars } from "./plain.ts";
import { findPlainInSource } from "./plain-in-source.ts";
import { findStoreTraps } from "./stores.ts";

const WEIGHT: Readonly<Record<Severity, number>> = { high: 0, medium: 1, low: 2 };

/** The same repository gives the same list in the same order. */
export async function findFindings(material: FindingMaterial): Promise<Finding[]> {
  const found = [
    ...findPlainVars(material),
    ...(await findPlainInSource(material)),
    ...findNotIgnored(material),
    ...findLogged(material),
    ...findStoreTraps(material),
    ...findGaps(material),
    ...findCopies(material),
    ...findMaybeOne(material),
    ...findBetterWays(material),
  ];
  return mergeSame(found).sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);
}

/** Code of several Workers is looked at for each; what is found in it is one finding. */
function mergeSame(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const places = finding.places.map(({ file, line, column }) => `${file}:${line}:${column}`);
    const key = [finding.code, finding.detail, ...finding.names, ...places].join("\0");
    const known = merged.get(key);
    const workers = [...new Set([...(known?.workers ?? []), ...finding.workers])].sort();
    const environments = [...new Set([...(known?.environments ?? []), ...finding.environments])];
    merged.set(key, { ...finding, workers, environments });
  }
  return [...merged.values()];
}
