/**
 * Makes a repository of one Worker with as many TypeScript files as asked, of which a share reads
 * secrets: modules of an everyday kind (types, a class, helpers, imports of earlier modules), so that
 * parsing and checking cost what they cost in real code. The same numbers give the same bytes.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { renderModule } from "./render-module.ts";
import { renderReader } from "./render-reader.ts";

export interface RepositorySize {
  readonly files: number;
  /** 0 to 1: which part of the files reads a secret. */
  readonly readers: number;
}

/** As many as a large Worker has; every reader takes one to three of them. */
const SECRET_COUNT = 20;
const FOLDER_FILES = 50;

/** Writes the repository into an empty folder. */
export function generateRepository(root: string, { files, readers }: RepositorySize): void {
  const every = Math.round(1 / readers);
  const secrets = Array.from({ length: SECRET_COUNT }, (_, index) => `SERVICE_${index}_API_KEY`);
  const paths: string[] = [];
  for (let index = 0; index < files; index++) {
    const isReader = index % every === every - 1;
    const path = `src/area${Math.floor(index / FOLDER_FILES)}/${isReader ? "reader" : "module"}${index}.ts`;
    write(root, path, isReader ? renderReader(index, paths, secrets) : renderModule(index, paths));
    paths.push(path);
  }
  write(root, "src/env.ts", renderEnv(secrets));
  write(root, "src/index.ts", renderEntry(paths));
  write(root, "wrangler.jsonc", `${JSON.stringify(CONFIG, null, 2)}\n`);
  write(root, "tsconfig.json", `${JSON.stringify(TSCONFIG, null, 2)}\n`);
}

const CONFIG = { name: "generated", main: "src/index.ts", compatibility_date: "2026-10-01" };
const TSCONFIG = {
  compilerOptions: {
    target: "ES2024",
    lib: ["ES2024", "DOM"],
    module: "ESNext",
    moduleResolution: "Bundler",
    strict: true,
    types: [],
    skipLibCheck: true,
    noEmit: true,
  },
  include: ["src"],
};

function renderEnv(secrets: readonly string[]): string {
  return `export interface Env {\n${secrets.map((name) => `  ${name}: string;\n`).join("")}}\n`;
}

/** One route per reader; every module is part of the program through its readers or the config. */
function renderEntry(paths: readonly string[]): string {
  const readers = paths.filter((path) => path.includes("/reader"));
  const name = (path: string) => /(reader\d+)/.exec(path)?.[1] ?? "";
  const imports = readers.map(
    (path) => `import { ${name(path)} } from "./${path.slice(4, -3)}";\n`,
  );
  const routes = readers.map(
    (path) =>
      `    if (url.pathname === "/${name(path)}") return Response.json(${name(path)}(env, url.search));\n`,
  );
  return `import type { Env } from "./env";
${imports.join("")}
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const url = new URL(request.url);
${routes.join("")}    return new Response("not found", { status: 404 });
  },
};
`;
}

function write(root: string, path: string, text: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
