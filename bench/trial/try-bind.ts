/** Binds the staging of each Worker, and asks wrangler what it says of the configs, before and after. */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ScanReport } from "@lunakey/contract";
import { commit, lunakey } from "./trial-copy.ts";

const STORE_ID = "00000000000000000000000000000000";
const ENTRY = "lunakey-trial-entry.ts";

/** @returns of how many configs and environments wrangler's dry run accepts, before and after. */
export function tryBind(folder: string, { workers }: ScanReport): [before: string, after: string] {
  const cases = workers.flatMap(({ config, environments }) =>
    environments.map(({ name }) => ({ config, name })),
  );
  const before = countAccepted(folder, cases);
  writeFileSync(join(folder, "lunakey.jsonc"), JSON.stringify({ store: STORE_ID }));
  commit(folder);
  const refusals: string[] = [];
  for (const { name } of workers) {
    const flags = ["--env", "staging", "--create-env", "--worker", name, "--offline", "--yes"];
    try {
      lunakey(folder, "bind", ...flags, "--allow-dirty");
    } catch (error) {
      refusals.push((error as Error).message.split(":")[0] ?? "");
    }
  }
  commit(folder);
  const staging = workers
    .filter(({ environments }) => environments.every(({ name }) => name !== "staging"))
    .map(({ config }) => ({ config, name: "staging" }));
  const after = countAccepted(folder, [...cases, ...staging]);
  const refused = refusals.length === 0 ? "" : `; ${[...new Set(refusals)].join(", ")}`;
  return [before, `${after}${refused}`];
}

function countAccepted(
  folder: string,
  cases: readonly { readonly config: string; readonly name: string }[],
): string {
  const accepted = cases.filter(({ config, name }) => isAccepted(folder, config, name));
  return `${accepted.length}/${cases.length}`;
}

/** With an entry of one line: the config is tried, not what the code needs to be bundled. */
function isAccepted(folder: string, config: string, environment: string): boolean {
  const place = join(folder, dirname(config));
  const copy = join(place, `lunakey-trial.${/json/.test(config) ? "jsonc" : "toml"}`);
  const entry = join(place, ENTRY);
  writeFileSync(copy, readFileSync(join(folder, config)));
  writeFileSync(entry, "export default { fetch: () => new Response() };\n");
  const env = environment === "default" ? "" : environment;
  const { status } = spawnSync(
    "wrangler",
    ["deploy", ENTRY, "--config", copy, "--env", env, "--dry-run", "--no-bundle"],
    { cwd: place, env: { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "1" } },
  );
  rmSync(copy);
  rmSync(entry);
  return status === 0;
}
