import { describe, expect, it } from "vitest";
import { findWorkerConfigs } from "../../src/inventory/worker-configs.ts";
import { readConfig } from "../../src/wrangler-config/read-config.ts";

const TOML = 'name = "shop"\nmain = "src/index.ts"\n';
const JSON_TEXT = '{ "name": "shop", "main": "src/index.ts" }';
const config = (path: string) =>
  readConfig(/jsonc?$/.test(path) ? JSON_TEXT : TOML, { path, hasFile: () => true });

function choose(...paths: string[]): string[] {
  return findWorkerConfigs(paths.map(config)).map(({ path }) => path);
}

describe("the configs that are Workers", () => {
  it("are those that people write", () => {
    expect(choose("a/wrangler.toml", "b/wrangler.toml")).toEqual([
      "a/wrangler.toml",
      "b/wrangler.toml",
    ]);
  });

  it("have a template among them only where the config that it is copied to is not there", () => {
    expect(choose("a/wrangler.example.toml", "a/wrangler.toml")).toEqual(["a/wrangler.toml"]);
    expect(choose("a/wrangler.example.toml")).toEqual(["a/wrangler.example.toml"]);
  });

  it("are those that wrangler reads, of several with one name in one folder", () => {
    expect(choose("a/wrangler.toml", "a/wrangler.jsonc", "a/wrangler.json")).toEqual([
      "a/wrangler.json",
    ]);
    expect(choose("wrangler.jsonc", "wrangler.toml")).toEqual(["wrangler.jsonc"]);
    expect(choose("a/wrangler.jsonc", "a/wrangler.live.toml", "wrangler.toml")).toHaveLength(3);
    const other = readConfig('name = "jobs"\n', { path: "wrangler.toml", hasFile: () => true });
    expect(findWorkerConfigs([config("wrangler.jsonc"), other])).toHaveLength(2);
  });

  it("take one of two templates in one folder", () => {
    expect(choose("wrangler.example.toml", "wrangler.example.toml.sample")).toHaveLength(1);
  });
});
