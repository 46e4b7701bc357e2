/** A migration as a terminal shows it: long lists folded, one reason said once, a proof that is true. */
import type { MigrateReport } from "@lunakey/contract";
import type { MigrationPlan } from "@lunakey/migrate";
import { describe, expect, it } from "vitest";
import { describePlan, describeReason } from "../../../src/output/migrate/describe-plan.ts";
import { renderMigration } from "../../../src/output/migrate/text.ts";
import type { WorkerLabels } from "../../../src/output/worker-labels.ts";

type Worker = MigrateReport["workers"][number];

const VIEW = { columns: 100, colour: false, language: "en" } as const;
const at = (line: number, file = "src/index.ts") => ({ file, line, column: 1 });

function render(worker: Partial<Worker>, labels: WorkerLabels = new Map()): string {
  const report: MigrateReport = {
    v: 1,
    root: "/repository",
    dryRun: false,
    written: true,
    files: [],
    workers: [
      {
        worker: "api",
        config: "wrangler.toml",
        converted: [{ ...at(1), name: "TOKEN", helper: "getSecret" }],
        required: [],
        leftAlone: [],
        readsLeft: worker.leftAlone?.filter(({ isRead }) => isRead).length ?? 0,
        notes: [],
        proof: { errorsBefore: 0, errorsAfter: 0, references: 1, rounds: 1 },
        nextRoute: null,
        ...worker,
      },
    ],
  };
  return renderMigration(report, VIEW, {
    language: "en",
    diff: "",
    route: undefined,
    lunakey: "lunakey",
    labels,
  });
}

describe("what a migration says", () => {
  it("puts the lines of one name behind their file, and counts what is too many", () => {
    const lines = Array.from({ length: 20 }, (_, index) => index + 1);
    const converted = lines.map((line) => ({ ...at(line), name: "TOKEN", helper: "getSecret" }));
    const text = render({ converted: [...converted, { ...at(9), name: "KEY", helper: "x" }] });
    expect(text).toContain("Converted (21)\n");
    expect(text).toContain("  src/index.ts:1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, … (20) TOKEN\n");
    expect(text).toContain("  src/index.ts:9 KEY\n");
  });

  it("says one reason once, with an edit that speaks of all names", () => {
    const left = (name: string, line: number) => ({
      ...at(line),
      code: "constructor",
      names: [name],
      blockedAt: at(line),
      subject: null,
      message: "a constructor can not wait",
      edit: `Read ${name} where the object is made.`,
      isRead: true,
    });
    const text = render({ leftAlone: [left("A", 3), left("B", 4)] });
    expect(text.split("a constructor can not wait:")).toHaveLength(2);
    expect(text).toContain("    src/index.ts:3 A\n    src/index.ts:4 B\n    → Read A and B where");
  });

  it("shows the first of many names, and counts the rest", () => {
    const names = Array.from({ length: 37 }, (_, index) => `KEY_${index + 1}`);
    const many = {
      ...at(3),
      ...{ code: "constructor", names, blockedAt: at(3), subject: null, isRead: true },
      ...{ message: "the constructor can not wait", edit: "" },
    };
    const text = render({ leftAlone: [many] }).replaceAll(/\s+/g, " ");
    expect(text).toContain("src/index.ts:3 KEY_1, KEY_2, KEY_3, KEY_4, KEY_5, KEY_6 and 31 more →");
    expect(text).toContain("Read KEY_1, KEY_2, KEY_3, KEY_4, KEY_5, KEY_6 and 31 more where the");
    expect(text).not.toContain("KEY_7");
  });

  it("says which type error is in the way, and where it would be", () => {
    const error = { code: "TS2322", message: "Type 'A' is not assignable to type 'B'." };
    const plan: MigrationPlan = {
      ...{ changes: [], converted: [], required: [], remarks: [] },
      gaveUp: [
        {
          ...{ code: "type-error", place: at(3), names: ["KEY"], blockedAt: at(9, "src/log.ts") },
          ...{ subject: "log", error },
        },
      ],
      proof: { errorsBefore: 0, errorsAfter: 0, references: 0, rounds: 1 },
    };
    const place = { worker: "api", config: "wrangler.toml", nextRoute: null };
    const described = (language: "en" | "fr") =>
      describePlan({ plan, crashes: [], settings: [] }, place, language);
    expect(described("en").leftAlone).toMatchObject([{ blockedAt: at(9, "src/log.ts"), error }]);
    expect(described("fr").leftAlone[0]?.message).toBe(
      "le changement aurait créé une erreur de type dans `log` et n'a pas été écrit : TS2322: Type 'A' is not assignable to type 'B'",
    );
    expect(render(described("en")).replaceAll(/\s+/g, " ")).toContain(
      "a new type error in `log`, and was not written: TS2322: Type 'A' is not assignable to type 'B' (src/log.ts:9): src/index.ts:3 KEY",
    );
    expect(plan.gaveUp.map((left) => describeReason(left, "en"))).toEqual([
      "the change would have made a new type error in `log`, and was not written",
    ]);
  });

  const whole = {
    ...at(7),
    code: "spread",
    names: [],
    blockedAt: at(7),
    subject: null,
    message: "the whole environment is copied",
    edit: "",
    isRead: false,
  };

  it("names a place without a name by its line alone", () => {
    expect(render({ leftAlone: [whole] })).toContain("    src/index.ts:7\n");
  });

  it("counts no place as left where no secret is read", () => {
    const read = {
      ...whole,
      ...{ code: "getter", names: ["A"], isRead: true, message: "a getter can not wait" },
    };
    const text = render({ leftAlone: [whole, read] });
    expect(text).toContain("api: 1 read in 1 file goes through the helper. 1 read stays as it is.");
    expect(text).toContain("Left as it is, and still working (1)\n  a getter can not wait:\n");
    expect(text).toContain("no secret is read by its name here (1)\n  the whole environment is");
    const none = render({ converted: [], leftAlone: [whole] });
    expect(none).toContain("api: No read of a secret is left to move.\n");
    expect(none).not.toContain("Left as it is");
    const stuck = render({ converted: [], leftAlone: [read] });
    expect(stuck).toContain("api: Nothing can be moved as it is. 1 read stays as it is.\n");
  });

  it("says once what is to know of a name in several places, also where nothing moves", () => {
    const note = (line: number, name: string) => {
      return {
        code: "build-time",
        names: [name],
        place: at(line),
        message: `${name} is built in.`,
      };
    };
    const text = render({ converted: [], notes: [note(3, "A"), note(4, "B"), note(9, "A")] });
    expect(text).toContain(
      "To know\n  - src/index.ts:3, src/index.ts:9 A is built in.\n  - src/index.ts:4 B is built in.\n",
    );
  });

  it("names the config where another Worker has the same name, and where it failed", () => {
    const labels = new Map([["wrangler.toml", "api (wrangler.toml)"]]);
    const crashes = [{ kind: "TypeError", at: null }];
    const text = render({ crashes, nextRoute: "/a" }, labels);
    expect(text).toContain("api (wrangler.toml): 1 read in 1 file goes through the helper.");
    expect(text).toContain("api (wrangler.toml): lunakey itself failed (TypeError)");
    expect(text).toContain("lunakey migrate --worker wrangler.toml --route /a");
    expect(render({ converted: [] }, labels)).toContain("api (wrangler.toml): No read");
  });

  it("tells errors that are said again in new code from new errors", () => {
    const proof = { errorsBefore: 65, errorsAfter: 68, references: 4, rounds: 1 };
    const text = render({ proof }).replaceAll("\n", " ");
    expect(text).toContain("Proof: no new type error, 4 calls of changed functions looked at");
    expect(text).toContain("Of the 65 type errors that were there before, 3 show once more");
    expect(render({})).toContain("Proof: no new type error (0 before and after), 1 call of");
  });
});
