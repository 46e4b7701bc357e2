import { reset, runInDurableObject } from "cloudflare:test";
import { afterEach, describe, expect, it } from "vitest";
import { Standings } from "../../../src/ledger/reads/standings.ts";
import { API, execute, ledgerStub, set } from "../../ledger-harness.ts";

afterEach(() => reset());

/** Standings over the ledger's database, and how often they have asked it. */
function withStandings<T>(work: (standings: Standings, asked: () => number) => T): Promise<T> {
  return runInDurableObject(ledgerStub(), (_, { storage }) => {
    let count = 0;
    const sql = {
      exec: (...args: Parameters<SqlStorage["exec"]>) => {
        count += 1;
        return storage.sql.exec(...args);
      },
    } as SqlStorage;
    return work(new Standings(sql), () => count);
  });
}

describe("standings", () => {
  it("are looked up once, refusals too, until something is written", async () => {
    await execute({ type: "grant.add", ...API, names: ["JWT_SECRET"] });
    await withStandings((standings, asked) => {
      const names = ["JWT_SECRET", "NOT_GRANTED"];
      const first = standings.find(API, names);
      expect(first.map((one) => one?.granted)).toEqual([true, false]);
      const once = asked();
      expect(standings.find(API, names)).toEqual(first);
      expect(asked()).toBe(once);
      standings.forget();
      standings.find(API, names);
      expect(asked()).toBe(2 * once);
    });
  });

  it("come in order, with nothing for a name that is none, and twice for one that is twice", async () => {
    await execute({ type: "grant.add", ...API, names: ["A", "B"] });
    await set("A", "own");
    await set("A", "for all", { environment: "all" });
    await set("B", "for all", { environment: "all" });
    await set("C", "not granted");
    await withStandings((standings) => {
      for (let again = 0; again < 2; again += 1) {
        const found = standings.find(API, ["B", "no name", "A", "C", "B", "D"]);
        expect(found.map((one) => one?.row?.environment ?? one?.granted)).toEqual([
          "all",
          undefined,
          "production",
          false,
          "all",
          false,
        ]);
      }
    });
  });

  it("know a granted name without a value", async () => {
    await execute({ type: "grant.add", ...API, names: ["A"] });
    await withStandings((standings) => {
      expect(standings.find(API, ["A"])).toEqual([{ granted: true, row: undefined, stages: [] }]);
    });
  });

  it("are apart for consumers whose names share their letters", async () => {
    await execute({ type: "grant.add", worker: "api", environment: "a", names: ["JWT_SECRET"] });
    await withStandings((standings) => {
      const granted = (worker: string, environment: string) =>
        standings.find({ worker, environment }, ["JWT_SECRET"])[0]?.granted;
      expect(granted("api", "a")).toBe(true);
      expect(granted("ap", "ia")).toBe(false);
      expect(granted("api", "b")).toBe(false);
      expect(granted("a", "api")).toBe(false);
    });
  });
});
