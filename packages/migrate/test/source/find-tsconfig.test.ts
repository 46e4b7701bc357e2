import ts from "typescript";
import { describe, expect, it } from "vitest";
import { findTsconfig } from "../../src/source/find-tsconfig.ts";
import type { ProgramFiles } from "../../src/source/program-files.ts";

function filesOf(texts: Readonly<Record<string, string>>): ProgramFiles {
  return {
    root: "/repo",
    readText: (path) => texts[path],
    fileExists: (path) => path in texts,
    directoryExists: () => true,
    getDirectories: () => [],
    realpath: (path) => path,
    readDirectory: () => [],
    problems: [],
  };
}

const KIT = JSON.stringify({ extends: "./.svelte-kit/tsconfig.json" });

describe("the tsconfig of a SvelteKit app", () => {
  it("knows $lib before the app was built once", () => {
    const files = filesOf({ "/repo/app/tsconfig.json": KIT });
    const { options } = findTsconfig(files, "/repo/app", null) ?? { options: {} };
    const host: ts.ModuleResolutionHost = {
      fileExists: (path) => path === "/repo/app/src/lib/auth.ts",
      readFile: () => undefined,
      getCurrentDirectory: () => "/repo",
    };
    const found = ts.resolveModuleName("$lib/auth", "/repo/app/src/hooks.server.ts", options, host);
    expect(found.resolvedModule?.resolvedFileName).toBe("/repo/app/src/lib/auth.ts");
  });

  it("leaves a tsconfig that was built as it is", () => {
    const paths = { $lib: ["../lib"] };
    const files = filesOf({
      "/repo/app/tsconfig.json": KIT,
      "/repo/app/.svelte-kit/tsconfig.json": JSON.stringify({ compilerOptions: { paths } }),
    });
    expect(findTsconfig(files, "/repo/app", null)?.options.paths).toEqual(paths);
  });
});

describe("the tsconfig of a Nuxt app that was not built yet", () => {
  it.each([
    [
      "refers to files that are not there",
      { files: [], references: [{ path: "./.nuxt/tsconfig.server.json" }] },
    ],
    ["extends a file that is not there", { extends: "./.nuxt/tsconfig.json" }],
  ])("%s", (_, config) => {
    const files = filesOf({ "/repo/app/tsconfig.json": JSON.stringify(config) });
    const { options, path } = findTsconfig(files, "/repo/app", null) ?? { options: {}, path: "" };
    expect(path).toBe("/repo/app/tsconfig.json");
    const host: ts.ModuleResolutionHost = {
      fileExists: (file) => file === "/repo/app/server/mail.ts" || file === "/repo/app/app/lib.ts",
      readFile: () => undefined,
      getCurrentDirectory: () => "/repo",
    };
    const resolve = (name: string): string | undefined =>
      ts.resolveModuleName(name, "/repo/app/server/api/a.ts", options, host).resolvedModule
        ?.resolvedFileName;
    expect(resolve("~~/server/mail")).toBe("/repo/app/server/mail.ts");
    expect(resolve("~/lib")).toBe("/repo/app/app/lib.ts");
  });
});

describe("a tsconfig with a target and without a module", () => {
  it.each<[string, object, string | null, ts.ModuleKind | undefined]>([
    ["is ES2015 under TypeScript 5", { target: "ES2022" }, "5.9.3", ts.ModuleKind.ES2015],
    ["is ESNext under TypeScript 6", { target: "ES2022" }, "6.0.3", ts.ModuleKind.ESNext],
    ["is ESNext where none is installed", { target: "ES2022" }, null, ts.ModuleKind.ESNext],
    ["is what it says", { target: "ES2022", module: "ES2020" }, "5.9.3", ts.ModuleKind.ES2020],
    ["has none of its own without a target", {}, "5.9.3", ts.ModuleKind.ESNext],
  ])("%s", (_, compilerOptions, version, module) => {
    const files = filesOf({
      "/repo/app/tsconfig.json": JSON.stringify({ compilerOptions }),
      ...(version && {
        "/repo/node_modules/typescript/package.json": JSON.stringify({
          name: "typescript",
          version,
        }),
      }),
    });
    expect(findTsconfig(files, "/repo/app", null)?.options.module).toBe(module);
  });
});
