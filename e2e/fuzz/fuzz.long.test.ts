import { expect, it } from "vitest";
import { expectNoFault } from "./expect-no-fault.ts";

// The same inputs each time; LUNAKEY_FUZZ_SEED looks for others.
it("20,000 inputs: no failure inside, no leak, no change by what was refused", async () => {
  const seed = Number(process.env.LUNAKEY_FUZZ_SEED ?? 20_261_122);
  const { accepted, refused } = await expectNoFault({ seed, count: 20_000 });
  expect(accepted + refused).toBe(20_000);
});
