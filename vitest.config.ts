import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: ["packages/*/vitest{,.workerd}.config.ts", "e2e{,/rotation}/vitest.config.ts"],
    reporters: process.env.CI
      ? ["default", ["json", { outputFile: "results/test.json" }]]
      : ["default"],
  },
});
