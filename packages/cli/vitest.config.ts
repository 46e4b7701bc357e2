import { defineProject } from "vitest/config";

/** Scans load the compiler's declarations: a second alone, several beside other suites. */
const PATIENCE_MS = 30_000;

export default defineProject({
  test: {
    name: "cli",
    include: ["test/**/*.test.ts"],
    testTimeout: PATIENCE_MS,
    // Tests give the command line its folder, terminal, clock and environment, and replace no module:
    // files have nothing to keep apart, and loading the compiler for each took half of their time.
    isolate: false,
  },
});
