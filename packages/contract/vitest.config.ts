import { defineProject } from "vitest/config";

export default defineProject({
  // Schemas and functions without state: files have nothing to keep apart.
  test: { name: "contract", include: ["test/**/*.test.ts"], isolate: false, testTimeout: 30_000 },
});
