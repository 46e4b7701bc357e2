import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    name: "migrate",
    include: ["test/**/*.test.ts"],
    // Each compiles programs: seconds, where other work takes the processors.
    testTimeout: 30_000,
    exclude: ["test/codemod/fixtures/**", "test/**/*.long.test.ts"],
  },
});
