import { defineProject } from "vitest/config";

/** Scans load the compiler's declarations: a second alone, several beside other suites. */
const PATIENCE_MS = 30_000;

export default defineProject({
  test: { name: "cli", include: ["test/**/*.test.ts"], testTimeout: PATIENCE_MS },
});
