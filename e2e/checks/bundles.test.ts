import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./run.ts";

/** esbuild names each module that it takes in, in a comment before it. */
function modulesOf(packageName: string): string[] {
  const bundle = readFileSync(join(ROOT, "packages", packageName, "dist/worker.js"), "utf8");
  return [...bundle.matchAll(/^\/\/ (\S+\.[cm]?js)$/gm)].map(([, path = ""]) => path);
}

it.each(["store", "admin"])("the bundle of %s holds zod's messages in one language", (name) => {
  const languages = modulesOf(name).flatMap((path) => /locales\/(\w+)\.js/.exec(path)?.[1] ?? []);
  expect(languages).toEqual(["en"]);
});
