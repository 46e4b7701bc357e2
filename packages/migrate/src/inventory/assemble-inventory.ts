/** Puts together what was scanned: one read for each place, with all the Workers that run it. */
import type { Problem } from "../repository/place.ts";
import type { Finding } from "./finding.ts";
import type {
  Inventory,
  InventoryEnvironment,
  InventoryRead,
  InventorySecret,
  InventoryWhole,
  InventoryWorker,
} from "./inventory.ts";
import type { ScannedWorker } from "./scanned-worker.ts";
import type { Verdict } from "./verdict.ts";

interface Parts {
  readonly root: string;
  readonly workers: readonly ScannedWorker[];
  readonly secrets: readonly InventorySecret[];
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  readonly verdict: Verdict;
}

export function assembleInventory(parts: Parts): Inventory {
  const { root, workers, secrets, findings, problems, verdict } = parts;
  const names = new Set(secrets.flatMap(({ name }) => [name, `${name}_STORE`]));
  const isSecret = ({ name }: InventoryRead) => names.has(name);
  const reads = mergeReads(workers.flatMap((worker) => worker.reads.filter(isSecret)));
  const places = new Set(reads.map(keyOf));
  const others = mergeReads(workers.flatMap((worker) => worker.otherReads.filter(isSecret)));
  return {
    root,
    workers: workers.map(describeWorker),
    secrets,
    reads,
    otherReads: others.filter((read) => !places.has(keyOf(read))),
    wholes: mergeWholes(workers.flatMap((worker) => worker.wholes)),
    findings,
    problems,
    verdict,
  };
}

function describeWorker(worker: ScannedWorker): InventoryWorker {
  const { name, config, tsconfig, sources, envTypes } = worker;
  return {
    name,
    config: config.path,
    kind: config.kind,
    entry: config.entry,
    tsconfig,
    files: sources.length,
    sources,
    environments: config.environments.map((environment): InventoryEnvironment => {
      const devVars = worker.devVars.get(environment.name) ?? [];
      return {
        name: environment.name,
        script: environment.script,
        required: environment.requiredSecrets.map((one) => one.name),
        devVars: [...new Set(devVars.flatMap((file) => file.names.map((one) => one.name)))],
        vars: environment.vars.map((one) => one.name),
        bindings: environment.bindings.map((one) => ({ name: one.name, kind: one.kind })),
      };
    }),
    envTypes,
  };
}

function keyOf({ name, place }: InventoryRead): string {
  return `${place.file}:${place.line}:${place.column} ${name}`;
}

function mergeReads(
  reads: readonly (InventoryRead & { readonly use?: unknown })[],
): InventoryRead[] {
  const merged = new Map<string, InventoryRead>();
  for (const { use: _use, ...read } of reads) {
    const known = merged.get(keyOf(read));
    merged.set(keyOf(read), known ? mergeRead(known, read) : read);
  }
  return [...merged.values()].sort((a, b) => comparePlaces(a, b));
}

function mergeRead(a: InventoryRead, b: InventoryRead): InventoryRead {
  const reaches = new Map(
    [...a.reaches, ...b.reaches].map((one) => [`${one.kind} ${one.name}`, one]),
  );
  const { isCopy, ...read } = a;
  return {
    ...read,
    ...(isCopy && b.isCopy && { isCopy }),
    evidence: a.evidence === "types" ? a.evidence : b.evidence,
    workers: [...new Set([...a.workers, ...b.workers])].sort(),
    reaches: [...reaches.values()],
  };
}

function mergeWholes(
  wholes: readonly (InventoryWhole & { readonly form?: unknown; readonly logged?: unknown })[],
): InventoryWhole[] {
  const merged = new Map<string, InventoryWhole>();
  for (const { form: _form, logged: _logged, ...whole } of wholes) {
    const { place } = whole;
    const key = `${place.file}:${place.line}:${place.column} ${whole.kind}`;
    const known = merged.get(key);
    const workers = [...new Set([...(known?.workers ?? []), ...whole.workers])].sort();
    merged.set(key, { ...whole, workers });
  }
  return [...merged.values()].sort((a, b) => comparePlaces(a, b));
}

type Placed = Pick<InventoryRead, "place">;

function comparePlaces(a: Placed, b: Placed): number {
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return a.place.line - b.place.line || a.place.column - b.place.column;
}
