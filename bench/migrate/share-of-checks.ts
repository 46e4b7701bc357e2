/**
 * Which part of a migration's CPU goes into checking types, twice: from a profile of one run, since the
 * program itself has no clock inside.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** As `--cpu-prof` writes it. */
interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Microseconds. */
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string };
  readonly children?: readonly number[];
}

/** The proof's own function, which asks for all errors of a program. */
const CHECK = "typeErrors";
const INTERVAL_US = 2_000;

/** @returns 0 to 1. */
export function measureShareOfChecks(cli: string, folder: string): number {
  const profiles = mkdtempSync(join(tmpdir(), "lunakey-bench-"));
  try {
    const profile = ["--cpu-prof", `--cpu-prof-dir=${profiles}`];
    const often = [`--cpu-prof-interval=${INTERVAL_US}`, "--max-old-space-size=8000"];
    const { status } = spawnSync(
      process.execPath,
      [...profile, ...often, cli, "migrate", "--dry-run", "--json"],
      { cwd: folder, stdio: "ignore", env: { ...process.env, INIT_CWD: folder } },
    );
    if (status !== 0) throw new Error(`The profiled migration ended with ${status}.`);
    const files = readdirSync(profiles).map((file) => join(profiles, file));
    const all = files.map((file) => sumTimes(JSON.parse(readFileSync(file, "utf8")) as Profile));
    const sum = (key: "checks" | "busy") => all.reduce((total, one) => total + one[key], 0);
    return sum("checks") / sum("busy");
  } finally {
    rmSync(profiles, { recursive: true, force: true });
  }
}

function sumTimes({ nodes, samples, timeDeltas }: Profile): { checks: number; busy: number } {
  const inCheck = new Set<number>();
  const idle = new Set(nodes.filter((node) => isNamed(node, "(idle)")).map(({ id }) => id));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const todo = nodes.filter((node) => isNamed(node, CHECK)).map(({ id }) => id);
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    inCheck.add(id);
    todo.push(...(byId.get(id)?.children ?? []));
  }
  let checks = 0;
  let busy = 0;
  samples.forEach((id, index) => {
    const time = timeDeltas[index] ?? 0;
    if (!idle.has(id)) busy += time;
    if (inCheck.has(id)) checks += time;
  });
  return { checks, busy };
}

const isNamed = ({ callFrame }: ProfileNode, name: string) => callFrame.functionName === name;
