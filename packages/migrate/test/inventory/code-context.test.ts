import { expect, it } from "vitest";
import { contextOfPath } from "../../src/inventory/code-context.ts";

it.each([
  ["src/lib/config.ts", "worker"],
  ["config.ts", "worker"],
  ["src/auth.config.ts", "worker"],
  ["next.config.mjs", "script"],
  ["apps/web/oauth.config.ts", "script"],
  ["vite.config.test-only.config.ts", "script"],
  [".prettier.rc.js", "script"],
  [".vitepress/config.ts", "script"],
  [".storybook/preview.tsx", "script"],
  ["scripts/seed.ts", "script"],
  ["src/config.test.ts", "test"],
  ["types/env.d.ts", "script"],
])("%s is code of a %s, as far as its path says", (path, context) => {
  expect(contextOfPath(path)).toBe(context);
});
