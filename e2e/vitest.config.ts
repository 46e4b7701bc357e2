import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    name: "e2e",
    // Each file starts what it asks in processes of its own; loading miniflare and wrangler for each is
    // half a second of a processor. What a file changes of this process it has to put back.
    isolate: false,
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
