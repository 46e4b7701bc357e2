import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDisk, type DiskError, MAX_TEXT_BYTES } from "../../src/repository/disk.ts";

let folder: string;
let root: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lunakey-disk-"));
  root = join(folder, "root");
  mkdirSync(join(root, "a"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function codeOf(step: () => unknown): string | undefined {
  try {
    step();
  } catch (error) {
    return (error as DiskError).code;
  }
  return undefined;
}

describe("createDisk", () => {
  it("refuses what is no folder", () => {
    writeFileSync(join(folder, "file"), "");
    expect(codeOf(() => createDisk(join(folder, "none")))).toBe("missing");
    expect(codeOf(() => createDisk(join(folder, "file")))).toBe("not_a_folder");
  });

  it("keeps a byte order mark and refuses what is not UTF-8, or too large, or a pipe", () => {
    writeFileSync(join(root, "bom"), "\uFEFFx\r\n");
    writeFileSync(join(root, "latin"), Buffer.from([0xe9, 0x0a]));
    writeFileSync(join(root, "large"), Buffer.alloc(MAX_TEXT_BYTES + 1));
    execFileSync("mkfifo", [join(root, "pipe")]);
    const disk = createDisk(root);
    expect(disk.readText("bom")).toBe("\uFEFFx\r\n");
    expect(codeOf(() => disk.readText("latin"))).toBe("not_text");
    expect(codeOf(() => disk.readText("large"))).toBe("too_large");
    expect(codeOf(() => disk.readText("pipe"))).toBe("not_a_file");
    expect(codeOf(() => disk.readText("a"))).toBe("not_a_file");
    expect(codeOf(() => disk.readText("none"))).toBe("missing");
  });

  it("reads and writes nothing outside of the root, not through a link either", () => {
    writeFileSync(join(folder, "secret"), "x");
    mkdirSync(join(folder, "other"));
    symlinkSync("../secret", join(root, "link"));
    symlinkSync("../other", join(root, "out"));
    const disk = createDisk(root);
    const bytes = new TextEncoder().encode("y");
    expect(codeOf(() => disk.readText("../secret"))).toBe("outside");
    expect(codeOf(() => disk.readText("link"))).toBe("outside");
    expect(codeOf(() => disk.writeNew("../new", bytes, 0o600))).toBe("outside");
    expect(codeOf(() => disk.writeNew("out/new", bytes, 0o600))).toBe("outside");
    expect(codeOf(() => disk.makeFolder("out/sub"))).toBe("outside");
    expect(codeOf(() => disk.remove("out/x"))).toBe("outside");
    expect(disk.realPath("link")).toBeNull();
    expect(readdirSync(join(folder, "other"))).toEqual([]);
  });

  it("makes a file with exactly the mode asked for, once", () => {
    const disk = createDisk(root);
    disk.writeNew("a/new", new TextEncoder().encode("y"), 0o666);
    expect(statSync(join(root, "a/new")).mode & 0o777).toBe(0o666);
    expect(codeOf(() => disk.writeNew("a/new", new Uint8Array(), 0o600))).toBe("exists");
    expect(readFileSync(join(root, "a/new"), "utf8")).toBe("y");
  });

  it("renames over a file, removes what may be gone, keeps a folder that holds something", () => {
    const disk = createDisk(root);
    disk.writeNew("a/one", new TextEncoder().encode("1"), 0o600);
    disk.writeNew("a/two", new TextEncoder().encode("2"), 0o600);
    disk.rename("a/one", "a/two");
    disk.removeEmptyFolder("a");
    expect(disk.list("a")).toEqual([{ name: "two", kind: "file" }]);
    disk.remove("a/two");
    disk.remove("a/two");
    disk.syncFolder("a");
    disk.removeEmptyFolder("a");
    disk.removeEmptyFolder("a");
    expect(disk.stat("a")).toBeNull();
  });

  it("says what went wrong without the text of the file", () => {
    writeFileSync(join(root, "latin"), Buffer.from("sk_live_x\xe9", "latin1"));
    expect(() => createDisk(root).readText("latin")).toThrow(/^latin: is not text in UTF-8$/);
  });
});
