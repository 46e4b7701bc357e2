/** What findings are found in, and how one is made. */
import type { DiskReader } from "../../repository/disk.ts";
import type { Place } from "../../repository/place.ts";
import type { RepositoryListing } from "../../repository/walk-repository.ts";
import type { DevVarsFile } from "../dev-vars.ts";
import type { Finding } from "../finding.ts";
import type { InventorySecret } from "../inventory.ts";
import type { ScannedWorker } from "../scanned-worker.ts";

export interface FindingMaterial {
  readonly disk: DiskReader;
  readonly listing: RepositoryListing;
  readonly devVars: readonly DevVarsFile[];
  readonly secrets: readonly InventorySecret[];
  readonly workers: readonly ScannedWorker[];
  /** Names of scripts that the configs here make. */
  readonly scripts: ReadonlySet<string>;
  /** Whether the files themselves are read: secrets in plain there, and names that packages know. */
  readonly looksIntoFiles: boolean;
}

type Given = Pick<Finding, "code" | "severity" | "fix" | "places"> & Partial<Finding>;

export function createFinding(given: Given): Finding {
  const { names = [], workers = [], environments = [], places, detail = null } = given;
  return {
    code: given.code,
    severity: given.severity,
    fix: given.fix,
    names: unique(names),
    workers: unique(workers),
    environments: [...new Set(environments)],
    places,
    detail,
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** Where a Worker says or reads a name: its reads, else what declares it. At least the config. */
export function placesOf(worker: ScannedWorker, name: string): readonly Place[] {
  const reads = worker.reads.filter((read) => read.name === name).map(({ place }) => place);
  return reads.length > 0 ? reads : declarationsOf(worker, name);
}

/** Where a Worker declares a name: config, `.dev.vars`, type, template. At least the config. */
export function declarationsOf(worker: ScannedWorker, name: string): readonly Place[] {
  const { environments } = worker.config;
  const files = [...[...worker.devVars.values()].flat(), ...worker.examples];
  const found = [
    ...environments.flatMap(({ requiredSecrets, bindings, vars }) => [
      ...requiredSecrets,
      ...bindings,
      ...vars,
    ]),
    ...files.flatMap(({ names }) => names),
    ...worker.envTypes.flatMap(({ members }) => members),
  ].filter((one) => one.name === name);
  const places = new Map(
    found.map(({ place }) => [`${place.file}:${place.line}:${place.column}`, place]),
  );
  return places.size > 0 ? [...places.values()] : [configPlace(worker)];
}

export function configPlace({ config }: ScannedWorker): Place {
  return { file: config.path, line: 1, column: 1 };
}
