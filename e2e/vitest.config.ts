import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    name: "e2e",
    globalSetup: "./stack/shared-bundles.ts",
    include: ["**/*.test.ts"],
    exclude: [
      "**/*.long.test.ts",
      "golden/**",
      "rotation/workerd/**",
      "**/.tmp-*/**",
      "**/node_modules/**",
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
