import { defineConfig } from "vitest/config";
import { SlowestFirst } from "./scripts/slowest-first.ts";

export default defineConfig({
  test: {
    projects: ["packages/*/vitest{,.workerd}.config.ts", "e2e{,/rotation}/vitest.config.ts"],
    globalSetup: "./scripts/temporary-files.ts",
    sequence: { sequencer: SlowestFirst },
    reporters: process.env.CI
      ? ["default", ["json", { outputFile: "results/test.json" }]]
      : ["default"],
  },
});
