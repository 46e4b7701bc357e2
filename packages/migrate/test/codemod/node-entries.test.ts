import { describe, expect, it } from "vitest";
import { NodeEntries } from "../../src/codemod/references/node-entries.ts";
import { createProgram, ROOT } from "./virtual-repository.ts";

const POOL =
  'import { cloudflareTest } from "@cloudflare/vitest-plugin";\nexport default cloudflareTest;\n';
const NO_POOL = 'import { defineConfig } from "vitest/config";\nexport default defineConfig;\n';
const ofFolder = (config: string, folder: string) =>
  `${config}export const own = { test: { include: ["${folder}/**/*.test.ts"] } };\n`;
const FROM_TEST = 'import { env } from "cloudflare:test";\n';

describe("what Node runs", () => {
  it("is said by the folders of the repository, not by those that it is in", () => {
    const path = "test/app/src/keys.ts";
    const { program } = createProgram(
      new Map([[path, "export const key = process.env.API_KEY;\n"]]),
    );
    const file = program.getSourceFile(`${ROOT}/${path}`);
    if (!file) throw new Error("the program has no file");
    const entries = (root: string) =>
      new NodeEntries(program.getTypeChecker(), [file], root, () => false);
    expect(entries(ROOT).leadingTo(file)).toBe(file);
    expect(entries(`${ROOT}/test/app`).leadingTo(file)).toBeUndefined();
  });

  it.each([
    ["src/auth.config.ts", false],
    ["next.config.ts", true],
  ])("begins with %s: %s", (path, isEntry) => {
    const { program } = createProgram(
      new Map([
        [path, 'import { key } from "./keys";\nexport default { key };\n'],
        [path.replace(/[^/]+$/, "keys.ts"), "export const key = process.env.API_KEY;\n"],
      ]),
    );
    const own = program
      .getSourceFiles()
      .filter(({ fileName }) => /(?:keys|config)\.ts$/.test(fileName));
    const keys = own.find(({ fileName }) => fileName.endsWith("keys.ts"));
    if (!keys) throw new Error("the program has no file");
    const entries = new NodeEntries(program.getTypeChecker(), own, ROOT, () => false);
    expect(entries.leadingTo(keys) !== undefined).toBe(isEntry);
  });

  it.each([
    ['const express = require("express");\nexpress().listen(3000);\n', true],
    ['import { serve } from "@hono/node-server";\nserve({ port: 3000 });\n', true],
    ['import { createServer } from "node:http";\ncreateServer().listen(3000);\n', true],
    [
      'import { httpServerHandler } from "cloudflare:node";\nimport express from "express";\nexpress().listen(3000);\nexport default httpServerHandler({ port: 3000 });\n',
      false,
    ],
    ['import { Hono } from "hono";\nexport default new Hono();\n', false],
  ])("serves requests by itself: %s", (text, isEntry) => {
    const { program } = createProgram(new Map([["index.js", text]]));
    const file = program.getSourceFile(`${ROOT}/index.js`);
    if (!file) throw new Error("the program has no file");
    const entries = new NodeEntries(program.getTypeChecker(), [file], ROOT, () => false);
    expect(entries.leadingTo(file) !== undefined).toBe(isEntry);
  });

  it.each([
    ["", { "vitest.config.ts": POOL }, false],
    ["", { "vitest.config.ts": POOL, "vitest.unit.config.ts": NO_POOL }, true],
    [FROM_TEST, { "vitest.config.ts": POOL, "vitest.unit.config.ts": NO_POOL }, false],
    [
      "",
      {
        "vitest.config.ts": ofFolder(POOL, "apps"),
        "vitest.unit.config.ts": ofFolder(NO_POOL, "src"),
      },
      false,
    ],
    [
      "",
      {
        "vitest.config.ts": ofFolder(POOL, "src"),
        "vitest.unit.config.ts": ofFolder(NO_POOL, "./apps/api"),
      },
      true,
    ],
    ["", { "vitest.config.ts": NO_POOL, "apps/vitest.config.ts": POOL }, false],
    ["", { "vitest.config.ts": NO_POOL }, true],
  ])("begins with a test (%o) where its configs are %o: %s", (first, configs, isEntry) => {
    const { program } = createProgram(
      new Map(
        Object.entries({
          ...configs,
          "apps/api/keys.ts": "export const key = process.env.API_KEY;\n",
          "apps/api/keys.test.ts": `${first}import { key } from "./keys";\nexport default key;\n`,
        }),
      ),
    );
    const own = program.getSourceFiles().filter(({ fileName }) => !fileName.includes("/lib."));
    const keys = own.find(({ fileName }) => fileName.endsWith("/keys.ts"));
    if (!keys) throw new Error("the program has no file");
    const entries = new NodeEntries(program.getTypeChecker(), own, ROOT, () => false);
    expect(entries.leadingTo(keys) !== undefined).toBe(isEntry);
  });
});
