import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  checkWranglerVersion,
  findWrangler,
  isAtLeast,
} from "../../src/account/wrangler-version.ts";
import { makeTemporaryFolder } from "../temporary-folder.ts";

const ROOT = makeTemporaryFolder();
const makeFolder = () => mkdtempSync(join(ROOT, "folder-"));

function write(folder: string, path: string, content: object): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify(content));
}

/** A repository with a Worker in `worker/`. @returns the Worker's folder. */
function makeWorker(manifest: object, installed?: string): string {
  const root = makeFolder();
  const folder = join(root, "worker");
  mkdirSync(folder);
  write(root, "package.json", manifest);
  if (installed !== undefined) {
    const bin = { wrangler: "./bin/wrangler.js" };
    write(root, "node_modules/wrangler/package.json", {
      name: "wrangler",
      version: installed,
      bin,
    });
  }
  return folder;
}

const asksFor = (wrangler: string) => ({ devDependencies: { wrangler } });

describe("the wrangler of a Worker", () => {
  it("is the one that is installed for its folder, whatever package.json asks for", () => {
    const folder = makeWorker(asksFor("^4.20.0"), "4.12.9");
    const check = { state: "too_old", version: "4.12.9", from: "installed" };
    expect(checkWranglerVersion(folder)).toEqual(check);
    expect(findWrangler(folder)?.program).toMatch(/wrangler[/\\]bin[/\\]wrangler\.js$/);
  });

  it.each([
    ["^4.13.0", { state: "ok", version: "4.13.0", from: "declared" }],
    ["~4.12.1", { state: "too_old", version: "4.12.1", from: "declared" }],
    ["4.12.1", { state: "too_old", version: "4.12.1", from: "declared" }],
    ["^3.114.0", { state: "too_old", version: "3.114.0", from: "declared" }],
    ["npm:wrangler@4.155.0", { state: "ok", version: "4.155.0", from: "declared" }],
    ["^4.10.0", { state: "unknown" }],
    [">=3.114.0 <5", { state: "unknown" }],
    ["4", { state: "unknown" }],
    ["<5", { state: "unknown" }],
    ["latest", { state: "unknown" }],
    ["catalog:", { state: "unknown" }],
  ])("is what package.json asks for where none is installed: %s", (range, check) => {
    expect(checkWranglerVersion(makeWorker(asksFor(range)))).toEqual(check);
  });

  it("is missing where nothing names it, and no broken file is in the way", () => {
    const folder = makeWorker({});
    writeFileSync(join(folder, "package.json"), "{ broken");
    expect(checkWranglerVersion(folder)).toEqual({ state: "missing" });
    expect(findWrangler(folder)).toBeNull();
  });

  it("is missing where what is installed has no command", () => {
    const folder = makeWorker({});
    write(folder, "node_modules/wrangler/package.json", { name: "wrangler", version: "4.13.0" });
    expect(checkWranglerVersion(folder)).toEqual({ state: "missing" });
  });
});

describe("versions", () => {
  it.each([
    ["4.13.0", true],
    ["4.13", true],
    ["4.155.0", true],
    ["5.0.0", true],
    ["4.13.0-beta.1", true],
    ["4.12.99", false],
    ["3.114.0", false],
    ["4", false],
  ])("are compared number by number: %s", (version, expected) => {
    expect(isAtLeast(version, "4.13.0")).toBe(expected);
  });
});
