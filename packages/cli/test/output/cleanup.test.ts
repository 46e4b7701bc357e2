import { type CleanupReport, cleanupReport, type ReportedFact } from "@lunakey/contract";
import { expect, it } from "vitest";
import { renderCleanup } from "../../src/output/cleanup/text.ts";

const fact = (message: string): ReportedFact => ({
  ...{ side: "store", code: message, weight: "unknown", message, places: [] },
});

/** What stays, by name. */
function reportOf(left: Readonly<Record<string, readonly string[]>>): CleanupReport {
  const names = Object.entries(left).map(([name, facts]) => ({ name, facts: facts.map(fact) }));
  const worker = { worker: "api", config: "wrangler.toml", environment: "staging", script: "api" };
  return cleanupReport.parse({
    ...{ v: 1, root: "/", environment: "staging", dryRun: true, done: false, forced: false },
    ...{ commit: { head: null }, files: [], next: [] },
    workers: [{ ...worker, removed: [], left: names, unseen: [], fallbackRemoved: false }],
  });
}

const show = (report: CleanupReport) =>
  renderCleanup(report, [], { language: "en", colour: false, columns: 80 });

it("says once what is so of all names", () => {
  const text = show(reportOf({ A: ["Read aside.", "Never given."], B: ["Never given."] }));
  expect(text.match(/Never given\./g)).toHaveLength(1);
  expect(text.indexOf("Each of these")).toBeGreaterThan(text.indexOf("Read aside."));
  expect(text).toMatch(/^ {4}B$/m);
});

it("says names with the same facts together, as what is theirs", () => {
  const text = show(reportOf({ A: ["Never given."], B: ["Never given."] }));
  expect(text).toMatch(/^ {4}A, B$/m);
  expect(text).not.toContain("Each of these");
});
