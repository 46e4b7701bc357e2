import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFreePort } from "../stack/free-ports.ts";
import { type EmptyProject, installInto, packAll } from "./empty-project.ts";

const execute = promisify(execFile);
const INSTALL_MS = 180_000;

let tarballFolder: string;
let tarballs: ReadonlyMap<string, string>;
const projects: EmptyProject[] = [];

beforeAll(async () => {
  tarballFolder = await mkdtemp(join(tmpdir(), "lunakey-pack-"));
  tarballs = await packAll(tarballFolder);
});

afterAll(async () => {
  await Promise.all(projects.map((project) => project.remove()));
  await rm(tarballFolder, { recursive: true, force: true });
});

async function install(...names: readonly string[]): Promise<EmptyProject> {
  const paths = names.map((name) => tarballs.get(name) ?? `${name} was not packed`);
  const project = await installInto(paths);
  projects.push(project);
  return project;
}

describe("installed from its tarball into an empty project", () => {
  it("@lunakey/contract reads input", { timeout: INSTALL_MS }, async () => {
    const project = await install("@lunakey/contract");
    const printed = await project.runModule(`
      import { parseInput, secretName } from "@lunakey/contract";
      console.log(parseInput(secretName, "JWT_SECRET", "name"));`);
    expect(printed).toBe("JWT_SECRET");
  });

  it("@lunakey/runtime reads a secret, and has nothing but itself", {
    timeout: INSTALL_MS,
  }, async () => {
    const project = await install("@lunakey/runtime");
    const printed = await project.runModule(`
      import { getSecret } from "@lunakey/runtime";
      import { createTestStore } from "@lunakey/runtime/testing";
      import { getSecret as copied } from "@lunakey/runtime/secrets";
      const env = { SECRETS: createTestStore({ A: "from the store" }), B: "its own" };
      console.log(await getSecret(env, "A" as never), await copied(env, "B"));`);
    expect(printed).toBe("from the store its own");
    expect(existsSync(join(project.folder, "node_modules/@lunakey/runtime/src/secrets.ts"))).toBe(
      true,
    );
    expect(existsSync(join(project.folder, "node_modules/@lunakey/contract"))).toBe(false);
  });

  it("@lunakey/store and @lunakey/admin are Workers that workerd runs", {
    timeout: INSTALL_MS,
  }, async () => {
    const project = await install("@lunakey/contract", "@lunakey/store", "@lunakey/admin");
    const printed = await project.runModule(`
      import { readFileSync } from "node:fs";
      import { fileURLToPath } from "node:url";
      for (const name of ["@lunakey/store", "@lunakey/admin"]) {
        const source = readFileSync(fileURLToPath(import.meta.resolve(name)), "utf8");
        const imports = [...source.matchAll(/^import .* from "(.*)";$/gm)].map((match) => match[1]);
        console.log(name, [...new Set(imports)].join(" "));
      }`);
    expect(printed.split("\n")).toEqual([
      "@lunakey/store cloudflare:workers",
      expect.stringMatching(/^@lunakey\/admin( cloudflare:workers)?$/),
    ]);
  });

  it("lunakey starts a store, sets a secret and lists it", { timeout: INSTALL_MS }, async () => {
    const project = await install(
      "@lunakey/contract",
      "@lunakey/store",
      "@lunakey/admin",
      "@lunakey/migrate",
      "lunakey",
    );
    const bin = join(project.folder, "node_modules/lunakey/dist/bin.js");
    const port = await findFreePort();
    const dev = spawn(process.execPath, [bin, "dev", "--port", String(port), "--json"], {
      cwd: project.folder,
    });
    try {
      await new Promise((resolve) => dev.stdout.once("data", resolve));
      const set = execute(process.execPath, [bin, "set", "JWT_SECRET", "--env", "default"], {
        cwd: project.folder,
      });
      set.child.stdin?.end("a value for a test");
      await set;
      const list = await execute(process.execPath, [bin, "list", "--env", "default", "--json"], {
        cwd: project.folder,
      });
      const { secrets } = JSON.parse(list.stdout) as {
        secrets: { name: string; version: number }[];
      };
      expect(secrets.map(({ name, version }) => [name, version])).toEqual([["JWT_SECRET", 1]]);
    } finally {
      dev.kill("SIGINT");
      await new Promise((resolve) => dev.once("exit", resolve));
    }
  });
});
