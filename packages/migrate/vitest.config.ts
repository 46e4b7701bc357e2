import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    name: "migrate",
    include: ["test/**/*.test.ts"],
    // Each compiles programs: seconds, where other work takes the processors.
    testTimeout: 30_000,
    // Nothing is kept in a module, and what is replaced is put back: loading the compiler for each file is waste.
    isolate: false,
    exclude: ["test/codemod/fixtures/**", "test/**/*.long.test.ts"],
  },
});
