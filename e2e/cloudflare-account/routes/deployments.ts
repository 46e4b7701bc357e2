/**
 * Which versions take how much of a Worker's traffic.
 * https://developers.cloudflare.com/api/resources/workers/subresources/scripts/subresources/deployments/
 */
import { randomUUID } from "node:crypto";
import { type Deployment, renderMoment, type Script, type Version } from "../account-state.ts";
import { type Answer, succeed } from "../answer.ts";
import { isObject, readJsonObject } from "../read-body.ts";
import { refusals } from "../refusals.ts";
import type { AccountCall, AccountRoute } from "../route.ts";
import { getScript } from "./scripts.ts";
import { AUTHOR_EMAIL } from "./versions.ts";

const DEPLOYMENTS = "/workers/scripts/:script/deployments";

export const deploymentRoutes: readonly AccountRoute[] = [
  { method: "GET", path: DEPLOYMENTS, needs: "workers_scripts:read", answer: listDeployments },
  { method: "POST", path: DEPLOYMENTS, needs: "workers_scripts:edit", answer: createDeployment },
];

/** All traffic to one version, as an upload and a change of a secret do. */
export function deployAlone(script: Script, version: Version, now: number): Deployment {
  return deploy(script, [{ version_id: version.id, percentage: 100 }], version.annotations, now);
}

/** Whether the version that was uploaded last is the one that takes all traffic. */
export function isLatestDeployed({ versions, deployments }: Script): boolean {
  const [only, ...others] = deployments[0]?.versions ?? [];
  return others.length === 0 && only?.version_id === versions.at(-1)?.id;
}

/** The newest first. */
function listDeployments(call: AccountCall): Answer {
  return succeed({ deployments: getScript(call).deployments.map(renderDeployment) });
}

function createDeployment(call: AccountCall): Answer {
  const script = getScript(call);
  const { versions, annotations } = readJsonObject(call);
  const shares = (Array.isArray(versions) ? versions.filter(isObject) : []).map((entry) => ({
    version_id: String(entry.version_id),
    percentage: Number(entry.percentage),
  }));
  for (const { version_id: id } of shares) {
    if (!script.versions.some((version) => version.id === id)) {
      throw refusals.deploymentVersionNotFound(id);
    }
  }
  const sum = shares.reduce((total, { percentage }) => total + percentage, 0);
  if (sum !== 100) throw refusals.percentagesWrong();
  return succeed(renderDeployment(deploy(script, shares, readAnnotations(annotations), call.now)));
}

/** Texts only. */
export function readAnnotations(value: unknown): Record<string, string> {
  const entries = Object.entries(isObject(value) ? value : {});
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function deploy(
  script: Script,
  versions: Deployment["versions"],
  annotations: Readonly<Record<string, string>>,
  now: number,
): Deployment {
  const deployment: Deployment = { id: randomUUID(), createdOn: now, annotations, versions };
  script.deployments.unshift(deployment);
  return deployment;
}

function renderDeployment({ id, createdOn, annotations, versions }: Deployment) {
  return {
    id,
    source: "wrangler",
    strategy: "percentage",
    author_email: AUTHOR_EMAIL,
    annotations,
    created_on: renderMoment(createdOn),
    versions,
  };
}
