/** Whether a Worker can be bound at all, whatever the environment. */
import type { BindOptions, BindWorker } from "./bind-plan.ts";
import type { PlanLog } from "./plan-log.ts";

/** https://developers.cloudflare.com/workers/configuration/compatibility-flags/: `rpc` */
const RPC_DATE = "2024-04-03";
/** `props` of a service binding, in wrangler's changelog. */
const PROPS_VERSION: readonly number[] = [4, 13];

/** False where it was refused. Says what is worth knowing before a deploy, too. */
export function checkWorker(
  worker: BindWorker,
  all: readonly BindWorker[],
  options: BindOptions,
  log: PlanLog,
): boolean {
  const { config } = worker;
  checkConfig(worker, log);
  if (options.delivery === "service") checkService(worker, options, log);
  if (log.refusals.length > 0) return false;
  const isTwin = ({ config: other }: BindWorker) =>
    other !== config && other.kind === "worker" && other.name === config.name;
  log.noteNames(
    "worker_name_shared",
    all.filter(isTwin).map(({ config: other }) => other.path),
  );
  if (config.redirectedTo !== null) log.note("build_first", { names: [config.redirectedTo] });
  return true;
}

function checkConfig({ config }: BindWorker, log: PlanLog): void {
  const [problem] = config.problems.filter(
    ({ code }) => code === "config_syntax" || code === "config_shape",
  );
  if (config.kind !== "worker") log.refuse("config_not_deployed", { names: [config.kind] });
  else if (problem) log.refuse("config_unreadable", { place: problem.place });
  else if (config.name === null) log.refuse("no_worker_name");
}

function checkService({ config }: BindWorker, options: BindOptions, log: PlanLog): void {
  const { gateway, gatewayState, offline = false, wranglerVersion } = options;
  const isUnknown = gatewayState === "unknown";
  if (gatewayState === "missing" || (isUnknown && !offline)) {
    log.refuse("gateway_unknown", { names: [gateway] });
  } else if (isUnknown) {
    log.note("gateway_unchecked", { names: [gateway] });
  }
  if (wranglerVersion === null) log.note("wrangler_unknown");
  else if (!isAtLeast(wranglerVersion, PROPS_VERSION)) {
    log.refuse("wrangler_too_old", { names: [wranglerVersion] });
  }
  const date = config.environments[0]?.compatibilityDate ?? null;
  const flags = config.environments[0]?.compatibilityFlags ?? [];
  if (date !== null && date < RPC_DATE && !flags.includes("rpc")) {
    log.refuse("compatibility_too_old");
  }
}

function isAtLeast(version: string, least: readonly number[]): boolean {
  const parts = version.split(/[.-]/).map(Number);
  for (const [index, wanted] of least.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}
