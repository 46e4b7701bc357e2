/**
 * `npm run bench:store`: what a store answers over HTTP, small and large, beside etcd, and why the
 * slowest requests are as slow as they are. Needs wrk and etcd from Debian (`apt-get install wrk
 * etcd-server`). Takes some minutes; `--quick` takes one short round. Exits 0 whatever the numbers are.
 */
import { describeMachine, firstLine, readLoad } from "./harness/machine.ts";
import { renderTargets, say, writeResults } from "./harness/report.ts";
import { alternate } from "./harness/statistics.ts";
import { type LoadResult, putLoad } from "./harness/wrk.ts";
import { measureTail, type TailRound } from "./store/measure-tail.ts";
import { describePaths, type Path } from "./store/paths.ts";
import { startStore } from "./store/serve.ts";
import { startEtcd } from "./store/serve-etcd.ts";
import { chartStore, findTargets, renderStore, type StoreResults } from "./store/summary.ts";

const isQuick = process.argv.includes("--quick");
const ROUNDS = isQuick ? 1 : 7;
const SECONDS = isQuick ? 1 : 4;
const WARM_UP_SECONDS = isQuick ? 1 : 2;
/**
 * Before each round, long enough to read each of the larger store's secrets once: workerd takes an
 * object that was not asked for ten seconds out of memory, and by its next round it would start anew.
 */
const REFILL_SECONDS = isQuick ? 1 : 6;
const REFILL_NAMES = 1_000;
const CONNECTIONS = 16;
const SMALL = 10;
const LARGE = 10_000;
const AUDIT_EVENTS = isQuick ? 10_000 : 1_000_000;
const TAIL_ROUNDS = isQuick ? 1 : 3;

async function measurePaths(paths: readonly Path[], loads: number[]) {
  const put = (path: Path, seconds: number) =>
    putLoad({ ...path, seconds, connections: CONNECTIONS });
  for (const path of paths) {
    say(`warm-up: ${path.label}`);
    await put(path, WARM_UP_SECONDS);
  }
  const rounds: Record<string, LoadResult[]> = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const path of alternate(paths, round)) {
      say(`round ${round + 1} of ${ROUNDS}: ${path.label}`);
      if (path.kind === "ours" && path.requests.length > REFILL_NAMES)
        await put(path, REFILL_SECONDS);
      loads.push(readLoad());
      rounds[path.id] = [...(rounds[path.id] ?? []), await put(path, SECONDS)];
    }
  }
  return rounds;
}

async function measureAll(loads: number[]) {
  say(`fill stores of ${SMALL} and ${LARGE} secrets, ${AUDIT_EVENTS} events of audit, and etcd`);
  const small = await startStore(SMALL, 0);
  const large = await startStore(LARGE, AUDIT_EVENTS);
  const etcd = await startEtcd(LARGE);
  try {
    const paths = describePaths(small, large, etcd);
    const rounds = await measurePaths(paths, loads);
    return { rounds, paths: paths.map(({ id, label, kind }) => ({ id, label, kind })) };
  } finally {
    await Promise.all([small.stop(), large.stop(), etcd.stop()]);
  }
}

const wrk = firstLine("wrk", ["-v"]).split(" ")[1] ?? "";
const etcd = firstLine("etcd", ["--version"]).split(" ").at(-1) ?? "";
const machine = describeMachine({ wrk, etcd });
const loads: number[] = [];
const { rounds, paths } = await measureAll(loads);
const tail: TailRound[] = [];
for (let round = 0; round < TAIL_ROUNDS; round++) {
  say(`round ${round + 1} of ${TAIL_ROUNDS}: the slowest requests`);
  tail.push(await measureTail(SECONDS, CONNECTIONS));
}
loads.push(readLoad());
const results: StoreResults = { machine, loads, paths, rounds, tail, auditEvents: AUDIT_EVENTS };
if (!isQuick) await writeResults("store", results, renderStore(results), chartStore(results));
process.stdout.write(renderTargets(findTargets(results)));
