/**
 * The versions of a Worker: each upload and each change of a secret makes one.
 * https://developers.cloudflare.com/api/resources/workers/subresources/scripts/subresources/versions/
 */
import { randomUUID } from "node:crypto";
import {
  type Binding,
  createId,
  renderMoment,
  type Script,
  type Version,
} from "../account-state.ts";
import { type Answer, succeed, succeedWithItems } from "../answer.ts";
import { refusals } from "../refusals.ts";
import { type AccountCall, type AccountRoute, param } from "../route.ts";

const READ = "workers_scripts:read";
const VERSIONS = "/workers/scripts/:script/versions";

export const versionRoutes: readonly AccountRoute[] = [
  { method: "GET", path: VERSIONS, needs: READ, answer: listVersions },
  { method: "GET", path: `${VERSIONS}/:version`, needs: READ, answer: readVersion },
];

/** Of the double's own user. */
export const AUTHOR_EMAIL = "luna@example.com";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface NewVersion {
  readonly bindings: readonly Binding[];
  readonly annotations: Readonly<Record<string, string>>;
  /** Default: the previous version's. */
  readonly compatibilityDate?: string | null;
  readonly compatibilityFlags?: readonly string[];
  /** Default: the previous version's code. */
  readonly code?: Pick<Version, "modules" | "mainModule">;
}

/** Adds a version; nothing is deployed by it. */
export function addVersion(script: Script, version: NewVersion, now: number): Version {
  const previous = script.versions.at(-1);
  const added: Version = {
    id: randomUUID(),
    number: script.versions.length + 1,
    createdOn: now,
    annotations: version.annotations,
    bindings: version.bindings,
    compatibilityDate: version.compatibilityDate ?? previous?.compatibilityDate ?? null,
    compatibilityFlags: version.compatibilityFlags ?? previous?.compatibilityFlags ?? [],
    etag: createId(),
    modules: version.code?.modules ?? previous?.modules ?? {},
    mainModule: version.code?.mainModule ?? previous?.mainModule ?? "",
  };
  script.versions.push(added);
  script.modifiedOn = now;
  return added;
}

/** Secrets by name and type alone: Cloudflare gives no value back. */
export function renderBindings(bindings: readonly Binding[]): readonly object[] {
  return bindings.map((binding) => {
    const isSecret = binding.type === "secret_text" || binding.type === "secret_key";
    return isSecret ? { name: binding.name, type: binding.type } : binding;
  });
}

export function renderVersion(version: Version) {
  const created = renderMoment(version.createdOn);
  return {
    id: version.id,
    number: version.number,
    metadata: {
      created_on: created,
      modified_on: created,
      source: "wrangler",
      author_id: "luna",
      author_email: AUTHOR_EMAIL,
      hasPreview: false,
    },
    annotations: version.annotations,
    resources: {
      bindings: renderBindings(version.bindings),
      script: { etag: version.etag, handlers: ["fetch"], last_deployed_from: "wrangler" },
      script_runtime: {
        compatibility_date: version.compatibilityDate ?? "",
        compatibility_flags: version.compatibilityFlags,
        usage_model: "standard",
        limits: {},
      },
    },
    startup_time_ms: 1,
  };
}

/** The newest first. As Cloudflare's client documents, `deployable=true` knows no pages. */
function listVersions(call: AccountCall): Answer {
  const { query } = call;
  const all = findScript(call).versions.toReversed().map(renderVersion);
  if (query.get("deployable") !== "true") return succeedWithItems(all, query);
  // Its iterator asks for a second page all the same, and would never end if that were the same.
  return succeed({ items: query.get("page") === "2" ? [] : all });
}

function readVersion(call: AccountCall): Answer {
  const script = findScript(call);
  const id = param(call, "version");
  if (!UUID.test(id)) throw refusals.versionIdMalformed();
  const version = script.versions.find((one) => one.id === id);
  if (version === undefined) throw refusals.versionNotFound();
  return succeed(renderVersion(version));
}

function findScript(call: AccountCall): Script {
  const script = call.state.scripts.get(param(call, "script"));
  if (script === undefined) throw refusals.workerNotFound();
  return script;
}
