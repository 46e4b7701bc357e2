import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    name: "e2e",
    include: ["**/*.test.ts"],
    exclude: [
      "**/*.long.test.ts",
      "golden/**",
      "rotation/workerd/**",
      "**/.tmp-*/**",
      "**/node_modules/**",
    ],
    // These wait more than they work: two files at a time on two cores, once the others are done.
    maxWorkers: 2,
    sequence: { groupOrder: 1 },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
