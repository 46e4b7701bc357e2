/** The helper in workerd, with real service bindings between Workers, with and without Node's API. */
import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    name: "runtime-workerd",
    include: ["test-workerd/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
