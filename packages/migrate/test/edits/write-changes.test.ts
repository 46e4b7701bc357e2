import { type ChildProcess, spawn } from "node:child_process";
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
import type { FileChange } from "../../src/edits/text-edit.ts";
import { undoLatest } from "../../src/edits/undo.ts";
import { recoverChanges, writeChanges } from "../../src/edits/write-changes.ts";
import { createDisk, type Disk } from "../../src/repository/disk.ts";

const NOW = Date.UTC(2026, 10, 22, 15, 0, 0);
const OPTIONS = { operation: "bind", now: NOW };

const OLD = {
  "a.toml": "a\r\n",
  "sub/b.ts": "\uFEFFb\n",
  "gone.txt": "bye\n",
  "other.md": "stays\n",
};
const NEW = {
  "a.toml": "A\r\n",
  "sub/b.ts": "\uFEFFB\n",
  "other.md": "stays\n",
  "src/new/c.ts": "c\n",
};
const CHANGES: FileChange[] = [
  { path: "a.toml", before: OLD["a.toml"], after: NEW["a.toml"] },
  { path: "sub/b.ts", before: OLD["sub/b.ts"], after: NEW["sub/b.ts"] },
  { path: "src/new/c.ts", before: null, after: NEW["src/new/c.ts"] },
  { path: "gone.txt", before: OLD["gone.txt"], after: null },
  { path: "other.md", before: OLD["other.md"], after: OLD["other.md"] },
];

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lunakey-write-"));
  plant(OLD);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function plant(files: Record<string, string>): void {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(join(root, "sub"), { recursive: true });
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
}

/** Every file and folder but our own; what a run left lying about shows. */
function tree(): Record<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" });
  const kept = paths.filter((path) => !path.startsWith(".lunakey") && path !== "sub").sort();
  return Object.fromEntries(
    kept.map((path) => {
      const absolute = join(root, path);
      return [path, statSync(absolute).isFile() ? readFileSync(absolute, "utf8") : "(folder)"];
    }),
  );
}

const NEW_TREE = { ...NEW, src: "(folder)", "src/new": "(folder)" };

/** Everything fails from the nth change of the disk on, as if the process were gone. */
function dyingDisk(disk: Disk, lives: number): Disk {
  let left = lives;
  const dies =
    <A extends unknown[]>(step: (...args: A) => void, torn?: (...args: A) => void) =>
    (...args: A) => {
      left -= 1;
      if (left === -1) torn?.(...args);
      if (left < 0) throw new Error("killed");
      step(...args);
    };
  const alive =
    <A extends unknown[], R>(step: (...args: A) => R) =>
    (...args: A) => {
      if (left < 0) throw new Error("killed");
      return step(...args);
    };
  return {
    root: disk.root,
    list: alive(disk.list),
    stat: alive(disk.stat),
    realPath: alive(disk.realPath),
    readBytes: alive(disk.readBytes),
    readText: alive(disk.readText),
    readOuterIgnores: alive(disk.readOuterIgnores),
    makeFolder: dies(disk.makeFolder),
    writeNew: dies(disk.writeNew, (path, bytes, mode) =>
      disk.writeNew(path, bytes.subarray(0, bytes.length / 2), mode),
    ),
    rename: dies(disk.rename),
    remove: dies(disk.remove),
    removeEmptyFolder: dies(disk.removeEmptyFolder),
    syncFolder: dies(disk.syncFolder),
  };
}

/** Runs with one life more each time until it survives. @returns how often it died. */
function dieAtEveryStep(run: (disk: Disk) => void, check: () => void, reset: () => void): number {
  for (let lives = 0; ; lives += 1) {
    reset();
    const disk = dyingDisk(createDisk(root), lives);
    try {
      run(disk);
      return lives;
    } catch (error) {
      expect((error as Error).message).toBe("killed");
    }
    check();
  }
}

describe("writeChanges", () => {
  it("writes every file, keeps its mode, and leaves nothing lying about", () => {
    rmSync(join(root, "a.toml"));
    writeFileSync(join(root, "a.toml"), OLD["a.toml"], { mode: 0o600 });
    const { record, kept } = writeChanges(createDisk(root), CHANGES, OPTIONS);
    expect(kept).toEqual([]);
    expect(tree()).toEqual(NEW_TREE);
    expect(statSync(join(root, "a.toml")).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(root, ".lunakey")).sort()).toEqual([".gitignore", "undo"]);
    expect(readFileSync(join(root, ".lunakey/.gitignore"), "utf8")).toBe("*\n");
    expect(statSync(join(root, ".lunakey/undo")).mode & 0o777).toBe(0o700);
    const file = join(root, `.lunakey/undo/${record?.id}.json`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("writes nothing at all where one file is not as it was read", () => {
    writeFileSync(join(root, "sub/b.ts"), "mine\n");
    expect(() => writeChanges(createDisk(root), CHANGES, OPTIONS)).toThrow(
      expect.objectContaining({ code: "changed_meanwhile", paths: ["sub/b.ts"] }),
    );
    expect(tree()).toEqual({ ...OLD, "sub/b.ts": "mine\n" });
    expect(readdirSync(root)).not.toContain(".lunakey");
  });

  it("takes back what it prepared where a file can not be written", () => {
    const disk = createDisk(root);
    const full = {
      ...disk,
      writeNew: (path: string, bytes: Uint8Array, mode: number) => {
        if (path.includes("c.ts")) throw new Error("no space");
        disk.writeNew(path, bytes, mode);
      },
    };
    expect(() => writeChanges(full, CHANGES, OPTIONS)).toThrow("no space");
    expect(tree()).toEqual(OLD);
    expect(readdirSync(join(root, ".lunakey/undo"))).toEqual([]);
  });

  it("changes what a link leads to, and keeps the link", () => {
    symlinkSync("sub/b.ts", join(root, "link.ts"));
    const change = { path: "link.ts", before: OLD["sub/b.ts"], after: "B\n" };
    writeChanges(createDisk(root), [change], OPTIONS);
    expect(readFileSync(join(root, "sub/b.ts"), "utf8")).toBe("B\n");
    undoLatest(createDisk(root), "bind", NOW);
    expect(readFileSync(join(root, "sub/b.ts"), "utf8")).toBe(OLD["sub/b.ts"]);
  });

  it("leaves the old tree or the new, whichever step it is killed at", () => {
    const outcomes = new Set<string>();
    const deaths = dieAtEveryStep(
      (disk) => writeChanges(disk, CHANGES, OPTIONS),
      () => {
        outcomes.add(recoverChanges(createDisk(root), NOW).outcome);
        expect([OLD, NEW_TREE]).toContainEqual(tree());
        expect(recoverChanges(createDisk(root), NOW).outcome).toBe("nothing");
      },
      () => plant(OLD),
    );
    expect(deaths).toBeGreaterThan(15);
    expect([...outcomes].sort()).toEqual(["completed", "nothing", "taken_back"]);
    expect(tree()).toEqual(NEW_TREE);
  });

  it("recovers although the recovery is killed at every step too", () => {
    for (const lives of [5, 9, 13, 17, 21]) {
      const reset = () => {
        plant(OLD);
        try {
          writeChanges(dyingDisk(createDisk(root), lives), CHANGES, OPTIONS);
        } catch (error) {
          expect((error as Error).message).toBe("killed");
        }
      };
      dieAtEveryStep(
        (disk) => recoverChanges(disk, NOW),
        () => {
          recoverChanges(createDisk(root), NOW);
          expect([OLD, NEW_TREE]).toContainEqual(tree());
        },
        reset,
      );
    }
  });

  it("does not overwrite what was changed between the interruption and the recovery", () => {
    const disk = createDisk(root);
    const dying = {
      ...disk,
      rename: (from: string, to: string) => {
        if (to === "sub/b.ts") throw new Error("killed");
        disk.rename(from, to);
      },
      remove: (path: string) => {
        if (path === "gone.txt") throw new Error("killed");
        disk.remove(path);
      },
    };
    expect(() => writeChanges(dying, CHANGES, OPTIONS)).toThrow("killed");
    writeFileSync(join(root, "sub/b.ts"), "mine\n");
    expect(recoverChanges(disk, NOW)).toEqual({ outcome: "completed", kept: ["sub/b.ts"] });
    expect(tree()).toEqual({ ...NEW_TREE, "sub/b.ts": "mine\n" });
  });

  it("waits for no other run: it says that one is going on", () => {
    const disk = createDisk(root);
    const dying = dyingDisk(disk, 12);
    expect(() => writeChanges(dying, CHANGES, OPTIONS)).toThrow("killed");
    const journal = join(root, ".lunakey/journal.json");
    const other = { ...JSON.parse(readFileSync(journal, "utf8")), pid: process.ppid };
    writeFileSync(journal, JSON.stringify(other));
    expect(() => writeChanges(disk, CHANGES, OPTIONS)).toThrow(
      expect.objectContaining({ code: "busy" }),
    );
    expect(recoverChanges(disk, NOW + 120_000).outcome).toBe("taken_back");
  });

  it("says that a journal of another hand can not be understood", () => {
    mkdirSync(join(root, ".lunakey"));
    writeFileSync(join(root, ".lunakey/journal.json"), "{sk_live_x");
    expect(() => recoverChanges(createDisk(root), NOW)).toThrow(
      expect.objectContaining({
        code: "record_damaged",
        message: expect.not.stringContaining("sk_live"),
      }),
    );
  });
});

describe("undoLatest", () => {
  it("gives the old bytes back, and the folders", () => {
    const disk = createDisk(root);
    writeChanges(disk, CHANGES, OPTIONS);
    undoLatest(disk, "bind", NOW);
    expect(tree()).toEqual(OLD);
    expect(() => undoLatest(disk, "bind", NOW)).toThrow(
      expect.objectContaining({ code: "undo_unknown" }),
    );
    expect(readdirSync(join(root, ".lunakey/undo"))).toEqual([]);
  });

  it("undoes one run after the other, each command its own", () => {
    const disk = createDisk(root);
    const step = (before: string, after: string) => [{ path: "a.toml", before, after }];
    writeChanges(disk, step("a\r\n", "1\n"), { operation: "bind", now: NOW });
    writeChanges(disk, step("1\n", "2\n"), { operation: "bind", now: NOW + 1000 });
    writeChanges(disk, [{ path: "sub/b.ts", before: OLD["sub/b.ts"], after: "x" }], {
      operation: "migrate",
      now: NOW + 2000,
    });
    undoLatest(disk, "bind", NOW + 3000);
    expect(tree()["a.toml"]).toBe("1\n");
    undoLatest(disk, "bind", NOW + 4000);
    expect(tree()).toEqual({ ...OLD, "sub/b.ts": "x" });
  });

  it("keeps what was changed since elsewhere in the file, and refuses where the two meet", () => {
    const disk = createDisk(root);
    const before = "1\n2\n3\n4\n5\n6\n";
    writeFileSync(join(root, "a.toml"), before);
    const change = { path: "a.toml", before, after: "1\n2\nnew\n3\n4\n5\n6\n" };
    writeChanges(disk, [change], OPTIONS);
    writeFileSync(join(root, "a.toml"), "1\n2\nnew, edited\n3\n4\n5\n6\n");
    expect(() => undoLatest(disk, "bind", NOW)).toThrow(
      expect.objectContaining({ code: "undo_conflict", paths: ["a.toml"] }),
    );
    writeFileSync(join(root, "a.toml"), "1\n2\nnew\n3\n4\nfive\n6\n");
    undoLatest(disk, "bind", NOW);
    expect(tree()["a.toml"]).toBe("1\n2\n3\n4\nfive\n6\n");
  });

  it("leaves the new tree or the old, whichever step it is killed at", () => {
    const deaths = dieAtEveryStep(
      (disk) => undoLatest(disk, "bind", NOW),
      () => {
        recoverChanges(createDisk(root), NOW);
        expect([OLD, NEW_TREE]).toContainEqual(tree());
      },
      () => {
        plant(OLD);
        writeChanges(createDisk(root), CHANGES, OPTIONS);
      },
    );
    expect(deaths).toBeGreaterThan(10);
    expect(tree()).toEqual(OLD);
  });
});

describe("kill -9", () => {
  it("leaves the old tree or the new", { timeout: 30_000 }, async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 6; round += 1) {
      plant(OLD);
      const child = startWriter();
      await new Promise<void>((resolve) => child.stdout?.once("data", () => resolve()));
      await new Promise((resolve) => setTimeout(resolve, round * 7));
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
      recoverChanges(createDisk(root), Date.now());
      expect([OLD, NEW_TREE]).toContainEqual(tree());
      outcomes.add("src" in tree() ? "new" : "old");
    }
    expect(outcomes.size).toBeGreaterThan(0);
  });
});

/** Writes the new tree and the old one in turn, until it is killed. */
function startWriter(): ChildProcess {
  const code = `
    import { createDisk } from ${JSON.stringify(new URL("../../src/repository/disk.ts", import.meta.url).href)};
    import { writeChanges } from ${JSON.stringify(new URL("../../src/edits/write-changes.ts", import.meta.url).href)};
    import { undoLatest } from ${JSON.stringify(new URL("../../src/edits/undo.ts", import.meta.url).href)};
    const disk = createDisk(${JSON.stringify(root)});
    console.log("ready");
    for (;;) {
      writeChanges(disk, ${JSON.stringify(CHANGES)}, { operation: "bind", now: Date.now() });
      undoLatest(disk, "bind", Date.now());
    }`;
  return spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "ignore"],
  });
}
