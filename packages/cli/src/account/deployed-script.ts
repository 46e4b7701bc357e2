/**
 * Whether a script is deployed on the account, for a binding that is to name it: a service binding
 * to a Worker that was never deployed makes Cloudflare refuse the whole deploy (code 10143).
 */
import * as z from "zod";
import type { AccountTrouble } from "./account-trouble.ts";
import { type Asked, askWrangler, type DeployedWorker } from "./ask-wrangler.ts";
import type { RunWrangler } from "./run-wrangler.ts";

/** `unknown` is neither permission nor refusal: the caller says what could not be checked. */
export type DeployedScript =
  | { readonly state: "deployed" | "never_deployed"; readonly script: string }
  | ({ readonly state: "unknown"; readonly script: string } & AccountTrouble);

export interface ServingVersion {
  readonly id: string;
  /** Share of the traffic, above 0 to 100. More than one version: a gradual deployment. */
  readonly percentage: number;
}

const deploymentOutput = z.object({
  versions: z.array(z.object({ version_id: z.string(), percentage: z.number() })),
});

/** Asks once. Never throws for what the account says. */
export async function findDeployedScript(
  worker: DeployedWorker,
  run: RunWrangler,
): Promise<DeployedScript> {
  const { script } = worker;
  const asked = await readServingVersions(worker, run);
  return asked.state === "answered" ? { state: "deployed", script } : { ...asked, script };
}

/** The versions of the latest deployment that take traffic. Asks once. */
export async function readServingVersions(
  worker: DeployedWorker,
  run: RunWrangler,
): Promise<Asked<readonly ServingVersion[]>> {
  const asked = await askWrangler(["deployments", "status"], worker, run, deploymentOutput);
  if (asked.state !== "answered") return asked;
  const answer = asked.answer.versions
    .filter(({ percentage }) => percentage > 0)
    .map(({ version_id: id, percentage }) => ({ id, percentage }));
  return { state: "answered", answer };
}
