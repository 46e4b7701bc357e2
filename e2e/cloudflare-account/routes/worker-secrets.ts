/**
 * The secrets of one Worker: `wrangler secret` and its `bulk`. Each change is a new version that
 * takes all traffic, so it is refused where another version does.
 * https://developers.cloudflare.com/api/resources/workers/subresources/scripts/subresources/secrets/
 */
import type { Binding, Script, Version } from "../account-state.ts";
import { type Answer, succeed } from "../answer.ts";
import { isObject, readJsonObject } from "../read-body.ts";
import { refusals } from "../refusals.ts";
import { type AccountCall, type AccountRoute, param } from "../route.ts";
import { checkText } from "./bindings.ts";
import { deployAlone, isLatestDeployed } from "./deployments.ts";
import { getScript } from "./scripts.ts";
import { addVersion, renderBindings } from "./versions.ts";

const READ = "workers_scripts:read";
const EDIT = "workers_scripts:edit";
const SCRIPT = "/workers/scripts/:script";

export const workerSecretRoutes: readonly AccountRoute[] = [
  { method: "GET", path: `${SCRIPT}/secrets`, needs: READ, answer: listSecrets },
  { method: "PUT", path: `${SCRIPT}/secrets`, needs: EDIT, answer: putSecret },
  { method: "PATCH", path: `${SCRIPT}/secrets-bulk`, needs: EDIT, answer: changeSecrets },
  { method: "GET", path: `${SCRIPT}/secrets/:name`, needs: READ, answer: readSecret },
  { method: "DELETE", path: `${SCRIPT}/secrets/:name`, needs: EDIT, answer: deleteSecret },
];

/** By name; null deletes. */
export type SecretChanges = ReadonlyMap<string, Binding | null>;

function listSecrets(call: AccountCall): Answer {
  return succeed(renderBindings(findSecrets(getScript(call))));
}

function readSecret(call: AccountCall): Answer {
  return succeed(renderBindings([getSecret(call)])[0]);
}

function putSecret(call: AccountCall): Answer {
  const script = getScript(call);
  const body = readJsonObject(call);
  const secret = readSecretInput(String(body.name), body, call);
  changeDeployed(script, new Map([[secret.name, secret]]), call);
  return succeed(renderBindings([secret])[0]);
}

function deleteSecret(call: AccountCall): Answer {
  const { name } = getSecret(call);
  changeDeployed(getScript(call), new Map([[name, null]]), call);
  return succeed(null);
}

/** A JSON merge patch (RFC 7396): one version with all of it, or nothing. */
function changeSecrets(call: AccountCall): Answer {
  const script = getScript(call);
  const { secrets } = readJsonObject(call);
  const changes = readChanges(secrets, call);
  changeDeployed(script, changes, call);
  const rendered = renderBindings(findSecrets(script)) as readonly Binding[];
  return succeed(Object.fromEntries(rendered.map((secret) => [secret.name, secret])));
}

/** @param members by name: a secret, or null. @throws Refusal 10054, or for too many. */
export function readChanges(members: unknown, call: AccountCall): SecretChanges {
  if (!isObject(members)) throw refusals.malformedBody();
  const entries = Object.entries(members);
  const most = call.limits.bulkOperationsCount;
  if (entries.length > most) throw refusals.tooManyOperations(most);
  return new Map(
    entries.map(([name, member]) => [
      name,
      member === null ? null : readSecretInput(name, member, call),
    ]),
  );
}

/**
 * The version that follows from changed secrets; it is not deployed. Deleting what is not there
 * changes nothing, as in any merge patch.
 *
 * @throws Refusal 10053 where a name is that of another kind of binding.
 */
export function addChanged(
  script: Script,
  changes: SecretChanges,
  annotations: Readonly<Record<string, string>>,
  { now }: AccountCall,
): Version {
  const previous = script.versions.at(-1)?.bindings ?? [];
  const clash = previous.find((binding) => changes.get(binding.name) && !isSecret(binding));
  if (clash !== undefined) throw refusals.bindingNameTaken(clash.name);
  const kept = previous.filter((binding) => !(isSecret(binding) && changes.has(binding.name)));
  const added = [...changes.values()].filter((change) => change !== null);
  return addVersion(script, { bindings: [...kept, ...added], annotations }, now);
}

function changeDeployed(script: Script, changes: SecretChanges, call: AccountCall): void {
  if (!isLatestDeployed(script)) throw refusals.latestNotDeployed();
  const version = addChanged(script, changes, { "workers/triggered_by": "secret" }, call);
  deployAlone(script, version, call.now);
}

function readSecretInput(name: string, member: unknown, call: AccountCall): Binding {
  if (!isObject(member) || typeof member.text !== "string") throw refusals.malformedBody();
  checkText(name, member.text, call);
  return { name, type: "secret_text", text: member.text };
}

/** `url_encoded=true` says that the name in the path is encoded; it always is here. */
function getSecret(call: AccountCall): Binding {
  const name = param(call, "name");
  const secret = findSecrets(getScript(call)).find((one) => one.name === name);
  if (secret === undefined) throw refusals.bindingNotFound(name);
  return secret;
}

function findSecrets({ versions }: Script): readonly Binding[] {
  return versions.at(-1)?.bindings.filter(isSecret) ?? [];
}

function isSecret({ type }: Binding): boolean {
  return type === "secret_text" || type === "secret_key";
}
