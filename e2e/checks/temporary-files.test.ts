import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, it } from "vitest";

it("makes temporary files where the end of the run takes them away", () => {
  expect(basename(tmpdir())).toMatch(/^lunakey-tests-/);
  const long = readFileSync(join(import.meta.dirname, "../../vitest.long.config.ts"), "utf8");
  expect(long).toContain("scripts/temporary-files.ts");
});
