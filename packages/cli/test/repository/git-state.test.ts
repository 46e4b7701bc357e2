import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readGitState } from "../../src/repository/git-state.ts";
import { git, makeFiles, makeRepository, RUN_ENV, writeFiles } from "./sample-repository.ts";

describe("readGitState", () => {
  it("tells changed files from those that git does not follow", async () => {
    const folder = makeRepository({ "a.ts": "1", "sub/b c.ts": "1", ".gitignore": "ignored\n" });
    expect(await readGitState(folder, RUN_ENV)).toEqual({
      state: "known",
      changed: [],
      untracked: [],
    });
    writeFiles(folder, { "a.ts": "2", "sub/b c.ts": "2", "new.ts": "1", ignored: "1" });
    git(folder, "add", "a.ts");
    expect(await readGitState(folder, RUN_ENV)).toEqual({
      state: "known",
      changed: ["a.ts", "sub/b c.ts"],
      untracked: ["new.ts"],
    });
  });

  it("looks at the folder alone, and says paths as seen from it", async () => {
    const folder = makeRepository({ "a.ts": "1", "sub/b.ts": "1" });
    writeFiles(folder, { "a.ts": "2", "sub/b.ts": "2" });
    expect(await readGitState(join(folder, "sub"), RUN_ENV)).toMatchObject({ changed: ["b.ts"] });
  });

  it("knows a folder without git, and a machine without", async () => {
    const folder = makeFiles({ "a.ts": "1" });
    mkdirSync(join(folder, "x"));
    expect(await readGitState(join(folder, "x"), RUN_ENV)).toEqual({ state: "no_git" });
    expect(await readGitState(folder, { PATH: "" })).toEqual({ state: "no_git" });
  });

  it("runs no program that the repository names", async () => {
    const folder = makeRepository({ "a.ts": "1" });
    git(folder, "config", "core.fsmonitor", `touch '${folder}/run-by-git'; false`);
    expect(await readGitState(folder, RUN_ENV)).toMatchObject({ untracked: [] });
  });
});
