/**
 * Repositories of several Workers on the disk: migrated as the command does, then bundled as wrangler
 * does and asked the same as before. Each has the few types of the platform that it needs.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { build } from "esbuild";
import ts from "typescript";
import { onTestFinished } from "vitest";
import {
  planRepositoryMigration,
  type RepositoryMigration,
  type RepositoryPlan,
} from "../../../src/codemod/plan-repository-migration.ts";
import { scanRepository } from "../../../src/inventory/scan-repository.ts";
import { createDisk } from "../../../src/repository/disk.ts";
import { HELPER_TEXT } from "../virtual-repository.ts";

export type Texts = Readonly<Record<string, string>>;

/** The few types of the platform that the helper and the Workers here need. */
export const PLATFORM = `declare class Response { constructor(body?: string); }
declare class Request { readonly headers: { get(name: string): string | null } }
declare function setTimeout(work: (value?: unknown) => void, ms?: number): number;
declare function clearTimeout(timer: number): void;
`;

/** @param root of the repository, from the tsconfig's folder. */
export function tsconfig(root: string, more: object = {}): string {
  const compilerOptions = {
    ...{ strict: true, target: "es2022", lib: ["es2022"], types: [], noEmit: true },
    ...{ module: "esnext", moduleResolution: "bundler", allowJs: true, ...more },
  };
  return JSON.stringify({ compilerOptions, include: [".", `${root}/platform.d.ts`] });
}

/** A Worker's config and tsconfig. @param folder two below the root. */
export function worker(name: string, entry: string, more: object = {}): Texts {
  return {
    [`apps/${name}/wrangler.toml`]: `name = "${name}"\nmain = "${entry}"\n`,
    [`apps/${name}/tsconfig.json`]: tsconfig("../..", more),
    [`apps/${name}/package.json`]: JSON.stringify({
      ...{ name, type: "module" },
      dependencies: { "@x/shared": "*" },
    }),
  };
}

export class Monorepo {
  readonly root: string;

  /** @param links from a path in node_modules to a folder of the repository. */
  constructor(texts: Texts, links: Texts = {}) {
    this.root = mkdtempSync(join(tmpdir(), "lunakey-monorepo-"));
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }));
    this.write({ "platform.d.ts": PLATFORM, ".gitignore": "node_modules\ndist\n", ...texts });
    for (const [name, folder] of Object.entries(links)) {
      const path = join(this.root, "node_modules", name);
      mkdirSync(dirname(path), { recursive: true });
      symlinkSync(join(this.root, folder), path);
    }
  }

  write(texts: Texts): void {
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), text);
    }
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  /** Migrates Workers by their configs, all where none is given, and writes it. */
  async migrate(...configs: readonly string[]): Promise<RepositoryPlan> {
    return this.migrateOnly({}, ...configs);
  }

  /** The same, of what is asked for. */
  async migrateOnly(
    asked: Pick<RepositoryMigration, "except" | "files" | "routes">,
    ...configs: readonly string[]
  ): Promise<RepositoryPlan> {
    const disk = createDisk(this.root);
    const inventory = await scanRepository({ disk, depth: "quick" });
    const entryOf = new Map(inventory.workers.map(({ config, entry }) => [config, entry]));
    const plan = planRepositoryMigration({
      ...asked,
      disk,
      inventory,
      configs: configs.length > 0 ? configs : [...entryOf.keys()],
      helperOf: (config) => {
        const folder = posix.dirname(entryOf.get(config) ?? config);
        return { kind: "file", path: posix.join(folder, "secrets.ts"), text: HELPER_TEXT };
      },
    });
    this.write(Object.fromEntries(plan.changes.map(({ path, after }) => [path, after ?? ""])));
    return plan;
  }

  /** What the Workers answer, by their entries. */
  async ask(entries: readonly string[], env: Readonly<Record<string, unknown>>): Promise<string[]> {
    return Promise.all(entries.map((entry) => this.#askOne(entry, env)));
  }

  async #askOne(entry: string, env: Readonly<Record<string, unknown>>): Promise<string> {
    const { outputFiles } = await build({
      entryPoints: [join(this.root, entry)],
      ...{ bundle: true, write: false, format: "esm", platform: "neutral", logLevel: "silent" },
      ...{ mainFields: ["module", "main"], conditions: ["workerd"] },
    });
    const url = `data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? "")}`;
    const { default: handler } = (await import(url)) as {
      default: { fetch(request: Request, env: object): Promise<Response> };
    };
    const headers = { token: "jwt" };
    return (await handler.fetch(new Request("https://worker.example", { headers }), env)).text();
  }

  /** Type errors of a Worker's own program, as `tsc -p` has them. */
  errors(folder: string): string[] {
    const path = join(this.root, folder, "tsconfig.json");
    const { config } = ts.readConfigFile(path, ts.sys.readFile) as { config: object };
    const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(path));
    const program = ts.createProgram(fileNames, options);
    return ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
  }
}
