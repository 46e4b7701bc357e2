import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDisk } from "../../src/repository/disk.ts";
import { walkRepository } from "../../src/repository/walk-repository.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lunakey-walk-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function walk(folder = ""): { kept: string[]; ignored: string[] } {
  const { files } = walkRepository(createDisk(join(root, folder)));
  return {
    kept: files.filter((file) => !file.ignored).map((file) => file.path),
    ignored: files.filter((file) => file.ignored).map((file) => file.path),
  };
}

describe("walkRepository", () => {
  it("leaves out ignored folders and node_modules, and marks ignored files", () => {
    write({
      ".gitignore": "dist/\n.dev.vars\n*.log\n",
      "src/index.ts": "",
      "dist/index.js": "",
      "packages/a/dist/wrangler.json": "",
      "packages/a/.dev.vars": "",
      "node_modules/x/index.js": "",
      "packages/a/node_modules/x/index.js": "",
      "packages/a/wrangler.toml": "",
      "debug.log": "",
    });
    expect(walk()).toEqual({
      kept: [".gitignore", "packages/a/wrangler.toml", "src/index.ts"],
      ignored: ["debug.log", "packages/a/.dev.vars"],
    });
  });

  it("agrees with git about nested files, negations, anchors and odd names", () => {
    write({
      ".gitignore": "\uFEFF*.tmp\n!keep.tmp\n/only-top\nbuild/*\n!build/kept.txt\r\n# note\n",
      "a.tmp": "",
      "keep.tmp": "",
      "only-top": "",
      "sub/only-top": "",
      "build/dropped.txt": "",
      "build/kept.txt": "",
      "sub/.gitignore": "!a.tmp\nkeep.tmp\n/deep/**/x\n",
      "sub/a.tmp": "",
      "sub/keep.tmp": "",
      "sub/b.tmp": "",
      "sub/deep/one/two/x": "",
      "sub/deep/one/two/y": "",
      "héhé [1] (x)/ça va.ts": "",
    });
    execFileSync("git", ["init", "-q"], { cwd: root });
    const kept = execFileSync("git", ["ls-files", "-zco", "--exclude-standard"], { cwd: root });
    expect(walk().kept.sort()).toEqual(kept.toString().split("\0").filter(Boolean).sort());
  });

  it("obeys what stands above it in the same git repository", () => {
    write({
      ".gitignore": "secret-notes\n/apps/web/gen\n",
      ".git/info/exclude": "local-only\n",
      "apps/.gitignore": "*.snap\n",
      "apps/web/src/index.ts": "",
      "apps/web/a.snap": "",
      "apps/web/secret-notes": "",
      "apps/web/local-only": "",
      "apps/web/gen/x.ts": "",
    });
    expect(walk("apps/web")).toEqual({
      kept: ["src/index.ts"],
      ignored: ["a.snap", "local-only", "secret-notes"],
    });
  });

  it("lists an ignored folder that was asked for", () => {
    write({ ".gitignore": ".tmp-*/\n", ".git/HEAD": "", ".tmp-x/src/index.ts": "" });
    expect(walk(".tmp-x").kept).toEqual(["src/index.ts"]);
  });

  it("ends where links lead in a circle, and follows none out of the root", () => {
    write({ "a/index.ts": "", "vars/.dev.vars": "" });
    symlinkSync("..", join(root, "a/up"));
    symlinkSync("self", join(root, "self"));
    symlinkSync("/etc/hostname", join(root, "outside"));
    symlinkSync("../vars/.dev.vars", join(root, "a/.dev.vars"));
    const { files, problems } = walkRepository(createDisk(root));
    expect(problems).toEqual([]);
    expect(files.map(({ path, linkTo }) => [path, linkTo])).toEqual([
      ["a/.dev.vars", "vars/.dev.vars"],
      ["a/index.ts", null],
      ["vars/.dev.vars", null],
    ]);
  });

  it.skipIf(process.getuid?.() === 0)("reports a folder that it may not enter", () => {
    write({ "closed/x.ts": "", "open/y.ts": "" });
    chmodSync(join(root, "closed"), 0);
    const { files, problems } = walkRepository(createDisk(root));
    chmodSync(join(root, "closed"), 0o755);
    expect(files.map(({ path }) => path)).toEqual(["open/y.ts"]);
    expect(problems).toMatchObject([{ code: "unreadable", place: { file: "closed" } }]);
  });

  it("reports a folder that can not be listed, and goes on", () => {
    write({ "closed/x.ts": "", "open/y.ts": "" });
    const disk = createDisk(root);
    const { files, problems } = walkRepository({
      ...disk,
      list: (folder) => disk.list(folder === "closed" ? "closed/x.ts" : folder),
    });
    expect(files.map(({ path }) => path)).toEqual(["open/y.ts"]);
    expect(problems).toMatchObject([{ code: "unreadable", place: { file: "closed" } }]);
  });

  it("lists 10,000 files in well under two seconds", () => {
    write({ ".gitignore": "*.log\ndist/\n" });
    for (let folder = 0; folder < 100; folder += 1) {
      mkdirSync(join(root, `pkg${folder}/src`), { recursive: true });
      writeFileSync(join(root, `pkg${folder}/.gitignore`), "coverage/\n");
      for (let file = 0; file < 100; file += 1) {
        writeFileSync(join(root, `pkg${folder}/src/f${file}.ts`), "");
      }
    }
    const before = process.cpuUsage();
    expect(walk().kept).toHaveLength(10_101);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(2000);
  });
});
