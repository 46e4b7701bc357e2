/**
 * What Lunakey did to a wrangler config in a commit: planned anew over the text before it, with the
 * choices that the text after it shows. The rest of that commit is people's.
 */
import { isDeepStrictEqual } from "node:util";
import type { BindOptions, Delivery } from "../binding/bind-plan.ts";
import { planBinding } from "../binding/plan-binding.ts";
import { MODE_VAR } from "../binding/production.ts";
import { ConfigEditError, type ConfigOperation } from "../wrangler-config/config-operation.ts";
import { editConfig } from "../wrangler-config/edit-config.ts";
import { readConfig } from "../wrangler-config/read-config.ts";
import type { WorkerEnvironment, WranglerConfig } from "../wrangler-config/wrangler-config.ts";
import { listStoreBindings, type StoreBinding } from "./store-bindings.ts";

export interface ConfigTexts {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * @param environments only what was done to these; null: to all.
 * @param names of secrets that the code reads: only those does a clean-up take out of what is required.
 */
export function planConfigStep(
  { path, before, after }: ConfigTexts,
  environments: ReadonlySet<string> | null,
  names: ReadonlySet<string> = new Set(),
): string {
  const isWanted = ({ name }: WorkerEnvironment) => environments?.has(name) ?? true;
  const read = (text: string) => readConfig(text, { path, hasFile: () => true });
  let text = before;
  for (const environment of read(after).environments.filter(isWanted)) {
    text = bindAgain(text, read(text), environment);
    const known = read(text).environments.find(({ name }) => name === environment.name);
    if (known === undefined) continue;
    const operations = [
      ...setModeAgain(known, environment),
      ...cleanUpAgain(known, environment, names),
    ];
    text = editAgain(text, path, operations);
  }
  return text;
}

function bindAgain(text: string, config: WranglerConfig, wanted: WorkerEnvironment): string {
  const known = config.environments.find(({ name }) => name === wanted.name);
  const had = known ? listStoreBindings(known) : [];
  const made = listStoreBindings(wanted).filter(
    ({ binding, props }) =>
      !had.some((each) => each.binding === binding && isDeepStrictEqual(each.props, props)),
  );
  const [first] = made;
  if (first === undefined) return text;
  const worker = {
    config,
    text,
    secrets: first.delivery === "native" ? made.map(({ secret }) => secret ?? "") : ["-"],
  };
  const { changes } = planBinding([worker], optionsOf(first, wanted, known === undefined));
  return changes[0]?.after ?? text;
}

function optionsOf(
  { delivery, store, gateway }: StoreBinding,
  { name, vars }: WorkerEnvironment,
  isMade: boolean,
): BindOptions {
  const mode = vars.find((each) => each.name === MODE_VAR)?.value;
  return {
    environments: [name],
    delivery: delivery satisfies Delivery,
    store,
    gateway,
    gatewayState: "deployed",
    skipStaging: true,
    createEnvironments: isMade,
    productionMode: mode === "shadow" || mode === "store-first" ? mode : null,
    wranglerVersion: null,
  };
}

function setModeAgain(known: WorkerEnvironment, wanted: WorkerEnvironment): ConfigOperation[] {
  const modeOf = ({ vars }: WorkerEnvironment) =>
    vars.find(({ name }) => name === MODE_VAR)?.value ?? null;
  const value = modeOf(wanted);
  if (value === null || value === modeOf(known)) return [];
  return [{ type: "set-var", environment: wanted.name, name: MODE_VAR, value }];
}

/** `lunakey cleanup` takes names out of `secrets.required`, where the store serves them. */
function cleanUpAgain(
  known: WorkerEnvironment,
  wanted: WorkerEnvironment,
  names: ReadonlySet<string>,
): ConfigOperation[] {
  if (listStoreBindings(known).length === 0 || listStoreBindings(wanted).length === 0) return [];
  const left = new Set(wanted.requiredSecrets.map(({ name }) => name));
  return known.requiredSecrets
    .filter(({ name }) => names.has(name) && !left.has(name))
    .map(({ name }) => ({
      type: "remove-string",
      environment: wanted.name,
      path: "secrets.required",
      value: name,
    }));
}

/** As it was where it can not be done again: then it counts as people's. */
function editAgain(text: string, path: string, operations: readonly ConfigOperation[]): string {
  try {
    return editConfig(text, path, operations);
  } catch (error) {
    if (!(error instanceof ConfigEditError)) throw error;
    return text;
  }
}
