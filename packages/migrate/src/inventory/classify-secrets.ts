/**
 * Which names of each Worker are secrets, and why. A binding or a var is none, whatever its name; what
 * stands where secrets stand is one, even if its name is that of a setting: then it is said so.
 */
import type { ConfigVar, WorkerEnvironment } from "../wrangler-config/wrangler-config.ts";
import type { InventorySecret, SecretInWorker, SecretReason } from "./inventory.ts";
import { isStringMember } from "./read-use.ts";
import { isSecretOfConfig } from "./said-secret.ts";
import { bindingsOf, isStoreBinding, type ScannedWorker } from "./scanned-worker.ts";
import { classifyName, isBindingName, isPlatformName, isPublicName } from "./secret-names.ts";
import { isSettingValue } from "./setting-value.ts";
import { findSharedVars } from "./shared-vars.ts";
import { isSwitch } from "./switches.ts";

const REASON_ORDER: readonly SecretReason[] = [
  "required",
  "store_binding",
  "dev_vars",
  "plain_in_vars",
  "env_type",
  "example",
  "name",
  "read",
];
/** How people write the names of an environment: others are members of something else. */
const ENV_NAME = /^[A-Z][A-Z0-9_]*$/;

export function classifySecrets(workers: readonly ScannedWorker[]): InventorySecret[] {
  const found = new Map<string, { reasons: Set<SecretReason>; workers: SecretInWorker[] }>();
  for (const worker of workers) {
    const names = new NamesOfWorker(worker);
    for (const name of names.all()) {
      const reasons = names.reasonsFor(name);
      if (reasons.length === 0) continue;
      const entry = found.get(name) ?? { reasons: new Set(), workers: [] };
      for (const reason of reasons) entry.reasons.add(reason);
      entry.workers.push(names.inWorker(name));
      found.set(name, entry);
    }
  }
  const sharedVars = findSharedVars(workers);
  return [...found]
    .map(([name, { reasons, workers: holders }]) => ({
      name,
      classification: classificationOf(name, reasons),
      reasons: REASON_ORDER.filter((reason) => reasons.has(reason)),
      workers: holders,
    }))
    .map((secret) => withoutSharedVars(secret, sharedVars))
    .filter(
      ({ name, reasons, workers: holders }) =>
        holders.length > 0 &&
        (classifyName(name) === "secret" || !isSwitch(name, reasons, workers)),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Where a config says that a setting's name is a secret, it is one for all who run its code. */
function withoutSharedVars(
  secret: InventorySecret,
  sharedVars: ReadonlyMap<string, ReadonlySet<string>>,
): InventorySecret {
  const { name, classification, reasons, workers } = secret;
  if (classification === "secret" || isSecretOfConfig(reasons)) return secret;
  return { ...secret, workers: workers.filter(({ config }) => !sharedVars.get(config)?.has(name)) };
}

/** Where people put secrets on purpose; a type and a template hold settings just as well. */
const SURE: readonly SecretReason[] = ["required", "dev_vars", "store_binding"];

function classificationOf(
  name: string,
  reasons: ReadonlySet<SecretReason>,
): InventorySecret["classification"] {
  const said = classifyName(name);
  if (said !== "unknown") return said;
  return SURE.some((reason) => reasons.has(reason)) ? "secret" : "configuration";
}

/** What one Worker says about names. */
class NamesOfWorker {
  readonly #worker: ScannedWorker;
  readonly #bindings: ReadonlySet<string>;
  readonly #stores: ReadonlySet<string>;
  readonly #vars: ReadonlyMap<string, readonly ConfigVar[]>;
  readonly #commented: ReadonlySet<string>;
  readonly #required: ReadonlySet<string>;
  readonly #devVars: ReadonlySet<string>;
  readonly #examples: ReadonlySet<string>;
  readonly #members: ReadonlyMap<string, string>;
  readonly #reads: ReadonlyMap<string, ScannedWorker["reads"]>;

  constructor(worker: ScannedWorker) {
    this.#worker = worker;
    const { environments } = worker.config;
    const bindings = bindingsOf(worker);
    this.#bindings = new Set(bindings.filter((one) => !isStoreBinding(one)).map(nameOf));
    this.#stores = new Set(bindings.filter(isStoreBinding).map((one) => storeName(one.name)));
    this.#vars = Map.groupBy(
      environments.flatMap(({ vars }) => vars),
      nameOf,
    );
    this.#commented = new Set(worker.config.commentedVars);
    this.#required = new Set(
      environments.flatMap(({ requiredSecrets }) => requiredSecrets.map(nameOf)),
    );
    const files = [...worker.devVars.values()].flat();
    this.#devVars = new Set(files.flatMap(({ names }) => names.map(nameOf)));
    this.#examples = new Set(worker.examples.flatMap(({ names }) => names.map(nameOf)));
    this.#members = new Map(
      worker.envTypes.flatMap(({ members }) => members.map(({ name, type }) => [name, type])),
    );
    this.#reads = Map.groupBy(worker.reads, ({ name }) => name);
  }

  all(): Set<string> {
    return new Set([
      ...this.#required,
      ...this.#stores,
      ...this.#devVars,
      ...this.#examples,
      ...this.#vars.keys(),
      ...this.#members.keys(),
      ...[...this.#reads.keys()].map(storeNameIfBound(this.#stores)),
    ]);
  }

  reasonsFor(name: string): SecretReason[] {
    if (this.#bindings.has(name) || isPlatformName(name)) return [];
    if (this.#required.has(name)) return this.#reasons(name, ["required"]);
    if (this.#stores.has(name)) return this.#reasons(name, ["store_binding"]);
    if (isPublicName(name)) return [];
    const secretName = classifyName(name) === "secret";
    const vars = this.#vars.get(name);
    if (vars) {
      const isSecret = secretName && !vars.every(isSettingValue);
      return isSecret ? this.#reasons(name, ["plain_in_vars"]) : [];
    }
    if (this.#commented.has(name) && !secretName && !this.#devVars.has(name)) return [];
    if (this.#members.get(name) === "binding" || this.#isUsedAsBinding(name)) return [];
    return this.#reasons(name, []);
  }

  #reasons(name: string, sure: readonly SecretReason[]): SecretReason[] {
    const reasons: SecretReason[] = [...sure];
    if (this.#devVars.has(name)) reasons.push("dev_vars");
    if (this.#members.get(name) === "string" && isNameOfEnvironment(name)) reasons.push("env_type");
    if (this.#examples.has(name)) reasons.push("example");
    if (this.#reads.has(name) && this.#mayBeSecret(name)) reasons.push("read");
    // A name alone is no reason where nothing else speaks of it.
    if (reasons.length > 0 && classifyName(name) === "secret") reasons.push("name");
    return reasons;
  }

  /** For a name that only a read speaks of. What Node's own programs read is full of settings. */
  #mayBeSecret(name: string): boolean {
    if (this.#reads.get(name)?.some(({ throughHelper }) => throughHelper)) return true;
    if (classifyName(name) === "secret") return true;
    if (!this.#members.has(name) && isBindingName(name)) return false;
    const reads = this.#reads.get(name) ?? [];
    return ENV_NAME.test(name) && reads.some(({ form }) => form !== "process-env");
  }

  /** `env.DB.prepare(…)`: no string has such a member. */
  #isUsedAsBinding(name: string): boolean {
    return (this.#reads.get(name) ?? []).some(
      ({ use }) => use.member !== null && !isStringMember(use.member),
    );
  }

  inWorker(name: string): SecretInWorker {
    const { config, name: worker, devVars } = this.#worker;
    const reads = [name, `${name}_STORE`].flatMap((one) => this.#reads.get(one) ?? []).length;
    const declaredIn = config.environments.filter(
      (environment) => declares(environment, name) || declaresLocally(devVars, environment, name),
    );
    return { config: config.path, worker, reads, declaredIn: declaredIn.map(nameOf) };
  }
}

/** `userAgent` beside a token in a type: a member of what code makes itself, unless it says secret. */
function isNameOfEnvironment(name: string): boolean {
  return ENV_NAME.test(name) || classifyName(name) === "secret";
}

/** Does the environment's own config say that it has the name? */
export function declares(environment: WorkerEnvironment, name: string): boolean {
  return (
    environment.requiredSecrets.some((one) => one.name === name) ||
    environment.bindings.some((one) => isStoreBinding(one) && storeName(one.name) === name)
  );
}

/** A file without an environment in its name says nothing about named environments. */
function declaresLocally(
  devVars: ScannedWorker["devVars"],
  environment: WorkerEnvironment,
  name: string,
): boolean {
  const wanted = environment.place === null ? null : environment.name;
  return (devVars.get(environment.name) ?? []).some(
    (file) => file.environment === wanted && file.names.some((one) => one.name === name),
  );
}

/** The secret that a store binding holds: `NAME_STORE` is the name beside an individual secret. */
export function storeName(binding: string): string {
  return binding.replace(/_STORE$/, "");
}

function storeNameIfBound(stores: ReadonlySet<string>): (name: string) => string {
  return (name) => (stores.has(storeName(name)) ? storeName(name) : name);
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}
