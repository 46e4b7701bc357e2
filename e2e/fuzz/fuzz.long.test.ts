import { expect, it } from "vitest";
import { expectNoFault } from "./expect-no-fault.ts";

// The same in each run, so that a change is to blame for what fails; LUNAKEY_FUZZ_SEED makes others.
const SEED = Number(process.env.LUNAKEY_FUZZ_SEED ?? 20_261_122);

it(`20,000 inputs: no failure inside, no leak, no change by what was refused (LUNAKEY_FUZZ_SEED=${SEED})`, async () => {
  const { accepted, refused } = await expectNoFault({ seed: SEED, count: 20_000 });
  expect(accepted + refused).toBe(20_000);
});
