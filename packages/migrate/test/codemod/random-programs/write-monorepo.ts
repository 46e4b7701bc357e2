/** A random repository of two Workers that run the functions of one package. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Texts, tsconfig, worker } from "../monorepo/monorepo.ts";
import { HELPER_PATH } from "../virtual-repository.ts";
import { ENTRY, SECRETS, writeFiles, writeHandler } from "./write-program.ts";

export const APPS = ["a", "b"] as const;
const OTHER_ENTRY = "src/other.ts";
/** Where the functions are: of the package only. */
const SHARED_FILES = ["src/keys.ts", "src/clients.ts", "src/keys.ts", "src/plain.js"] as const;
const STORE = "  SECRETS: SecretsStore;\n";
const PLATFORM = readFileSync(join(import.meta.dirname, "../stubs/workers-types.d.ts"), "utf8");
const VARS = [...SECRETS].map((name) => `${name}=value\n`).join("");

/** @param tape decides everything; every second one writes an environment that knows no store yet. */
export function writeMonorepo(tape: readonly number[]): Texts {
  const files = writeFiles(
    tape,
    (scope, add) => {
      add(OTHER_ENTRY, writeHandler(scope(OTHER_ENTRY)));
      return writeHandler(scope(ENTRY));
    },
    SHARED_FILES,
  );
  const shared = [...files].filter(([path]) => ![ENTRY, OTHER_ENTRY, HELPER_PATH].includes(path));
  return {
    "platform.d.ts": PLATFORM,
    "package.json": '{ "name": "root" }',
    "packages/shared/package.json":
      '{ "name": "@x/shared", "type": "module", "exports": { "./*": ["./src/*.ts", "./src/*.js"] } }',
    "packages/shared/tsconfig.json": tsconfig("../.."),
    ...Object.fromEntries(
      shared.map(([path, text]) => [
        `packages/shared/${path}`,
        tape.length % 2 === 1 ? text.replace(STORE, "") : text,
      ]),
    ),
    ...app("a", files.get(ENTRY) ?? ""),
    ...app("b", files.get(OTHER_ENTRY) ?? ""),
  };
}

export const LINKS = { "@x/shared": "packages/shared" };

function app(name: (typeof APPS)[number], entry: string): Texts {
  const text = entry
    .replaceAll('from "./plain"', 'from "../../../packages/shared/src/plain.js"')
    .replaceAll('from "./', 'from "@x/shared/');
  return {
    ...worker(name, "src/index.ts"),
    [`apps/${name}/src/index.ts`]: text,
    [`apps/${name}/.dev.vars`]: VARS,
  };
}
