/** The gateway behind the bindings: is it deployed, and does it hold what the targets ask it for? */
import { join, posix } from "node:path";
import { isSecretName, secretBindingName } from "@lunakey/contract";
import type { Disk } from "@lunakey/migrate";
import type { Account } from "../../account/account.ts";
import type { DeployedScript } from "../../account/deployed-script.ts";
import { ACCOUNT_WORDS } from "../../language/catalogues/account.ts";
import { quote } from "../../output/deployed-commands.ts";
import type { Session } from "../../session.ts";
import type { Gateway } from "../bind/gateway.ts";
import type { CheckIssue, Findings, Unchecked } from "./check-finding.ts";
import { bindCommand, issue } from "./judge-config.ts";
import { type CheckTarget, placesFor } from "./targets.ts";

/** By the script that a binding names. */
export type DeployedGateways = ReadonlyMap<string, DeployedScript>;

/** Asks once for each gateway that a target is bound to. */
export async function askGateways(
  account: Account,
  disk: Disk,
  targets: readonly CheckTarget[],
  { script: own, config: ownConfig }: Gateway,
): Promise<DeployedGateways> {
  const asking = new Map(targets.flatMap((each) => serviceOf(each)));
  const asked = [...asking].map(async ([script, target]) => {
    const { path } = script === own && ownConfig !== null ? ownConfig : target.config;
    const found = await account.findScript({
      script,
      folder: join(disk.root, posix.dirname(path)),
      config: posix.basename(path),
      environment: null,
    });
    return [script, found] as const;
  });
  return new Map(await Promise.all(asked));
}

function serviceOf(target: CheckTarget): (readonly [string, CheckTarget])[] {
  const service = target.service?.members.service;
  return service === undefined ? [] : [[service, target]];
}

/** @param deployed null: nobody was asked. */
export function judgeGateway(
  target: CheckTarget,
  gateway: Gateway,
  deployed: DeployedGateways | null,
  session: Session,
): Findings {
  const { service } = target;
  const script = service?.members.service;
  if (service === null || script === undefined) return { issues: [], unchecked: [] };
  const held = script === gateway.script ? judgeHeld(target, gateway) : [];
  const found = deployed?.get(script);
  if (found?.state === "deployed") return { issues: held, unchecked: [] };
  const config = script === gateway.script ? gateway.config?.path : undefined;
  if (found?.state === "never_deployed") {
    const commands = config === undefined ? [] : [`npx wrangler deploy -c ${quote(config)}`];
    const places = [service.place];
    const detail = script;
    const missing = issue(target, "gateway_missing", "high", { places, commands, detail });
    return { issues: [...held, missing], unchecked: [] };
  }
  const why = found?.state === "unknown" ? ACCOUNT_WORDS[session.language][found.trouble] : null;
  return { issues: held, unchecked: [notAsked(script, why)] };
}

/** One for whoever is bound to it. */
function notAsked(script: string, why: string | null): Unchecked {
  return {
    code: why === null ? "gateway_offline" : "gateway_silent",
    names: [script],
    workers: [],
    environments: [],
    commands: [],
    detail: why,
  };
}

/** Backend `cloudflare`, where the gateway's own config is here. */
function judgeHeld(target: CheckTarget, { backend, config, environment }: Gateway): CheckIssue[] {
  if (backend !== "cloudflare" || config === null) return [];
  const commands = [bindCommand(target)];
  const own = target.environment.name;
  if (environment !== null && environment !== "all" && environment !== own) {
    const places = [target.service?.place ?? target.place];
    return [issue(target, "gateway_of_other", "high", { places, detail: environment })];
  }
  const bound = new Set(config.environments[0]?.bindings.map(({ name }) => name));
  return target.throughHelper
    .filter((name) => isSecretName(name) && !bound.has(secretBindingName(name)))
    .map((name) =>
      issue(target, "gateway_unbound", target.mode === "shadow" ? "medium" : "high", {
        names: [name],
        places: placesFor(target, name),
        commands,
        detail: config.path,
      }),
    );
}
