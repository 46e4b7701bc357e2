/** What is read and not declared, declared and not read, or there in one environment only. */
import { posix } from "node:path";
import type { WorkerEnvironment } from "../../wrangler-config/wrangler-config.ts";
import { declares } from "../classify-secrets.ts";
import type { Finding } from "../finding.ts";
import type { InventorySecret, SecretReason } from "../inventory.ts";
import { findLibraryNames } from "../library-names.ts";
import { isStoreBinding, isStoreService, type ScannedWorker } from "../scanned-worker.ts";
import { classifyName, isPlatformName, isPublicName } from "../secret-names.ts";
import { findSharedVars } from "../shared-vars.ts";
import { configPlace, createFinding, declarationsOf, type FindingMaterial } from "./material.ts";

export function findGaps(material: FindingMaterial): Finding[] {
  const sharedVars = findSharedVars(material.workers);
  return material.workers.flatMap((worker) => {
    const own = material.secrets.filter((secret) =>
      secret.workers.some(({ config }) => config === worker.config.path),
    );
    return [
      ...findUndeclared(worker, [
        ...own,
        ...settingsOf(sharedVars.get(worker.config.path) ?? [], own),
      ]),
      ...findUnused(material, worker, own),
      ...findBuiltIn(worker, own),
      ...findBuildTime(worker),
      ...findMissingVars(worker),
      ...findMissingSecrets(worker, own),
      ...findNotInherited(worker),
    ];
  });
}

const DECLARING: readonly SecretReason[] = [
  "required",
  "store_binding",
  "dev_vars",
  "plain_in_vars",
  "env_type",
  "example",
];

type Named = Pick<InventorySecret, "name" | "classification">;

/** What another Worker has in its vars is no secret of this one, and may be missing all the same. */
function settingsOf(sharedVars: Iterable<string>, secrets: readonly InventorySecret[]): Named[] {
  const known = new Set(secrets.map(({ name }) => name));
  return [...sharedVars]
    .filter((name) => !known.has(name) && !isPublicName(name) && !isPlatformName(name))
    .map((name) => ({ name, classification: "configuration" }));
}

/** Not said of a config that does not parse: what it declares is not known. */
function findUndeclared(worker: ScannedWorker, secrets: readonly Named[]): Finding[] {
  if (worker.config.environments.length === 0) return [];
  return secrets.flatMap(({ name, classification }) => {
    const reads = worker.reads.filter((read) => read.name === name);
    if (reads.length === 0 || isDeclared(worker, name)) return [];
    const isSetting = classification === "configuration";
    const isCommented = worker.config.commentWords.includes(name);
    return createFinding({
      code: isCommented ? "declared_in_comment" : "undeclared",
      severity: isSetting || isCommented ? "low" : "medium",
      fix: isSetting ? "declare_setting" : "declare_required",
      names: [name],
      workers: [worker.config.path],
      places: reads.map(({ place }) => place),
    });
  });
}

/** By this very Worker: another one's declaration is no help to it. */
function isDeclared(worker: ScannedWorker, name: string): boolean {
  const [place] = declarationsOf(worker, name);
  return place !== undefined && !isSame(place, configPlace(worker));
}

function isSame(a: { file: string; line: number; column: number }, b: typeof a): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}

/**
 * Not said where code takes the environment as a whole: what that reads is not known; nor of what a
 * script, a test or a build reads, which needs it too.
 */
function findUnused(
  { disk, looksIntoFiles }: FindingMaterial,
  worker: ScannedWorker,
  secrets: readonly InventorySecret[],
): Finding[] {
  if (worker.sources.length === 0 || worker.wholes.some(({ names }) => names.length === 0))
    return [];
  const used = new Set([
    ...worker.wholes.flatMap(({ names }) => names),
    ...worker.otherReads.map(({ name }) => name),
    ...worker.builtIn.map(({ name }) => name),
    ...worker.buildTime.map(({ name }) => name),
  ]);
  const unused = secrets.filter(
    ({ name, reasons, workers }) =>
      workers.some(({ config, reads }) => config === worker.config.path && reads === 0) &&
      !used.has(name) &&
      isDeclared(worker, name) &&
      reasons.some((reason) => DECLARING.includes(reason)),
  );
  const names = unused.map(({ name }) => name);
  const folder = posix.dirname(worker.config.entry ?? worker.config.path);
  const libraries = looksIntoFiles ? findLibraryNames(disk, folder, names) : new Map();
  return unused.map((secret) => unusedFinding(worker, secret, libraries.get(secret.name) ?? []));
}

function unusedFinding(
  worker: ScannedWorker,
  { name, workers }: InventorySecret,
  libraries: readonly string[],
): Finding {
  const here = workers.find(({ config }) => config === worker.config.path);
  return createFinding({
    ...(libraries.length === 0
      ? { code: "unused", fix: "remove_name" }
      : { code: "left_to_library", fix: "keep_for_library", detail: libraries.join(", ") }),
    severity: "low",
    names: [name],
    workers: [worker.config.path],
    environments: here?.declaredIn ?? [],
    places: declarationsOf(worker, name),
  });
}

/** Of secrets only: a setting may well be in the code. */
function findBuiltIn(worker: ScannedWorker, secrets: readonly InventorySecret[]): Finding[] {
  return secrets
    .filter(({ classification }) => classification === "secret")
    .flatMap(({ name }) => {
      const places = worker.builtIn.filter((one) => one.name === name).map(({ place }) => place);
      if (places.length === 0) return [];
      return createFinding({
        ...{ code: "built_in", severity: "low", fix: "read_when_it_runs" },
        ...{ names: [name], workers: [worker.config.path], places },
      });
    });
}

/** Whether or not anything declares them: by their names, of which Vite's own and public ones are none. */
function findBuildTime({ buildTime, config }: ScannedWorker): Finding[] {
  const names = new Set(buildTime.map(({ name }) => name));
  return [...names]
    .filter((name) => classifyName(name) === "secret")
    .map((name) =>
      createFinding({
        ...{ code: "build_time", severity: "medium", fix: "read_from_worker_env" },
        ...{ names: [name], workers: [config.path] },
        places: buildTime.filter((one) => one.name === name).map(({ place }) => place),
      }),
    );
}

/** A var that the code needs, of one environment, and another environment is without. */
function findMissingVars(worker: ScannedWorker): Finding[] {
  const read = new Set(worker.reads.map(({ name }) => name));
  const names = new Set(
    worker.config.environments.flatMap(({ vars }) => vars.map(({ name }) => name)),
  );
  const optional = new Set(
    worker.envTypes.flatMap(({ members }) =>
      members.filter((member) => member.optional).map(({ name }) => name),
    ),
  );
  return [...names]
    .filter((name) => read.has(name) && !optional.has(name))
    .flatMap((name) =>
      gap(worker, name, fixFor(name), (environment) =>
        environment.vars.some((one) => one.name === name),
      ),
    );
}

/** What should not be in vars at all is not to be added to them. */
function fixFor(name: string): Finding["fix"] {
  return classifyName(name) === "secret" ? "add_to_environment" : "add_var_to_environment";
}

/** Required in one environment that has a list of its own, and not in another that has one too. */
function findMissingSecrets(worker: ScannedWorker, secrets: readonly InventorySecret[]): Finding[] {
  return secrets.flatMap(({ name }) =>
    gap(
      worker,
      name,
      "add_to_environment",
      (environment) => declares(environment, name) || hasInOwnFile(worker, environment, name),
      (environment) => saysSecrets(worker, environment),
    ),
  );
}

function gap(
  worker: ScannedWorker,
  name: string,
  fix: Finding["fix"],
  has: (environment: WorkerEnvironment) => boolean,
  speaks: (environment: WorkerEnvironment) => boolean = () => true,
): Finding[] {
  const environments = worker.config.environments.filter(speaks);
  const lacking = environments.filter((environment) => !has(environment));
  // The top level is often nobody's environment: that it lacks something alone says little.
  const missed = lacking.filter(({ place }) => place !== null);
  if (missed.length === 0 || lacking.length === environments.length) return [];
  return [
    createFinding({
      code: "environment_gap",
      severity: "medium",
      fix,
      names: [name],
      workers: [worker.config.path],
      environments: missed.map((environment) => environment.name),
      places: missed.map(({ place }) => place ?? configPlace(worker)),
    }),
  ];
}

function hasInOwnFile(
  worker: ScannedWorker,
  environment: WorkerEnvironment,
  name: string,
): boolean {
  return ownFiles(worker, environment).some(({ names }) => names.some((one) => one.name === name));
}

function ownFiles(worker: ScannedWorker, { name, place }: WorkerEnvironment) {
  const wanted = place === null ? null : name;
  return (worker.devVars.get(name) ?? []).filter(({ environment }) => environment === wanted);
}

function saysSecrets(worker: ScannedWorker, environment: WorkerEnvironment): boolean {
  return (
    environment.requiredSecrets.length > 0 ||
    environment.bindings.some(isStoreBinding) ||
    ownFiles(worker, environment).length > 0
  );
}

/** The top level has a store or a list of secrets, and a named environment has none at all. */
function findNotInherited(worker: ScannedWorker): Finding[] {
  const [top, ...named] = worker.config.environments;
  if (!top) return [];
  const inTop = top.bindings.filter((one) => isStoreBinding(one) || isStoreService(one));
  const wanted = [...inTop, ...top.requiredSecrets].map(({ name }) => name);
  if (wanted.length === 0) return [];
  const empty = named.filter(
    ({ bindings, requiredSecrets }) =>
      requiredSecrets.length === 0 &&
      !bindings.some((one) => isStoreBinding(one) || isStoreService(one)),
  );
  if (empty.length === 0) return [];
  return [
    createFinding({
      code: "environment_inherits_nothing",
      severity: "high",
      fix: "repeat_in_environment",
      names: wanted,
      workers: [worker.config.path],
      environments: empty.map(({ name }) => name),
      places: empty.map(({ place }) => place ?? configPlace(worker)),
    }),
  ];
}
