/**
 * The fixtures on the disk: `input/` is a Worker as it was; `output/` holds the files that its
 * migration changes, written by hand; `report.json` says what stays, and why. What a fixture does
 * not bring along, every Worker here has: `src/types.ts` and the helper.
 */
import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Files, HELPER_PATH, HELPER_TYPES } from "./virtual-repository.ts";

const FOLDER = join(import.meta.dirname, "fixtures");

/** Columns are left out: a place is `src/index.ts:3`. */
export interface ExpectedReport {
  readonly gaveUp?: readonly {
    readonly code: string;
    readonly place: string;
    readonly names: readonly string[];
    readonly blockedAt?: string;
    /** Of a type error that the change would have made: what the compiler says. */
    readonly error?: string;
  }[];
  readonly remarks?: readonly {
    readonly code: string;
    readonly place: string;
    readonly names: readonly string[];
  }[];
}

export interface FixtureSettings {
  /** `missing`: the migration has to write it. */
  readonly helper?: "file" | "missing" | "package";
  readonly routes?: readonly string[];
  readonly files?: readonly string[];
  /** What its manifest names. */
  readonly packages?: readonly string[];
  /** Codes of type errors that are there before and after: a package that is not installed. */
  readonly expectedErrors?: readonly string[];
}

export interface Fixture {
  readonly name: string;
  readonly input: Files;
  /** Only what changes. */
  readonly output: Files;
  readonly report: ExpectedReport;
  readonly settings: FixtureSettings;
}

const TYPES = `export interface Env {
  API_KEY: string;
  JWT_SECRET: string;
  STRIPE_SECRET_KEY: string;
  /** Without it, errors are not reported. */
  SENTRY_DSN?: string;
  /** A variable, no secret. */
  API_URL: string;
  CACHE: KVNamespace;
  SECRETS: SecretsStore;
}
`;

export function listFixtures(): string[] {
  return readdirSync(FOLDER).sort();
}

export function readFixture(name: string): Fixture {
  const folder = join(FOLDER, name);
  const settings = readJson<FixtureSettings>(join(folder, "settings.json"));
  const common: [string, string][] = [["src/types.ts", TYPES]];
  if ((settings.helper ?? "file") === "file") common.push([HELPER_PATH, HELPER_TYPES]);
  return {
    name,
    input: new Map([...common, ...readFiles(join(folder, "input"))]),
    output: readFiles(join(folder, "output")),
    report: readJson<ExpectedReport>(join(folder, "report.json")),
    settings,
  };
}

function readFiles(folder: string): Map<string, string> {
  const paths = globSync("**/*.*", { cwd: folder }).sort();
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

function readJson<T extends object>(path: string): T | Record<string, never> {
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as T) : {};
}
