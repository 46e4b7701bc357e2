import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { openProcessPorts } from "../../src/terminal/process-ports.ts";

function makeHost(): NodeJS.Process {
  const stream = new EventEmitter();
  const host = Object.assign(new EventEmitter(), {
    stdin: stream,
    stdout: stream,
    stderr: stream,
    env: {},
    cwd: () => "/",
  });
  return host as unknown as NodeJS.Process;
}

describe("compute", () => {
  it("leaves signals to the system while work holds the processor, and hears them after", async () => {
    const host = makeHost();
    const ports = openProcessPorts(host);
    const counts = () => ["SIGINT", "SIGTERM", "SIGHUP"].map((name) => host.listenerCount(name));
    expect(counts()).toEqual([1, 1, 1]);
    expect(await ports.compute(async () => counts())).toEqual([0, 0, 0]);
    await expect(ports.compute(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(counts()).toEqual([1, 1, 1]);
    host.emit("SIGINT", "SIGINT");
    expect(ports.signal.reason).toEqual({ signal: "SIGINT" });
  });
});
