/** The one size check: the core is copied into Workers, so it stays readable and small. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { expect, it } from "vitest";

const LINES_MAX = 200;
const BYTES_MAX = 1_500;

const path = fileURLToPath(new URL("../src/secrets.ts", import.meta.url));
const source = readFileSync(path, "utf8");

function minify(): Uint8Array {
  const options = { bundle: true, minify: true, format: "esm", write: false } as const;
  const [output] = buildSync({ entryPoints: [path], ...options }).outputFiles;
  if (!output) throw new Error("esbuild made nothing");
  return output.contents;
}

it("the core has at most 200 lines, comments included", () => {
  expect(source.trimEnd().split("\n").length).toBeLessThanOrEqual(LINES_MAX);
});

it("the core has at most 1,500 bytes, minified and gzipped", () => {
  expect(gzipSync(minify(), { level: 9 }).byteLength).toBeLessThanOrEqual(BYTES_MAX);
});

it("the core imports nothing and needs nothing of Node", () => {
  expect(source).not.toMatch(/^import /m);
  for (const forbidden of ["node:", "process.", "Buffer", "require("]) {
    expect(source).not.toContain(forbidden);
  }
});
