/** Type-checks everything that the build does not: tests, examples, whole-system tests, scripts. */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const projects = [
  ...globSync("packages/*/{test,test-d,test-workerd}/{,*/}tsconfig.json", { cwd: root }),
  ...globSync("{examples,e2e/golden}/*/tsconfig.json", { cwd: root }),
  "e2e/tsconfig.json",
  "e2e/rotation/tsconfig.json",
  "bench/tsconfig.json",
  "bench/workers/tsconfig.json",
  "scripts/tsconfig.json",
];
const failed = projects.filter((project) => {
  const checked = spawnSync("tsc", ["-p", project, "--noEmit"], { cwd: root, stdio: "inherit" });
  return checked.status !== 0;
});
if (failed.length > 0) process.exitCode = 1;
