import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  codeOf,
  HELPER_RELEASES,
  hashOf,
  identifyHelper,
  plain,
} from "../../src/repository/helper-version.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");
const HELPER = readFileSync(join(ROOT, "packages", "runtime", "src", "secrets.ts"), "utf8");
const OLD = HELPER.replace("OUTAGE_MS = 900_000", "OUTAGE_MS = 100_000");
const RELEASES = [
  { version: "0.0.9", text: hashOf(plain(OLD)), code: hashOf(codeOf(OLD)) },
  ...HELPER_RELEASES,
];

describe("the table of helpers", () => {
  it("ends with the helper of this version: another text is another version, and a new row", () => {
    const { version } = createRequire(import.meta.url)("../../package.json") as { version: string };
    expect(HELPER_RELEASES.at(-1)).toEqual({
      version,
      text: hashOf(plain(HELPER)),
      code: hashOf(codeOf(HELPER)),
    });
    const versions = HELPER_RELEASES.map((release) => release.version);
    expect(new Set(versions).size).toBe(versions.length);
  });
});

describe("a copy of the helper", () => {
  it.each([
    ["this one", HELPER, ["0.1.0", "unchanged", true, 0]],
    [
      "with the line ends of Windows",
      HELPER.replaceAll("\n", "\r\n"),
      ["0.1.0", "unchanged", true, 0],
    ],
    [
      "formatted",
      HELPER.replaceAll('"', "'").replaceAll(";\n", "\n"),
      ["0.1.0", "formatted", true, 0],
    ],
    ["an old one", OLD, ["0.0.9", "unchanged", false, 0]],
    ["an old one, formatted", OLD.replaceAll("  ", "\t"), ["0.0.9", "formatted", false, 0]],
    ["edited", HELPER.replace("1_000;", "2_000;"), ["0.1.0", "edited", false, 1]],
    ["with a line more", `${HELPER}export const MORE = 1;\n`, ["0.1.0", "edited", false, 1]],
    ["of which little is left", HELPER.slice(0, 400), [null, "unknown", false, 155]],
  ])("is known: %s", (_title, text, [version, state, isCurrent, changedLines]) => {
    expect(identifyHelper(text, HELPER, RELEASES)).toEqual({
      ...{ version, state, isCurrent },
      changedLines: state === "unknown" ? expect.any(Number) : changedLines,
    });
  });

  it("is none where the file is somebody else's", () => {
    expect(identifyHelper("export const secrets = [];\n", HELPER)).toBeNull();
  });
});
