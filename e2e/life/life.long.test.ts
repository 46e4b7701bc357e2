import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MINUTE_MS } from "./clock.ts";
import { ENVIRONMENTS, type Life, startLife } from "./life.ts";
import type { Load } from "./load/load.ts";
import { accountFor } from "./phases/account-for.ts";
import { deployIndividual, deployStore, fillStore } from "./phases/begin.ts";
import { empowerGateway, individualSecrets } from "./phases/copies.ts";
import { reportFromWorkers, verifyWithEveryKey } from "./phases/edit.ts";
import { cleanUp, eject, rehearse } from "./phases/leave.ts";
import { liveOneMonth } from "./phases/month.ts";
import { bind, migrate, setMode, waitForParity } from "./phases/move.ts";
import { promoteAndRetire, rotateWithOverlap } from "./phases/rotate.ts";

/** What differs in the end from the commit before `bind`. */
const EDITED_BY_PEOPLE = [
  "luna-proxy-api/src/index.ts",
  "luna-proxy-api/src/routes/billing.ts",
  "luna-proxy-api/src/session.ts",
  "luna-proxy-web/src/index.ts",
];

describe.each(["vault", "cloudflare"] as const)(
  "the life of two Workers on backend %s",
  (backend) => {
    let life: Life;
    let load: Load;
    let beforeBind: string;
    beforeAll(async () => {
      life = await startLife(backend);
      await deployIndividual(life);
      load = life.startLoad();
    }, 120_000);
    afterAll(() => life.stop(), 60_000);

    let isBroken = false;
    /** One phase: what it does, and some rounds of requests in what it left behind. */
    function phase(title: string, work: () => Promise<unknown>): void {
      it(title, async ({ skip, annotate }) => {
        skip(isBroken, "an earlier phase failed");
        isBroken = true;
        load.enter(title);
        await work();
        await load.rounds(2);
        expect(load.failures).toEqual([]);
        await annotate(`${load.counts.get(title)} requests`);
        isBroken = false;
      });
    }

    phase("individual secrets", async () => undefined);
    phase("a store that nobody reads", async () => {
      await deployStore(life);
      await empowerGateway(life);
      await fillStore(life);
    });
    phase("staging bound", async () => {
      beforeBind = (await life.repository.git("rev-parse", "HEAD")).trim();
      await bind(life, "staging");
    });
    phase("staging in shadow", async () => {
      await reportFromWorkers(life);
      await setMode(life, "staging", "shadow");
    });
    phase("the API, route by route", async () => {
      expect(await migrate(life, "luna-proxy-api")).toBeGreaterThan(5);
    });
    phase("the site, route by route", async () => {
      expect(await migrate(life, "luna-proxy-web")).toBeGreaterThan(0);
    });
    phase("verifying with every key", async () => {
      await verifyWithEveryKey(life);
      await life.deploy("staging");
    });
    phase("staging found equal", async () => {
      await waitForParity(life, "staging");
    });
    phase("staging from the store", async () => {
      await setMode(life, "staging", "store-first");
      await life.pass(2 * MINUTE_MS);
    });
    phase("production bound, in shadow", async () => {
      await bind(life, "production");
      await waitForParity(life, "production");
    });
    phase("production from the store", () => setMode(life, "production", "store-first"));
    phase("rotated with overlap", async () => {
      await rotateWithOverlap(life);
      const { accepted, refused } = life.sites.production.tokens.seen;
      expect(accepted).toBeGreaterThan(5);
      expect(refused).toBeGreaterThan(2);
    });
    if (backend === "vault") phase("promoted, and retired early", () => promoteAndRetire(life));
    phase("a month", () => liveOneMonth(life));
    for (const environment of ENVIRONMENTS) {
      phase(`${environment} rehearsed and cleaned up`, async () => {
        await rehearse(life, environment);
        await cleanUp(life, environment);
        const left = individualSecrets(life, environment);
        expect(left).toEqual({ "luna-proxy-api": {}, "luna-proxy-web": {} });
      });
    }
    phase("ejected, and individual again", async () => {
      await eject(life);
      const changed = await life.repository.git("diff", "--name-only", beforeBind, "HEAD");
      // On backend `cloudflare` the gateway keeps its bindings.
      const isLooked = (path: string) => !path.startsWith("lunakey/");
      expect(changed.trim().split("\n").filter(isLooked)).toEqual(EDITED_BY_PEOPLE);
    });
    it("is accounted for", async () => {
      expect(life.cloud.countSwitches().busy).toBeGreaterThan(5);
      expect(await accountFor(life)).toEqual({
        verdict: "self-consistent",
        missing: [],
        surplus: [],
        unread: [],
      });
    });
  },
);
