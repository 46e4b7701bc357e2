/** Stores that are bound, and the traps that lie beside them. */
import type { ConfigBinding, WorkerEnvironment } from "../../wrangler-config/wrangler-config.ts";
import { storeName } from "../classify-secrets.ts";
import type { Finding } from "../finding.ts";
import { isStoreBinding, isStoreService, type ScannedWorker } from "../scanned-worker.ts";
import { createFinding, type FindingMaterial } from "./material.ts";

export function findStoreTraps({ workers, scripts }: FindingMaterial): Finding[] {
  return workers.flatMap((worker) => [
    ...worker.config.environments.flatMap((environment) => [
      ...findUnsafe(worker, environment),
      ...findSameNames(worker, environment),
      ...findServices(worker, environment, scripts),
    ]),
    ...findWrongReads(worker),
  ]);
}

type Bound = Pick<Finding, "code" | "severity" | "fix">;

function about(
  found: Bound,
  worker: ScannedWorker,
  environment: WorkerEnvironment,
  binding: ConfigBinding,
  detail: string | null = null,
): Finding {
  return createFinding({
    ...found,
    names: [binding.name],
    workers: [worker.config.path],
    environments: [environment.name],
    places: [binding.place],
    detail,
  });
}

/** The form that looks as if one binding gave the whole of Cloudflare's Secrets Store. */
function findUnsafe(worker: ScannedWorker, environment: WorkerEnvironment): Finding[] {
  const found: Bound = { code: "unsafe_store_binding", severity: "high", fix: "bind_service" };
  return environment.bindings
    .filter(
      (one) => one.kind === "unsafe.bindings" && /^secrets?_store/.test(one.members.type ?? ""),
    )
    .map((one) => about(found, worker, environment, one, one.members.type ?? null));
}

function findSameNames(worker: ScannedWorker, environment: WorkerEnvironment): Finding[] {
  return [
    ...findNamesOfBindings(worker, environment),
    ...findVarsThatAreSecrets(worker, environment),
  ];
}

/** Bindings of a secret that are called as something else is. */
function findNamesOfBindings(worker: ScannedWorker, environment: WorkerEnvironment): Finding[] {
  const required = namesOf(environment.requiredSecrets);
  const local = namesOf((worker.devVars.get(environment.name) ?? []).flatMap(({ names }) => names));
  const typed = namesOf(
    worker.envTypes
      .filter(({ generated }) => !generated)
      .flatMap(({ members }) => members.filter(({ type }) => type === "string")),
  );
  return environment.bindings.filter(isStoreBinding).flatMap((one) => {
    const found: Bound[] = [];
    if (required.has(one.name)) {
      found.push({ code: "store_binding_required", severity: "high", fix: "remove_from_required" });
    }
    if (local.has(one.name)) {
      found.push({
        code: "store_binding_hides_dev_vars",
        severity: "medium",
        fix: "use_local_store",
      });
    }
    if (typed.has(one.name) || isIndividualElsewhere(worker, environment, one.name)) {
      found.push({ code: "store_binding_same_name", severity: "high", fix: "rename_binding" });
    }
    return found.map((what) => about(what, worker, environment, one));
  });
}

function findVarsThatAreSecrets(worker: ScannedWorker, environment: WorkerEnvironment): Finding[] {
  const required = namesOf(environment.requiredSecrets);
  const both = environment.vars.filter(({ name }) => required.has(name));
  return both.map(({ name, place }) =>
    createFinding({
      code: "var_and_secret",
      severity: "high",
      fix: "keep_one",
      names: [name],
      workers: [worker.config.path],
      environments: [environment.name],
      places: [place],
    }),
  );
}

function namesOf(list: readonly { readonly name: string }[]): ReadonlySet<string> {
  return new Set(list.map(({ name }) => name));
}

/** Required as an individual secret in another environment: so that one exists by this name. */
function isIndividualElsewhere(
  worker: ScannedWorker,
  here: WorkerEnvironment,
  name: string,
): boolean {
  return worker.config.environments.some(
    (other) => other !== here && other.requiredSecrets.some((one) => one.name === name),
  );
}

function findServices(
  worker: ScannedWorker,
  environment: WorkerEnvironment,
  scripts: ReadonlySet<string>,
): Finding[] {
  return environment.bindings
    .filter(({ kind }) => kind === "services")
    .flatMap((one) => {
      const found: Finding[] = [];
      const { service } = one.members;
      if (isStoreService(one) && service !== undefined && !scripts.has(service)) {
        const what: Bound = { code: "service_unknown", severity: "low", fix: "deploy_first" };
        found.push(about(what, worker, environment, one, service));
      }
      if (one.props !== null && isBefore413(worker.wrangler)) {
        const what: Bound = {
          code: "props_need_wrangler",
          severity: "high",
          fix: "update_wrangler",
        };
        found.push(about(what, worker, environment, one, worker.wrangler));
      }
      return found;
    });
}

/** The lowest version that a range lets in; unknown forms (`latest`, `workspace:*`) are no finding. */
function isBefore413(range: string | null): boolean {
  const match = /^[\^~>=v\s]*(\d+)(?:\.(\d+))?/.exec(range ?? "");
  if (!match?.[1]) return false;
  const major = Number(match[1]);
  return major < 4 || (major === 4 && match[2] !== undefined && Number(match[2]) < 13);
}

/** Members of a store's own interface; any other member of it is a function too, and true. */
const STORE_MEMBERS: ReadonlySet<string> = new Set([
  "get",
  "read",
  "report",
  "fetch",
  "then",
  "connect",
]);

function findWrongReads(worker: ScannedWorker): Finding[] {
  const bindings = worker.config.environments.flatMap(({ bindings: all }) => all);
  const services = namesOf(bindings.filter(isStoreService));
  const stores = namesOf(bindings.filter(isStoreBinding));
  return worker.reads.flatMap((read) => {
    const at = (found: Bound, names: readonly string[]) =>
      createFinding({ ...found, names, workers: [worker.config.path], places: [read.place] });
    const { member } = read.use;
    if (services.has(read.name) && member !== null && !STORE_MEMBERS.has(member)) {
      return at({ code: "store_property", severity: "high", fix: "call_get" }, [member]);
    }
    if (!stores.has(read.name)) return [];
    const name = storeName(read.name);
    if (read.form === "process-env") {
      return at({ code: "store_binding_process_env", severity: "high", fix: "read_from_env" }, [
        name,
      ]);
    }
    // A test for the binding itself, before `get`, is how code lives with both.
    const isTest = read.name !== name && member === null;
    return read.use.asString && !isTest
      ? at({ code: "store_binding_as_string", severity: "high", fix: "call_get" }, [name])
      : [];
  });
}
