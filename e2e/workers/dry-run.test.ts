import { join } from "node:path";
import { describe, it } from "vitest";
import { ROOT } from "../checks/run.ts";
import { dryRun } from "../stack/bundle-worker.ts";
import { type DryRunCase, expectAccepted, inLane } from "./dry-run.ts";

/** Those that other tests need anyway, and one more; `dry-run.long.test.ts` has all of them. */
const CASES: readonly DryRunCase[] = [
  ["examples/luna-proxy-api", ""],
  ["examples/luna-proxy-web", ""],
  ["e2e/golden/luna-proxy-api", ""],
  ["e2e/golden/luna-proxy-api", "staging"],
  ["e2e/golden/luna-proxy-api", "production"],
  ["e2e/golden/luna-proxy-web", ""],
  ["e2e/golden/luna-proxy-web", "production"],
];

const dryRunOf = (config: string) =>
  inLane((outputFolder) => dryRun(join(ROOT, config), undefined, outputFolder));

describe("wrangler deploy --dry-run", { concurrent: true }, () => {
  it.for(CASES)("takes %s, environment %j", (each, { expect }) => expectAccepted(expect, each));

  it("takes the gateway, with its ledger and without a route", async ({ expect }) => {
    const said = await dryRunOf("packages/store/wrangler.jsonc");
    expect(said).toContain("--dry-run: exiting now.");
    expect(said).not.toMatch(/warning|unexpected|error/i);
    expect(said).toContain("env.LEDGER (Ledger)");
  });

  it("takes the admin Worker, bound to the gateway", async ({ expect }) => {
    const said = await dryRunOf("packages/admin/wrangler.jsonc");
    expect(said).toContain("--dry-run: exiting now.");
    expect(said).not.toMatch(/warning|unexpected|error/i);
    expect(said).toMatch(/env\.STORE \(lunakey-store#Admin\)/);
  });
});
