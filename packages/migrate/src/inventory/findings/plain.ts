/** Secrets in plain: in a config's vars, in a file that git keeps, in a log. Values are never kept. */
import type { ConfigVar } from "../../wrangler-config/wrangler-config.ts";
import type { Finding } from "../finding.ts";
import { classifyName } from "../secret-names.ts";
import { isSettingValue } from "../setting-value.ts";
import { createFinding, type FindingMaterial } from "./material.ts";
import { isPlaceholder } from "./placeholder.ts";

export function findPlainVars({ workers }: FindingMaterial): Finding[] {
  return workers.flatMap((worker) =>
    worker.config.environments.flatMap((environment) =>
      environment.vars
        .filter((one) => classifyName(one.name) === "secret" && isRealValue(one))
        .map(({ name, place }) =>
          createFinding({
            code: "plain_in_vars",
            // A DSN lets others send events, and read none.
            severity: name.endsWith("DSN") ? "low" : "high",
            fix: "rotate_and_make_secret",
            names: [name],
            workers: [worker.config.path],
            environments: [environment.name],
            places: [place],
            detail: "name",
          }),
        ),
    ),
  );
}

function isRealValue({ name, value }: ConfigVar): boolean {
  if (value === null || value.length < 8 || isPlaceholder(value)) return false;
  return !isSettingValue({ name, value });
}

/** Only where there is a git repository to say so: elsewhere nothing is ignored. */
export function findNotIgnored({ devVars, listing, disk }: FindingMaterial): Finding[] {
  const hasGit =
    listing.files.some(({ path }) => /(?:^|\/)\.gitignore$/.test(path)) ||
    disk.stat(".git") !== null ||
    disk.readOuterIgnores().length > 0;
  if (!hasGit) return [];
  return devVars.flatMap((file) => {
    const names = file.names
      .map(({ name }) => name)
      .filter((one) => classifyName(one) === "secret");
    if (file.example || file.ignored || names.length === 0) return [];
    return createFinding({
      code: "dev_vars_not_ignored",
      severity: "high",
      fix: "ignore_file",
      names,
      environments: file.environment === null ? [] : [file.environment],
      places: [{ file: file.path, line: 1, column: 1 }],
    });
  });
}

export function findLogged({ workers, secrets }: FindingMaterial): Finding[] {
  const names = new Set(
    secrets.filter(({ classification }) => classification === "secret").map(({ name }) => name),
  );
  return workers.flatMap((worker) => {
    const reads = worker.reads.filter(({ name, use }) => use.logged && names.has(name));
    const wholes = worker.wholes.filter(({ logged }) => logged);
    const found = { code: "secret_logged", severity: "high", fix: "drop_log" } as const;
    const workerPaths = [worker.config.path];
    return [
      ...reads.map(({ name, place }) =>
        createFinding({ ...found, names: [name], workers: workerPaths, places: [place] }),
      ),
      ...wholes.map(({ place }) =>
        createFinding({ ...found, workers: workerPaths, places: [place] }),
      ),
    ];
  });
}
