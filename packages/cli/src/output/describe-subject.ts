/** What a finding is about, as JSON: the same fields whichever command found it. */
import type { ScanFinding } from "@lunakey/contract";
import type { Place } from "@lunakey/migrate";

type Subject = Pick<
  ScanFinding,
  "code" | "severity" | "names" | "workers" | "environments" | "places"
>;

interface Found {
  readonly code: string;
  readonly severity: Subject["severity"];
  readonly names: readonly string[];
  readonly workers: readonly string[];
  readonly environments: readonly string[];
  readonly places: readonly Place[];
}

/** Only these fields, whatever else the finding holds. */
export function describeSubject({ code, severity, ...found }: Found): Subject {
  return {
    code,
    severity,
    names: [...found.names],
    workers: [...found.workers],
    environments: [...found.environments],
    places: found.places.map((place) => ({ ...place })),
  };
}
