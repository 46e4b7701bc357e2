import { defineConfig } from "vitest/config";

/** What takes longer than the five minutes of `npm test`. */
export default defineConfig({
  test: {
    name: "long",
    include: ["e2e/**/*.long.test.ts", "packages/*/test/**/*.long.test.ts"],
    globalSetup: "./scripts/temporary-files.ts",
    testTimeout: 1_800_000,
    hookTimeout: 60_000,
    reporters: process.env.CI
      ? ["default", ["json", { outputFile: "results/test-long.json" }]]
      : ["default"],
  },
});
