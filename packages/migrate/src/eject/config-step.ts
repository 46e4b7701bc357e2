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

/** @param environments only what was done to these; null: to all. */
export function planConfigStep(
  { path, before, after }: ConfigTexts,
  environments: ReadonlySet<string> | null,
): string {
  const isWanted = ({ name }: WorkerEnvironment) => environments?.has(name) ?? true;
  const read = (text: string) => readConfig(text, { path, hasFile: () => true });
  let text = before;
  for (const environment of read(after).environments.filter(isWanted)) {
    text = bindAgain(text, read(text), environment);
    text = setModeAgain(text, path, read(text), environment);
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

function setModeAgain(
  text: string,
  path: string,
  config: WranglerConfig,
  wanted: WorkerEnvironment,
): string {
  const known = config.environments.find(({ name }) => name === wanted.name);
  const modeOf = (environment: WorkerEnvironment | undefined) =>
    environment?.vars.find(({ name }) => name === MODE_VAR)?.value ?? null;
  const mode = modeOf(wanted);
  if (known === undefined || mode === null || mode === modeOf(known)) return text;
  const operation: ConfigOperation = {
    type: "set-var",
    environment: wanted.name,
    name: MODE_VAR,
    value: mode,
  };
  try {
    return editConfig(text, path, [operation]);
  } catch (error) {
    if (!(error instanceof ConfigEditError)) throw error;
    return text;
  }
}
