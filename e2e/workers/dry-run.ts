/** What `wrangler deploy --dry-run` says of the two Workers, as they were and as they are moved. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExpectStatic } from "vitest";
import { ROOT } from "../checks/run.ts";
import { bundleFixed } from "../stack/bundle-worker.ts";

/** A Worker's folder, and an environment that the request deploys it to: "" is the top level. */
export type DryRunCase = readonly [worker: string, environment: string];

/** wrangler takes a second of a core and hundreds of MB: two at a time. */
const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];

/** Runs once one of the two lanes is free. @param run is given a folder for what it makes. */
export function inLane<Result>(run: (outputFolder: string) => Promise<Result>): Promise<Result> {
  const [lane = Promise.resolve()] = lanes.splice(0, 1);
  const ran = lane.then(async () => {
    const folder = await mkdtemp(join(tmpdir(), "lunakey-e2e-"));
    return run(folder).finally(() => rm(folder, { recursive: true, force: true }));
  });
  lanes.push(ran.catch(() => undefined));
  return ran;
}

/** @param expect of the test, since several run at once. */
export async function expectAccepted(
  expect: ExpectStatic,
  [worker, environment]: DryRunCase,
): Promise<void> {
  const named = environment === "" ? {} : { environment };
  const { said } = await inLane((outputFolder) =>
    bundleFixed({ folder: join(ROOT, worker), outputFolder, ...named }),
  );
  expect(said).toContain("--dry-run: exiting now.");
  expect(said).not.toMatch(/warning|unexpected|error/i);
  expect(said.includes("lunakey-store")).toBe(worker.startsWith("e2e/golden"));
}
