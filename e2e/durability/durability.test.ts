import { describe, expect, it } from "vitest";
import { runDurability } from "./durability.ts";

describe("a store that is killed while it is written to", () => {
  it("keeps what it acknowledged, over a few kills", async () => {
    const result = await runDurability(3);
    expect(result.violations).toEqual([]);
    expect(result.acknowledged).toBeGreaterThan(20);
  });
});
