/**
 * The Workers of an account beside their versions: services, settings, subdomains, schedules,
 * deletion. Paths and what is read of each answer: seen with wrangler 4.155 to 4.164.
 * https://developers.cloudflare.com/api/resources/workers/subresources/scripts/
 */
import { type AccountState, renderMoment, type Script } from "../account-state.ts";
import { type Answer, succeed } from "../answer.ts";
import { isObject, readJson, readJsonObject } from "../read-body.ts";
import { refusals } from "../refusals.ts";
import { type AccountCall, type AccountRoute, param } from "../route.ts";
import { renderBindings } from "./versions.ts";

const READ = "workers_scripts:read";
const EDIT = "workers_scripts:edit";
const SCRIPT = "/workers/scripts/:script";

export const scriptRoutes: readonly AccountRoute[] = [
  { method: "GET", path: "/workers/scripts", needs: READ, answer: listScripts },
  { method: "DELETE", path: SCRIPT, needs: EDIT, answer: deleteScript },
  { method: "GET", path: `${SCRIPT}/settings`, needs: READ, answer: readSettings },
  { method: "PATCH", path: `${SCRIPT}/script-settings`, needs: EDIT, answer: changeSettings },
  {
    method: "GET",
    path: `${SCRIPT}/script-settings`,
    needs: READ,
    answer: (call) => succeed(getScript(call).settings),
  },
  {
    method: "GET",
    path: `${SCRIPT}/subdomain`,
    needs: READ,
    answer: (call) => succeed(getScript(call).subdomain),
  },
  { method: "POST", path: `${SCRIPT}/subdomain`, needs: EDIT, answer: changeSubdomain },
  {
    method: "GET",
    path: `${SCRIPT}/schedules`,
    needs: READ,
    answer: (call) => succeed({ schedules: getScript(call).schedules }),
  },
  { method: "PUT", path: `${SCRIPT}/schedules`, needs: EDIT, answer: changeSchedules },
  // Without a terminal wrangler takes a changeset that is refused for an empty one (seen with 4.155).
  { method: "PUT", path: `${SCRIPT}/domains/records`, needs: EDIT, answer: changeDomains },
  { method: "GET", path: `${SCRIPT}/references`, needs: READ, answer: readReferences },
  {
    method: "GET",
    path: "/workers/tails/by-consumer/:script",
    needs: READ,
    answer: () => succeed([]),
  },
  // `wrangler delete` looks for what an older wrangler kept of a Worker's assets.
  { method: "GET", path: "/storage/kv/namespaces", needs: READ, answer: () => succeed([]) },
  { method: "GET", path: "/workers/services/:script", needs: READ, answer: readService },
  { method: "DELETE", path: "/workers/services/:script", needs: EDIT, answer: deleteScript },
  { method: "GET", path: "/workers/subdomain", needs: READ, answer: readAccountSubdomain },
  { method: "PUT", path: "/workers/subdomain", needs: EDIT, answer: changeAccountSubdomain },
];

/** Of the call's `:script`. @throws Refusal where it was never uploaded. */
export function getScript(call: AccountCall): Script {
  const script = call.state.scripts.get(param(call, "script"));
  if (script === undefined) throw refusals.workerNotFound();
  return script;
}

function listScripts({ state }: AccountCall): Answer {
  return succeed([...state.scripts.values()].map((script) => renderScript(script)));
}

/** Without `force` a Worker that another one is bound to stays: not recorded in which words. */
function deleteScript(call: AccountCall): Answer {
  const { name } = getScript(call);
  if (findCallers(name, call.state).length > 0 && call.query.get("force") !== "true") {
    throw refusals.workerInUse();
  }
  call.state.scripts.delete(name);
  return succeed(null);
}

function readSettings(call: AccountCall): Answer {
  const script = getScript(call);
  const latest = script.versions.at(-1);
  return succeed({
    bindings: renderBindings(latest?.bindings ?? []),
    compatibility_date: latest?.compatibilityDate ?? "",
    compatibility_flags: latest?.compatibilityFlags ?? [],
    usage_model: "standard",
    placement: {},
    ...script.settings,
  });
}

/** `undefined` members do not arrive; `null` ones clear. */
function changeSettings(call: AccountCall): Answer {
  const script = getScript(call);
  script.settings = { ...script.settings, ...readJsonObject(call) };
  return succeed(script.settings);
}

function changeSubdomain(call: AccountCall): Answer {
  const script = getScript(call);
  const { enabled, previews_enabled: previews } = readJsonObject(call);
  script.subdomain = { enabled: enabled === true, previews_enabled: previews === true };
  return succeed(script.subdomain);
}

function changeSchedules(call: AccountCall): Answer {
  const script = getScript(call);
  const body = readJson(call);
  if (!Array.isArray(body)) throw refusals.malformedBody();
  script.schedules = body.filter(isObject).map(({ cron }) => ({ cron: String(cron) }));
  return succeed({ schedules: script.schedules });
}

/** Zones are not looked at: every host is taken to be in one of the account's. */
function changeDomains(call: AccountCall): Answer {
  const script = getScript(call);
  const { origins } = readJsonObject(call);
  if (!Array.isArray(origins)) throw refusals.malformedBody();
  script.customDomains = origins.filter(isObject).map(({ hostname }) => String(hostname));
  return succeed(script.customDomains.map((hostname) => ({ hostname, service: script.name })));
}

/** Who is bound to this Worker; `wrangler delete` asks first. */
function readReferences(call: AccountCall): Answer {
  const { name } = getScript(call);
  const incoming = findCallers(name, call.state).map((service) => ({
    service,
    environment: "production",
    name,
  }));
  return succeed({
    services: { incoming, outgoing: [] },
    durable_objects: [],
    dispatch_outbounds: [],
  });
}

function findCallers(name: string, { scripts }: AccountState): readonly string[] {
  return [...scripts.values()]
    .filter((caller) => caller.name !== name)
    .filter(({ versions }) => versions.at(-1)?.bindings.some(({ service }) => service === name))
    .map((caller) => caller.name);
}

function readService(call: AccountCall): Answer {
  const script = call.state.scripts.get(param(call, "script"));
  if (script === undefined) throw refusals.serviceNotFound();
  const created = renderMoment(script.createdOn);
  const modified = renderMoment(script.modifiedOn);
  const environment = {
    environment: "production",
    created_on: created,
    modified_on: modified,
    script: renderScript(script),
  };
  return succeed({
    id: script.name,
    default_environment: environment,
    environments: [environment],
    created_on: created,
    modified_on: modified,
    usage_model: "standard",
  });
}

/** `tag` is the script's own id, by which it stays the same when it is renamed. */
function renderScript(script: Script) {
  const latest = script.versions.at(-1);
  return {
    id: script.name,
    tag: script.id,
    tags: script.settings.tags ?? [],
    etag: latest?.etag ?? "",
    handlers: ["fetch"],
    created_on: renderMoment(script.createdOn),
    modified_on: renderMoment(script.modifiedOn),
    last_deployed_from: "wrangler",
    usage_model: "standard",
    compatibility_date: latest?.compatibilityDate ?? "",
    ...(script.migrationTag === null ? {} : { migration_tag: script.migrationTag }),
  };
}

/** Wrangler takes 10007 for an account without one (seen with 4.155). */
function readAccountSubdomain({ state }: AccountCall): Answer {
  if (state.subdomain === null) throw refusals.workerNotFound();
  return succeed({ subdomain: state.subdomain });
}

function changeAccountSubdomain(call: AccountCall): Answer {
  const { subdomain } = readJsonObject(call);
  if (typeof subdomain !== "string") throw refusals.malformedBody();
  call.state.subdomain = subdomain;
  return succeed({ subdomain });
}
