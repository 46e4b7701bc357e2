/** All findings of a scan, in the order of their weight. */
import type { Place } from "../../repository/place.ts";
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
    ...(material.looksIntoFiles ? await findPlainInSource(material) : []),
    ...findNotIgnored(material),
    ...findLogged(material),
    ...findStoreTraps(material),
    ...findCopies(material),
    ...findMaybeOne(material),
    ...findGaps(material),
    ...findBetterWays(material),
  ];
  return mergeSame(found).sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);
}

/** The same of several Workers, environments or places is one finding; without a name, each is its own. */
function mergeSame(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const { code, detail, severity, names, places } = finding;
    const subject = names.length > 0 ? names : places.map(placeKey);
    const key = [code, severity, detail, ...subject].join("\0");
    const known = merged.get(key);
    merged.set(key, known ? merge(known, finding) : finding);
  }
  return [...merged.values()];
}

function merge(a: Finding, b: Finding): Finding {
  const places = new Map([...a.places, ...b.places].map((place) => [placeKey(place), place]));
  return {
    ...a,
    workers: [...new Set([...a.workers, ...b.workers])].sort(),
    environments: [...new Set([...a.environments, ...b.environments])],
    places: [...places.values()],
  };
}

function placeKey({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
