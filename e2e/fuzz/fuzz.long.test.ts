import { expect, it } from "vitest";
import { expectNoFault } from "./expect-no-fault.ts";

// Others in each run, beside the quick test's fixed ones; LUNAKEY_FUZZ_SEED makes the same again.
const SEED = Number(process.env.LUNAKEY_FUZZ_SEED ?? Date.now() % 2 ** 31);

it(`20,000 inputs: no failure inside, no leak, no change by what was refused (LUNAKEY_FUZZ_SEED=${SEED})`, async () => {
  const { accepted, refused } = await expectNoFault({ seed: SEED, count: 20_000 });
  expect(accepted + refused).toBe(20_000);
});
