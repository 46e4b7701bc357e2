/** One run against a store of its own. */
import { expect } from "vitest";
import { connectStore } from "../stack/store-client.ts";
import { verifyAudit } from "../ways-in/audit-log.ts";
import { PROPS, startStand } from "../ways-in/stand.ts";
import { SECRET_NAME } from "./arbitrary.ts";
import { type FuzzOptions, type FuzzResult, runFuzz } from "./fuzz.ts";
import { CANARY } from "./mutate.ts";

/** @throws with the seed, where anything went wrong. */
export async function expectNoFault(options: FuzzOptions): Promise<FuzzResult> {
  const stand = await startStand();
  try {
    const client = await connectStore(stand.store);
    const { worker, environment } = PROPS;
    await client.call("PUT", `/environments/${environment}/secrets/${SECRET_NAME}`, {
      value: CANARY,
    });
    await client.call("POST", "/grants", { worker, environment, names: [SECRET_NAME] });
    const result = await runFuzz(stand, options);
    expect(result.faults, `seed ${options.seed}`).toEqual([]);
    expect(await verifyAudit(stand)).toMatchObject({ verdict: "self-consistent" });
    expect(stand.logs.join("\n")).not.toContain(CANARY);
    return result;
  } finally {
    await stand.stop();
  }
}
