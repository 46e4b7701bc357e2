/** What a config alone says of a target: is a store bound, and as this Worker in this environment? */
import { consumerProps } from "@lunakey/contract";
import { lunakeyCommand, quote } from "../../output/deployed-commands.ts";
import type { CheckIssue, Findings, Severity, Unchecked } from "./check-finding.ts";
import { type CheckTarget, envOption, placesFor } from "./targets.ts";

const MODES: readonly string[] = ["shadow", "store-first", "store-only", "individual-first"];

/**
 * @param store the id of `lunakey.jsonc`; null where there is none.
 * @param sent names whose individual secret the store has sent: it is known to be set.
 */
export function judgeConfig(
  target: CheckTarget,
  store: string | null,
  sent: ReadonlySet<string>,
): Findings {
  return {
    issues: [
      ...judgeMode(target),
      ...(target.service === null ? [] : judgeService(target, store)),
      ...judgeNative(target, store),
    ],
    unchecked: [...listIndividual(target, sent), ...listNative(target)],
  };
}

/** The id of the store that a target's binding names; null where it names none that can be read. */
export function storeOf({ service }: CheckTarget): string | null {
  return consumerProps.safeParse(service?.props ?? null).data?.store ?? null;
}

function judgeMode(target: CheckTarget): CheckIssue[] {
  const { mode, delivery, environment } = target;
  const place = environment.vars.find(({ name }) => name === "LUNAKEY_MODE")?.place;
  if (mode !== null && !MODES.includes(mode)) {
    // What is written there is not shown: it can be anything.
    return [issue(target, "mode_unknown", "high", { places: [place ?? target.place] })];
  }
  if (mode !== "store-only" || delivery !== null || target.throughHelper.length === 0) return [];
  return [
    issue(target, "binding_missing", "high", {
      names: target.throughHelper,
      places: [place ?? target.place],
      commands: [bindCommand(target)],
    }),
  ];
}

function judgeService(target: CheckTarget, store: string | null): CheckIssue[] {
  const { service, worker, environment } = target;
  if (service === null) return [];
  const at = { names: [service.name], places: [service.place], commands: [bindCommand(target)] };
  const found: CheckIssue[] = [];
  if (service.members.entrypoint !== "Secrets") {
    found.push(issue(target, "entrypoint_wrong", "high", at));
  }
  const props = consumerProps.safeParse(service.props ?? null).data;
  if (props === undefined) {
    found.push(issue(target, "props_invalid", "high", at));
    return found;
  }
  if (props.worker !== worker || props.environment !== environment.name) {
    const detail = `${props.worker}, ${props.environment}`;
    found.push(issue(target, "props_of_other", "high", { ...at, detail }));
  }
  if (store !== null && props.store !== store) {
    found.push(issue(target, "store_of_other", "high", { ...at, detail: props.store }));
  }
  return found;
}

function judgeNative(target: CheckTarget, store: string | null): CheckIssue[] {
  const { native, delivery, throughHelper, mode } = target;
  if (native.size === 0) return [];
  const bound = [...native].filter(([name]) => isRead(target, name));
  const mixed = delivery === "service" ? bound : [];
  const ofOther = bound.filter(
    ([, { members }]) =>
      store !== null && members.store_id !== undefined && members.store_id !== store,
  );
  const missing = delivery === "native" ? throughHelper.filter((name) => !native.has(name)) : [];
  const severity: Severity = mode === "store-only" ? "high" : "medium";
  return [
    ...mixed.map(([name, { place }]) =>
      issue(target, "delivery_mixed", "medium", { names: [name], places: [place] }),
    ),
    ...ofOther.map(([name, { place, members }]) =>
      issue(target, "store_of_other", "medium", {
        names: [name],
        places: [place],
        detail: members.store_id ?? null,
      }),
    ),
    ...missing.map((name) =>
      issue(target, "native_missing", severity, {
        names: [name],
        places: placesFor(target, name),
        commands: [`${bindCommand(target)} --delivery native`],
      }),
    ),
  ];
}

/** Whether these are set is known to Cloudflare alone. */
function listIndividual(target: CheckTarget, sent: ReadonlySet<string>): Unchecked[] {
  const { delivery, throughHelper, individual, mode } = target;
  const own = delivery === null && mode !== "store-only" ? throughHelper : [];
  const names = [...individual, ...own].filter((name) => !sent.has(name)).sort();
  if (names.length === 0) return [];
  const config = quote(target.config.path);
  return [
    {
      code: "individual",
      names,
      workers: [target.worker],
      environments: [target.environment.name],
      commands: [`npx wrangler secret list -c ${config}${envOption(target)}`],
      detail: null,
    },
  ];
}

/** Bound one by one: the values are in Cloudflare's store, which shows them to nobody. */
function listNative(target: CheckTarget): Unchecked[] {
  const read = [...target.native].filter(([name]) => isRead(target, name));
  const stores = new Set(read.flatMap(([, { members }]) => members.store_id ?? []));
  if (read.length === 0) return [];
  return [
    {
      code: "value_unseen",
      names: read.map(([name]) => name).sort(),
      workers: [target.worker],
      environments: [target.environment.name],
      commands: [...stores].map(
        (store) => `npx wrangler secrets-store secret list ${quote(store)} --remote`,
      ),
      detail: null,
    },
  ];
}

/** By its own name, or by that of its binding. */
function isRead({ placesOf }: CheckTarget, name: string): boolean {
  return placesOf(name).length > 0 || placesOf(`${name}_STORE`).length > 0;
}

export function bindCommand(target: CheckTarget): string {
  return `${lunakeyCommand()} bind --env ${target.environment.name} --worker ${target.worker}`;
}

type About = Partial<Pick<CheckIssue, "names" | "places" | "commands" | "detail">>;

/** An issue of one target. */
export function issue(
  target: CheckTarget,
  code: CheckIssue["code"],
  severity: Severity,
  { names = [], places = [target.place], commands = [], detail = null }: About = {},
): CheckIssue {
  const { worker, environment } = target;
  return {
    code,
    severity,
    names,
    workers: [worker],
    environments: [environment.name],
    places,
    commands,
    detail,
  };
}
