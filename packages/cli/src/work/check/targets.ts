/** What is checked: each Worker in each environment, with the names that its code reads. */
import type {
  ConfigBinding,
  Inventory,
  InventoryRead,
  Place,
  WorkerEnvironment,
  WranglerConfig,
} from "@lunakey/migrate";
import { nameOf } from "../../repository/choose-workers.ts";

export const MODE_VAR = "LUNAKEY_MODE";

export interface CheckTarget {
  readonly worker: string;
  readonly config: WranglerConfig;
  readonly environment: WorkerEnvironment;
  /** null: no store is bound, so that individual secrets serve. */
  readonly delivery: "service" | "native" | null;
  /** Of delivery `service`. */
  readonly service: ConfigBinding | null;
  /** Names whose secret has a binding of its own. */
  readonly native: ReadonlyMap<string, ConfigBinding>;
  readonly mode: string | null;
  /** Read through the helper, at least in one place, sorted. */
  readonly throughHelper: readonly string[];
  /** Read as individual secrets only, sorted. */
  readonly individual: readonly string[];
  /** Where a name is read. */
  readonly placesOf: (name: string) => readonly Place[];
  /** Of the environment in the config. */
  readonly place: Place;
}

/** @param isMoved whether a read goes through the helper. */
export function listTargets(
  inventory: Pick<Inventory, "reads">,
  configs: readonly WranglerConfig[],
  environment: string | undefined,
  isMoved: (read: InventoryRead) => boolean,
): CheckTarget[] {
  return configs.flatMap((config) => {
    const reads = inventory.reads.filter(({ workers }) => workers.includes(config.path));
    const places = Map.groupBy(reads, ({ name }) => name);
    const moved = new Set(reads.filter(isMoved).map(({ name }) => name));
    const all = [...places.keys()].sort();
    return config.environments
      .filter(({ name }) => environment === undefined || name === environment)
      .map((each): CheckTarget => {
        const service = each.bindings.find(isStoreService) ?? null;
        const native = nativeBindings(each, all);
        // `NAME_STORE` is the binding of `NAME`, not a secret of its own.
        const names = all.filter((name) => !isNativeName(name, native));
        return {
          worker: nameOf(config),
          config,
          environment: each,
          delivery: service !== null ? "service" : native.size > 0 ? "native" : null,
          service,
          native,
          mode: each.vars.find(({ name }) => name === MODE_VAR)?.value ?? null,
          throughHelper: names.filter((name) => moved.has(name)),
          individual: names.filter((name) => !moved.has(name) && !native.has(name)),
          placesOf: (name) => (places.get(name) ?? []).map(({ place }) => place),
          place: each.place ?? { file: config.path, line: 1, column: 1 },
        };
      });
  });
}

/** The gateway, whatever its entrypoint is said to be. */
function isStoreService({ kind, name, members }: ConfigBinding): boolean {
  return kind === "services" && (name === "SECRETS" || members.entrypoint === "Secrets");
}

/** By the secret's name: `NAME_STORE` beside an individual secret, else `NAME` itself. */
function nativeBindings(
  { bindings }: WorkerEnvironment,
  names: readonly string[],
): Map<string, ConfigBinding> {
  const native = bindings.filter(({ kind }) => kind === "secrets_store_secrets");
  return new Map(
    native.map((binding) => {
      const own = binding.name.replace(/_STORE$/, "");
      return [names.includes(own) || !names.includes(binding.name) ? own : binding.name, binding];
    }),
  );
}

function isNativeName(name: string, native: ReadonlyMap<string, ConfigBinding>): boolean {
  return name.endsWith("_STORE") && native.has(name.replace(/_STORE$/, ""));
}

/** Where to look at, for what is about a name: where it is read, else the environment. */
export function placesFor(target: CheckTarget, name: string): readonly Place[] {
  const places = target.placesOf(name);
  return places.length > 0 ? places : [target.place];
}

/** The consumer that the store knows this target as. */
export function consumerOf({ worker, environment }: CheckTarget): string {
  return `${worker} ${environment.name}`;
}

/** ` --env staging`; nothing for the top level. */
export function envOption({ environment }: CheckTarget): string {
  return environment.place === null ? "" : ` --env ${environment.name}`;
}
