/** The helper in Node, with hand-made stores and a clock that stands still until told. */
import { defineProject } from "vitest/config";

export default defineProject({
  test: {
    name: "runtime",
    include: ["test/**/*.test.ts"],
    // As Node loads it, so that its `import("cloudflare:workers")` fails as it does there.
    server: { deps: { external: [/\/packages\/runtime\/src\//] } },
  },
});
