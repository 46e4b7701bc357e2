/**
 * Uploads of a Worker. `PUT` uploads and deploys; `POST …/versions` only uploads, and wrangler 4.155
 * deploys what it uploaded with a second request where the Worker is there already (both seen).
 * https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/
 */
import { createId, type Script, type Version } from "../account-state.ts";
import { type Answer, succeed } from "../answer.ts";
import { isObject, readUpload, type Upload } from "../read-body.ts";
import { type AccountCall, type AccountRoute, param } from "../route.ts";
import { resolveBindings } from "./bindings.ts";
import { deployAlone, readAnnotations } from "./deployments.ts";
import { getScript } from "./scripts.ts";
import { addVersion, renderVersion } from "./versions.ts";

const EDIT = "workers_scripts:edit";
const SCRIPT = "/workers/scripts/:script";

export const uploadRoutes: readonly AccountRoute[] = [
  { method: "PUT", path: SCRIPT, needs: EDIT, answer: uploadAndDeploy },
  { method: "POST", path: `${SCRIPT}/versions`, needs: EDIT, answer: uploadVersion },
];

async function uploadAndDeploy(call: AccountCall): Promise<Answer> {
  const upload = await readUpload(call);
  const { metadata } = upload;
  const existing = call.state.scripts.get(param(call, "script")) ?? null;
  const bindings = resolveBindings(call, existing, metadata);
  const script = existing ?? createScript(call);
  const version = add(script, upload, bindings, call, "upload");
  deployAlone(script, version, call.now);
  return succeed({
    id: script.name,
    tag: script.id,
    etag: version.etag,
    // Wrangler puts the hyphens in.
    deployment_id: version.id.replaceAll("-", ""),
    startup_time_ms: 1,
    has_modules: true,
  });
}

async function uploadVersion(call: AccountCall): Promise<Answer> {
  const script = getScript(call);
  const upload = await readUpload(call);
  const bindings = resolveBindings(call, script, upload.metadata);
  return succeed(renderVersion(add(script, upload, bindings, call, "version_upload")));
}

function createScript(call: AccountCall): Script {
  const script: Script = {
    id: createId(),
    name: param(call, "script"),
    createdOn: call.now,
    modifiedOn: call.now,
    versions: [],
    deployments: [],
    settings: { tags: [], logpush: false },
    migrationTag: null,
    subdomain: { enabled: false, previews_enabled: false },
    schedules: [],
    customDomains: [],
  };
  call.state.scripts.set(script.name, script);
  return script;
}

function add(
  script: Script,
  { metadata, modules }: Upload,
  bindings: Version["bindings"],
  { now }: AccountCall,
  trigger: string,
): Version {
  const { compatibility_date: date, compatibility_flags: flags, migrations } = metadata;
  if (isObject(migrations) && typeof migrations.new_tag === "string") {
    script.migrationTag = migrations.new_tag;
  }
  const annotations = { ...readAnnotations(metadata.annotations), "workers/triggered_by": trigger };
  const version = {
    bindings,
    annotations,
    compatibilityDate: typeof date === "string" ? date : null,
    compatibilityFlags: Array.isArray(flags) ? flags.map(String) : [],
    code: { modules, mainModule: String(metadata.main_module) },
  };
  return addVersion(script, version, now);
}
