/**
 * Every route of both Workers, as one suite: it holds wherever their secrets are from, which is
 * what a migration must not change.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testAdminRoutes } from "./admin-routes.ts";
import { testBillingRoutes } from "./billing-routes.ts";
import type { ExpectedHealth } from "./health.ts";
import { findWorkerds } from "./processes.ts";
import { testSiteRoutes } from "./site-routes.ts";
import { type System, type SystemOptions, startSystem } from "./system.ts";
import { findHeld } from "./traffic.ts";
import { testUserRoutes } from "./user-routes.ts";

/** @param health what /admin/health says of each secret beside its name. */
export function describeRoutes(
  title: string,
  options: SystemOptions,
  health: ExpectedHealth,
): void {
  describe(title, () => {
    let system: System;
    const get = () => system;

    beforeAll(async () => {
      system = await startSystem(options);
    });
    afterAll(async () => {
      await system.stop();
      expect(await findWorkerds()).toEqual([]);
    });

    testAdminRoutes(get, health);
    testBillingRoutes(get);
    testUserRoutes(get);
    testSiteRoutes(get);

    it("answered none of it with a secret's value, and logged none", () => {
      const { traffic, seed, logs } = system;
      const values = { ...seed.api, ...seed.web };
      expect(Object.keys(values)).toHaveLength(17);
      expect(findHeld(logs.join("\n"), values)).toEqual([]);
      // Which account and which TURN keys there are is what these two are for; that they are found
      // shows that the others would be.
      expect(traffic.findLeaks(values).sort()).toEqual([
        "CF_ACCOUNT_ID in GET /admin/cloudflare/account",
        "CF_TURN_KEY_ID in GET /admin/turn/keys",
      ]);
    });
  });
}
