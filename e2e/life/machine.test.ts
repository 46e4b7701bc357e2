import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createClock } from "./clock.ts";
import { startMachine } from "./machine.ts";
import { moveClockOf } from "./moved-date.ts";

it("answers the clock that moves before it stops", async () => {
  const registryPath = await mkdtemp(join(tmpdir(), ".tmp-machine-"));
  onTestFinished(() => rm(registryPath, { recursive: true, force: true }));
  const clock = createClock();
  const main = { mainModule: "main.js", modules: { "main.js": "export default {};" }, objects: [] };
  const machine = await startMachine({
    workers: [
      { name: "leaving", modules: moveClockOf(main, 0), compatibilityDate: "2026-09-15" } as never,
    ],
    ...{ clock, registryPath, onLog: () => undefined },
  });
  const moved = clock.advance(1_000);
  // The move asks the machine in the microtask that follows.
  await Promise.resolve();
  const stopped = machine.stop();
  await expect(moved).resolves.toBeUndefined();
  await stopped;
  await clock.advance(1_000);
  expect(clock.offsetMs).toBe(2_000);
});
