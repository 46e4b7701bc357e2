import type { ScanFinding, ScanReport } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { foldFindings } from "../../../src/output/scan/fold-findings.ts";
import { SAMPLE } from "./sample-report.ts";

const at = (file: string, line: number) => ({ file, line, column: 1 });
const finding = (given: Partial<ScanFinding>): ScanFinding => ({
  code: "unused",
  severity: "low",
  names: [],
  workers: ["wrangler.toml"],
  environments: [],
  places: [],
  message: "",
  fix: "Remove it.",
  ...given,
});

function fold(findings: ScanFinding[], configs = ["wrangler.toml"]): ScanFinding[] {
  const [worker] = SAMPLE.workers;
  if (!worker) throw new TypeError("the sample has a Worker");
  const workers = configs.map((config) => ({ ...worker, config, name: "api" }));
  const report: ScanReport = { ...SAMPLE, workers, findings };
  return foldFindings(report, "en");
}

describe("findings of one kind", () => {
  it("are one for all names of a Worker that nobody reads", () => {
    const folded = fold([
      finding({ names: ["A"], places: [at("a.ts", 1)] }),
      finding({ names: ["B"], places: [at("a.ts", 2)] }),
      finding({ names: ["C"], workers: ["other/wrangler.toml"] }),
    ]);
    expect(folded.map(({ names, message }) => [names, message])).toEqual([
      [["A", "B"], "A and B are declared of api, and read nowhere."],
      [["C"], ""],
    ]);
    expect(folded[0]?.places.map(({ line }) => line)).toEqual([1, 2]);
  });

  it("say which Worker it is where two have one name", () => {
    const folded = fold(
      [finding({ names: ["A"] }), finding({ names: ["B"] })],
      ["wrangler.toml", "copy/wrangler.toml"],
    );
    expect(folded.map(({ message }) => message)).toEqual([
      "A and B are declared of api (wrangler.toml), and read nowhere.",
    ]);
  });

  it("are one for all names that the same Workers read and do not declare", () => {
    const undeclared = { code: "undeclared", severity: "medium", fix: "List it." } as const;
    const folded = fold([
      finding({ ...undeclared, names: ["A_KEY"], message: "A_KEY …" }),
      finding({ ...undeclared, names: ["B_KEY"], message: "B_KEY …" }),
      finding({ ...undeclared, names: ["URL"], severity: "low", message: "URL …" }),
    ]);
    expect(folded.map(({ message }) => message)).toEqual([
      "A_KEY and B_KEY are read, and nothing of api declares them.",
      "URL …",
    ]);
  });

  it("are one for samples that one rule finds in tests, and stay apart where they matter", () => {
    const plain = { code: "plain_in_source", workers: [], message: "In plain (stripe)." };
    const folded = fold([
      finding({ ...plain, places: [at("a.test.ts", 1)] }),
      finding({ ...plain, severity: "high", places: [at("a.ts", 1)] }),
      finding({ ...plain, severity: "high", places: [at("b.ts", 1)] }),
      finding({ ...plain, message: "In plain (slack).", places: [at("c.test.ts", 1)] }),
      finding({ ...plain, places: [at("b.test.ts", 1)] }),
    ]);
    expect(folded.map(({ places }) => places.map(({ file }) => file))).toEqual([
      ["a.test.ts", "b.test.ts"],
      ["a.ts"],
      ["b.ts"],
      ["c.test.ts"],
    ]);
  });
});
