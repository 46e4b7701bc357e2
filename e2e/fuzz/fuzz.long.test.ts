import { expect, it } from "vitest";
import { expectNoFault } from "./expect-no-fault.ts";

// Others in each run; what fails says the seed, and LUNAKEY_FUZZ_SEED makes the same ones again.
const SEED = Number(process.env.LUNAKEY_FUZZ_SEED ?? Date.now() % 2 ** 31);

it(`20,000 inputs: no failure inside, no leak, no change by what was refused (LUNAKEY_FUZZ_SEED=${SEED})`, async () => {
  const { accepted, refused } = await expectNoFault({ seed: SEED, count: 20_000 });
  expect(accepted + refused).toBe(20_000);
});
