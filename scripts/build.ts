/**
 * Builds every package: JavaScript and declarations by `tsc`, and the two Workers as one file each
 * by esbuild, as they are deployed. Prints nothing unless something is wrong. `--if-missing` builds
 * only what was never built.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");

async function compile(name: string, ...options: string[]): Promise<void> {
  const folder = join(root, "packages", name);
  await rm(join(folder, "dist"), { recursive: true, force: true });
  await run("tsc", ["-p", folder, ...options]);
}

/** The Worker as it is deployed: one module, with everything but the platform's own in it. */
async function bundleWorker(name: string): Promise<void> {
  const folder = join(root, "packages", name);
  await compile(name, "--emitDeclarationOnly");
  await build({
    entryPoints: [join(folder, "src", "worker.ts")],
    outfile: join(folder, "dist", "worker.js"),
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["workerd", "worker", "browser"],
    target: "es2024",
    external: ["cloudflare:*", "node:*"],
    logLevel: "warning",
  });
}

/** The command line writes the runtime's files into Workers, and so brings their texts along. */
async function carryHelper(): Promise<void> {
  const from = join(root, "packages", "runtime", "src");
  const into = join(root, "packages", "cli", "dist", "helper");
  await cp(from, into, { recursive: true, filter: (path) => !/(index|testing)\.ts$/.test(path) });
}

function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", shell: false });
    child.on("error", reject);
    child.on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(" ")} failed`)),
    );
  });
}

async function buildAll(): Promise<void> {
  await compile("contract");
  await Promise.all([
    compile("runtime"),
    compile("migrate"),
    bundleWorker("store"),
    bundleWorker("admin"),
  ]);
  await compile("cli");
  await carryHelper();
}

const isBuilt = existsSync(join(root, "packages", "cli", "dist", "bin.js"));
if (!(process.argv.includes("--if-missing") && isBuilt)) await buildAll();
