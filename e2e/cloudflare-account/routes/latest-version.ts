/**
 * Workers in the newer form of the API, of which wrangler asks two things: how a Worker's subdomain
 * is set, and a version like the latest with other secrets (`wrangler versions secret put`).
 * https://developers.cloudflare.com/api/resources/workers/subresources/beta/subresources/workers/
 */
import { renderMoment, type Script } from "../account-state.ts";
import { type Answer, succeed, succeedWithPage } from "../answer.ts";
import { readJsonObject } from "../read-body.ts";
import { refusals } from "../refusals.ts";
import type { AccountCall, AccountRoute } from "../route.ts";
import { readAnnotations } from "./deployments.ts";
import { getScript } from "./scripts.ts";
import { renderVersion } from "./versions.ts";
import { addChanged, readChanges } from "./worker-secrets.ts";

const READ = "workers_scripts:read";
const WORKERS = "/workers/workers";
const LATEST = `${WORKERS}/:script/versions/latest`;

export const latestVersionRoutes: readonly AccountRoute[] = [
  { method: "GET", path: WORKERS, needs: READ, answer: listWorkers },
  {
    method: "GET",
    path: `${WORKERS}/:script`,
    needs: READ,
    answer: (call) => succeed(renderWorker(getScript(call))),
  },
  { method: "GET", path: LATEST, needs: READ, answer: readLatest },
  { method: "PATCH", path: LATEST, needs: "workers_scripts:edit", answer: changeLatest },
];

function listWorkers({ state, query }: AccountCall): Answer {
  return succeedWithPage([...state.scripts.values()].map(renderWorker), query);
}

function readLatest(call: AccountCall): Answer {
  const latest = getScript(call).versions.at(-1);
  if (latest === undefined) throw refusals.noVersions();
  return succeed(renderVersion(latest));
}

/** A JSON merge patch whose `env` holds secrets by name. The version is not deployed. */
function changeLatest(call: AccountCall): Answer {
  const script = getScript(call);
  if (script.versions.length === 0) throw refusals.noVersions();
  const { env, annotations } = readJsonObject(call);
  const all = { ...readAnnotations(annotations), "workers/triggered_by": "secret" };
  return succeed(renderVersion(addChanged(script, readChanges(env ?? {}, call), all, call)));
}

function renderWorker(script: Script) {
  return {
    id: script.id,
    name: script.name,
    created_on: renderMoment(script.createdOn),
    updated_on: renderMoment(script.modifiedOn),
    subdomain: script.subdomain,
    tags: script.settings.tags ?? [],
    logpush: script.settings.logpush ?? false,
    observability: script.settings.observability ?? { enabled: false },
    tail_consumers: [],
  };
}
