/** Gathers what the planner of bindings asks for, and plans. Changes nothing, here or in the store. */
import { dirname, join } from "node:path";
import { consumerEnvironment } from "@lunakey/contract";
import {
  type BindPlan,
  type BindRefusal,
  type BindWorker,
  type Delivery,
  type Disk,
  type FileChange,
  type GrantNeeded,
  type Inventory,
  planBinding,
  readConfigs,
  type WranglerConfig,
  walkRepository,
} from "@lunakey/migrate";
import { type Account, openAccount } from "../../account/account.ts";
import { checkWranglerVersion } from "../../account/wrangler-version.ts";
import { CliError, type CliErrorCode, EXIT, failure, usageError } from "../../cli-error.ts";
import { type CommandInput, hasFlag, textOption } from "../../command-spec.ts";
import { findConfig, findDevFile } from "../../files/project-files.ts";
import { readInput } from "../../input/user-input.ts";
import { BIND_WORDS } from "../../language/catalogues/bind.ts";
import { BIND_PLAN_WORDS } from "../../language/catalogues/bind-plan.ts";
import { chooseWorkers } from "../../repository/choose-workers.ts";
import { takeInventory } from "../../repository/take-inventory.ts";
import type { Session } from "../../session.ts";
import { askGatewayState, bindGatewaySecrets, findGateway, type Gateway } from "./gateway.ts";
import {
  listMissingGrants,
  listMissingValues,
  listServed,
  type ReachedStore,
  reachStore,
} from "./store-facts.ts";

export interface BindPlanned {
  readonly plan: BindPlan;
  readonly delivery: Delivery;
  /** The Workers' configs, and the gateway's. */
  readonly changes: readonly FileChange[];
  readonly gateway: Gateway;
  /** Whether the gateway's config changes. */
  readonly changesGateway: boolean;
  /** null: none can be asked here. */
  readonly store: ReachedStore | null;
  readonly storeId: string;
  /** Empty where no store can be asked. */
  readonly missingGrants: readonly GrantNeeded[];
  /** Names that the store has no value of, in an environment that is bound; null where it was not asked. */
  readonly missingValues: readonly string[] | null;
  readonly inventory: Inventory;
}

/** @throws CliError where something is in the way. */
export async function planBind(
  session: Session,
  input: CommandInput,
  disk: Disk,
): Promise<BindPlanned> {
  const environment = readEnvironment(session, input);
  const delivery = readDelivery(input);
  const chosen = chooseWorkers(session, input, disk);
  const { configs } = readConfigs(disk, walkRepository(disk));
  const gateway = findGateway(configs);
  if (delivery === "native" && gateway.backend === "vault") throw nativeNeedsCloudflare(session);
  // With native delivery the values are Cloudflare's, and nobody is granted anything.
  const store = delivery === "native" ? null : await reachStore(session);
  const storeId = await findStoreId(session, disk, chosen, store);
  const inventory = await takeInventory(session, disk, "quick");
  const plan = planBinding(
    chosen.map((config) => describeWorker(disk, config, inventory)),
    {
      environments: [environment],
      delivery,
      store: storeId,
      gateway: gateway.script,
      gatewayState: await findGatewayState(session, input, disk, gateway, chosen, delivery),
      offline: hasFlag(input, "offline"),
      served: store === null ? [] : await listServed(store),
      skipStaging: hasFlag(input, "skipStaging"),
      createEnvironments: hasFlag(input, "createEnv"),
      wranglerVersion: findVersion(disk, chosen),
    },
  );
  refuse(session, plan);
  warnOfEnvironment(session, gateway, environment);
  const own = bindGateway(disk, gateway, storeId, plan);
  return {
    ...{ plan, delivery, gateway, store, storeId, inventory },
    changes: [...plan.changes, ...own],
    changesGateway: own.length > 0,
    ...(await findMissing(store, storeId, plan)),
  };
}

/** Another store than the one that is bound may be reached: it says nothing of the values. */
async function findMissing(
  store: ReachedStore | null,
  storeId: string,
  { grants }: BindPlan,
): Promise<Pick<BindPlanned, "missingGrants" | "missingValues">> {
  return {
    missingValues: store?.status.store === storeId ? await listMissingValues(store, grants) : null,
    missingGrants: store === null ? [] : await listMissingGrants(store, grants),
  };
}

function readEnvironment(session: Session, input: CommandInput): string {
  const option = textOption(input, "env");
  if (option === undefined) throw usageError(BIND_WORDS[session.language].environmentNeeded);
  return readInput(consumerEnvironment, option, "--env");
}

function readDelivery(input: CommandInput): Delivery {
  const given = textOption(input, "delivery") ?? "service";
  if (given === "service" || given === "native" || given === "synced") return given;
  throw usageError("--delivery must be service, native or synced.");
}

/** Its bindings would name a store that Cloudflare does not have, and the deploy would fail. */
function nativeNeedsCloudflare(session: Session): CliError {
  const { nativeNeedsCloudflare: message, nativeNeedsCloudflareHint } =
    BIND_WORDS[session.language];
  return failure("bind_refused", message, nativeNeedsCloudflareHint);
}

/** `lunakey.jsonc`, else the store that answers, else what the configs name, else the local one. */
async function findStoreId(
  session: Session,
  disk: Disk,
  chosen: readonly WranglerConfig[],
  store: ReachedStore | null,
): Promise<string> {
  const config = await findConfig(disk.root);
  if (config !== null) return config.content.store;
  if (store !== null) return store.status.store;
  const bindings = chosen.flatMap(({ environments }) =>
    environments.flatMap((each) => each.bindings),
  );
  const unsafe = bindings.find(
    ({ kind, members }) => kind === "unsafe.bindings" && members.type === "secret_store",
  );
  if (unsafe?.members.id !== undefined) return unsafe.members.id;
  const dev = await findDevFile(session.ports.cwd);
  if (dev !== null) return dev.content.store;
  const words = BIND_WORDS[session.language];
  throw failure("no_store", words.storeNeeded, words.storeNeededHint);
}

function describeWorker(disk: Disk, config: WranglerConfig, inventory: Inventory): BindWorker {
  const isOwn = ({ config: path }: { readonly config: string }) => path === config.path;
  const secrets = inventory.secrets
    .filter(({ workers }) => workers.some((each) => isOwn(each) && each.reads > 0))
    .map(({ name }) => name);
  const environments = inventory.workers.find(isOwn)?.environments ?? [];
  const devVars = [...new Set(environments.flatMap((each) => each.devVars))];
  return { config, text: disk.readText(config.path), secrets, devVars };
}

async function findGatewayState(
  session: Session,
  input: CommandInput,
  disk: Disk,
  gateway: Gateway,
  [first]: readonly WranglerConfig[],
  delivery: Delivery,
): Promise<"deployed" | "missing" | "unknown"> {
  if (delivery !== "service" || hasFlag(input, "offline") || first === undefined) return "unknown";
  const account: Account = openAccount(session.ports);
  return askGatewayState(session, account, disk, gateway, first);
}

/** The oldest that one of the Workers is deployed with, as far as it is known. */
function findVersion(disk: Disk, chosen: readonly WranglerConfig[]): string | null {
  const checks = chosen.map(({ path }) => checkWranglerVersion(join(disk.root, dirname(path))));
  const known = checks.flatMap((check) => ("version" in check ? [check] : []));
  const old = known.find(({ state }) => state === "too_old");
  return (old ?? known[0])?.version ?? null;
}

/** Backend `cloudflare` is for one environment of values. */
function warnOfEnvironment(session: Session, gateway: Gateway, environment: string): void {
  if (gateway.backend !== "cloudflare" || gateway.environment === null) return;
  if (gateway.environment === environment || gateway.environment === "all") return;
  const words = BIND_WORDS[session.language];
  session.warn(words.gatewayOfOther(gateway.script, gateway.environment, environment));
}

function bindGateway(
  disk: Disk,
  { backend, config }: Gateway,
  storeId: string,
  { gatewaySecrets }: BindPlan,
): FileChange[] {
  if (backend !== "cloudflare" || config === null) return [];
  const change = bindGatewaySecrets(disk, config, storeId, gatewaySecrets);
  return change === null ? [] : [change];
}

const REFUSAL_CODES: Readonly<Partial<Record<BindRefusal["code"], CliErrorCode>>> = {
  production_before_staging: "staging_first",
  gateway_unknown: "gateway_not_deployed",
  environment_unknown: "environment_missing",
  wrangler_too_old: "wrangler_too_old",
  config_unreadable: "file_invalid",
};

/** Where nothing can be bound, the first gives the code. What is in the way of some is a warning. */
function refuse(session: Session, { refusals, targets }: BindPlan): void {
  const [first] = refusals;
  if (first === undefined) return;
  const words = BIND_PLAN_WORDS[session.language].refusals;
  const messages = new Set(refusals.map((each) => words[each.code][0](each)));
  const hints = new Set(refusals.map((each) => words[each.code][1](each)));
  if (targets.length > 0) {
    for (const each of refusals) session.warn(words[each.code].map((say) => say(each)).join(" "));
    return;
  }
  throw new CliError(
    {
      code: REFUSAL_CODES[first.code] ?? "bind_refused",
      message: [...messages].join(" "),
      hint: [...hints].join("\n"),
    },
    EXIT.FAILED,
  );
}
