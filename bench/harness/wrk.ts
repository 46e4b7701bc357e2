/** The load client: Debian's wrk, one thread, for a bounded time. Its requests are made before. */
import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { readCpuSeconds } from "./process-cpu.ts";
import { makeFolder } from "./processes.ts";

export interface LoadRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Load {
  readonly port: number;
  /** Sent one after the other, again and again. */
  readonly requests: readonly LoadRequest[];
  readonly seconds: number;
  readonly connections: number;
  /** Whose CPU is measured. */
  readonly pid: number;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  /** CPU of the server per request, in microseconds. */
  readonly cpuUs: number;
  readonly p50Us: number;
  readonly p90Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
}

interface Printed {
  readonly requests: number;
  readonly durationUs: number;
  readonly failed: number;
  readonly p50Us: number;
  readonly p90Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
}

const run = promisify(execFile);
const SLACK_MS = 30_000;

/** @throws where a request failed: an error must not be measured for a read. */
export async function putLoad(load: Load): Promise<LoadResult> {
  const folder = await makeFolder();
  try {
    const script = join(folder, "requests.lua");
    await writeFile(script, renderScript(load.requests));
    const { seconds, connections, port } = load;
    const url = `http://127.0.0.1:${port}`;
    const args = [
      "-t1",
      `-c${connections}`,
      `-d${seconds}s`,
      "--timeout",
      "10s",
      "-s",
      script,
      url,
    ];
    const before = readCpuSeconds(load.pid);
    const { stdout } = await run("wrk", args, { timeout: seconds * 1_000 + SLACK_MS });
    const cpuSeconds = readCpuSeconds(load.pid) - before;
    return summarize(parsePrinted(stdout), cpuSeconds);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function summarize(printed: Printed, cpuSeconds: number): LoadResult {
  if (printed.failed > 0) throw new Error(`${printed.failed} requests failed.`);
  return {
    requestsPerSecond: (printed.requests * 1e6) / printed.durationUs,
    cpuUs: (cpuSeconds * 1e6) / printed.requests,
    p50Us: printed.p50Us,
    p90Us: printed.p90Us,
    p99Us: printed.p99Us,
    maxUs: printed.maxUs,
  };
}

function parsePrinted(stdout: string): Printed {
  const line = stdout.split("\n").find((each) => each.startsWith('{"requests"'));
  if (line === undefined) throw new Error(`wrk printed no result: ${stdout.slice(-500)}`);
  return JSON.parse(line) as Printed;
}

/** The requests are formatted once, when wrk starts, so that the client costs little. */
function renderScript(requests: readonly LoadRequest[]): string {
  const rows = requests.map(({ method, path, headers = {}, body }) => {
    const fields = Object.entries(headers).map(([name, value]) => `[${text(name)}]=${text(value)}`);
    return `{${text(method)},${text(path)},{${fields}},${body === undefined ? "nil" : text(body)}}`;
  });
  return `
local described = {
${rows.join(",\n")}
}
local made, next = {}, 0
init = function() for i, r in ipairs(described) do made[i] = wrk.format(r[1], r[2], r[3], r[4]) end end
request = function() next = next % #made + 1 return made[next] end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '{"requests":%d,"durationUs":%d,"failed":%d,"p50Us":%d,"p90Us":%d,"p99Us":%d,"maxUs":%d}\\n',
    summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max))
end
`;
}

/** Lua reads JSON's escapes of what is sent here: quotes, backslashes and line ends. */
function text(value: string): string {
  return JSON.stringify(value);
}
