import { describe, expect, it } from "vitest";
import { findWorkerConfigs } from "../../src/inventory/worker-configs.ts";
import { readConfig } from "../../src/wrangler-config/read-config.ts";

const config = (path: string) =>
  readConfig('name = "shop"\nmain = "src/index.ts"\n', { path, hasFile: () => true });

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

  it("take one of two templates in one folder", () => {
    expect(choose("wrangler.example.toml", "wrangler.example.toml.sample")).toHaveLength(1);
  });
});
