import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDisk } from "../../src/repository/disk.ts";
import { walkRepository } from "../../src/repository/walk-repository.ts";
import { type RepositoryConfigs, readConfigs } from "../../src/wrangler-config/read-configs.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lunakey-configs-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function read(files: Record<string, string | Uint8Array>): RepositoryConfigs {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const disk = createDisk(root);
  return readConfigs(disk, walkRepository(disk));
}

describe("readConfigs", () => {
  it("finds the configs of every Worker and tells what a build made", () => {
    const { configs, problems } = read({
      ".gitignore": "dist/\n.wrangler/\nwrangler.generated.toml\n/local/wrangler.toml\n",
      "api/src/index.ts": "",
      "api/wrangler.toml": 'main = "src/index.ts"',
      "api/wrangler.generated.toml": 'main = "src/index.ts"',
      "web/src/server.ts": "",
      "web/wrangler.jsonc": '{"main": "src/server.ts"}',
      "web/.wrangler/deploy/config.json": '{"configPath": "../../dist/web/wrangler.json"}',
      "web/dist/web/wrangler.json": '{"main": "index.js"}',
      "local/wrangler.toml": 'main = "index.ts"',
      "local/wrangler.toml.example": "",
      "node_modules/x/wrangler.toml": "",
      "api/config-schema.json": "{}",
    });
    expect(problems).toEqual([]);
    expect(configs.map(({ path, kind, redirectedTo }) => [path, kind, redirectedTo])).toEqual([
      ["api/wrangler.generated.toml", "generated", null],
      ["api/wrangler.toml", "worker", null],
      ["local/wrangler.toml", "worker", null],
      ["local/wrangler.toml.example", "example", null],
      ["web/dist/web/wrangler.json", "generated", null],
      ["web/wrangler.jsonc", "worker", "web/dist/web/wrangler.json"],
    ]);
  });

  it("says that there is nothing to look at", () => {
    expect(read({ "README.md": "" })).toMatchObject({
      configs: [],
      problems: [{ code: "no_repository" }],
    });
  });

  it("goes on past a config that is not text, and a redirect that leads out", () => {
    const { configs, problems } = read({
      "a/wrangler.toml": Buffer.from([0xff, 0xfe, 0x00]),
      "b/wrangler.toml": "",
      "b/.wrangler/deploy/config.json": '{"configPath": "../../../../../etc/passwd"}',
    });
    expect(configs.map(({ path, redirectedTo }) => [path, redirectedTo])).toEqual([
      ["b/wrangler.toml", null],
    ]);
    expect(problems).toMatchObject([{ code: "unreadable", place: { file: "a/wrangler.toml" } }]);
  });
});
