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

  it("have a template of one Worker among them beside the config of another", () => {
    const read = (path: string, text: string) => readConfig(text, { path, hasFile: () => true });
    const app = read("wrangler.toml.example", 'name = "app"\nmain = ".open-next/worker.js"\n');
    const chooseBeside = (path: string, text: string) =>
      findWorkerConfigs([app, read(path, text)]).map(({ name }) => name);
    expect(chooseBeside("wrangler.jobs.toml", 'name = "jobs"\nmain = "jobs/index.ts"\n')).toEqual([
      "jobs",
      "app",
    ]);
    const other = 'name = "app-live"\nmain = ".open-next/worker.js"\n';
    expect(chooseBeside("wrangler.live.toml", other)).toEqual(["app-live"]);
    const renamed = 'name = "app"\nmain = "src/worker.ts"\n';
    expect(chooseBeside("wrangler.live.toml", renamed)).toEqual(["app"]);
    expect(chooseBeside("wrangler.toml", 'name = "jobs"\nmain = "jobs/index.ts"\n')).toEqual([
      "jobs",
    ]);
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
