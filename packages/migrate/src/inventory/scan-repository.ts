/**
 * Reads a whole repository into one inventory: configs, code, files of development, findings, verdict.
 * What can not be read becomes a problem; everything else is still looked at. Writes nothing.
 */
import { posix } from "node:path";
import type { DiskReader } from "../repository/disk.ts";
import type { Problem } from "../repository/place.ts";
import { walkRepository } from "../repository/walk-repository.ts";
import { findReadsByShape } from "../source/find-reads-by-shape.ts";
import { hasFrontmatter, isAstro } from "../source/frontmatter.ts";
import { ProgramLoader } from "../source/load-program.ts";
import type { ParsedFiles } from "../source/parsed-files.ts";
import { createProgramFiles, type ProgramFiles } from "../source/program-files.ts";
import { findFrameworks } from "../source/reach/file-routes.ts";
import { isComponent } from "../source/script-blocks.ts";
import {
  findWorkspacePackages,
  type Manifest,
  type WorkspacePackages,
} from "../source/workspace-packages.ts";
import { readConfigs } from "../wrangler-config/read-configs.ts";
import { listOwnFiles } from "../wrangler-config/served-folders.ts";
import type { WranglerConfig } from "../wrangler-config/wrangler-config.ts";
import { CodeAnalyser } from "./analyse-worker.ts";
import { assembleInventory } from "./assemble-inventory.ts";
import { classifySecrets } from "./classify-secrets.ts";
import { type DevVarsFile, devVarsOf, readDevVars } from "./dev-vars.ts";
import { findVerdict } from "./find-verdict.ts";
import { findFindings } from "./findings/find-findings.ts";
import type { Inventory } from "./inventory.ts";
import type { ScannedWorker } from "./scanned-worker.ts";
import {
  findInnerFolders,
  findUnread,
  findWorkerConfigs,
  isBesideApp,
  isInOne,
} from "./worker-configs.ts";

export interface ScanOptions {
  readonly disk: DiskReader;
  /** Called before each step, for a person who waits. */
  readonly onProgress?: (progress: ScanProgress) => void;
  /**
   * `quick`: who reads what, in half of the time. Types of packages that lead to no environment are
   * left aside, and no secret is looked for that stands in the source in plain. Default: `whole`.
   */
  readonly depth?: "whole" | "quick";
  /**
   * Workers that are not the repository's own work: their code is not read, and nothing is said of them
   * but that a service may name them. Default: none.
   */
  readonly leavesOut?: (config: WranglerConfig) => boolean;
  /** For whoever loads programs of the same folder again. */
  readonly parsed?: ParsedFiles;
}

export interface ScanProgress {
  readonly step: "files" | "worker" | "findings";
  /** The Worker's config; null for the other steps. */
  readonly subject: string | null;
  readonly done: number;
  readonly total: number;
}

/** @throws DiskError where the root itself can not be read. */
export async function scanRepository(options: ScanOptions): Promise<Inventory> {
  const { disk, onProgress } = options;
  onProgress?.({ step: "files", subject: null, done: 0, total: 1 });
  const listing = walkRepository(disk);
  const configs = readConfigs(disk, listing);
  const paths = listOwnFiles(listing.files, configs.configs);
  const packages = findWorkspacePackages(disk, paths);
  const devVars = readDevVars(disk, listing.files);
  const scan = scanWorkers(options, {
    configs: configs.configs,
    packages,
    devVars: devVars.files,
    paths,
    listed: new Set(paths),
  });
  onProgress?.({ step: "findings", subject: null, done: 0, total: 1 });
  const secrets = classifySecrets(scan.workers);
  const findings = await findFindings({
    disk,
    listing,
    devVars: devVars.files,
    secrets,
    workers: scan.workers,
    scripts: listScripts(configs.configs),
    looksIntoFiles: options.depth !== "quick",
  });
  return assembleInventory({
    root: disk.root,
    workers: scan.workers,
    secrets,
    findings,
    problems: [
      ...problemsOf(listing, configs),
      ...packages.problems,
      ...devVars.problems,
      ...scan.problems,
    ],
    verdict: findVerdict({ workers: scan.workers, secrets, findings }),
  });
}

/** Of walking through the folders, of finding configs, of reading each, and of what is in none. */
function problemsOf(
  listing: ReturnType<typeof walkRepository>,
  { configs, problems }: ReturnType<typeof readConfigs>,
): Problem[] {
  const own = configs.flatMap((config) => config.problems);
  return [...listing.problems, ...problems, ...own, ...findUnread(configs).map(asProblem)];
}

interface Material {
  readonly configs: readonly WranglerConfig[];
  readonly packages: WorkspacePackages;
  readonly devVars: readonly DevVarsFile[];
  readonly paths: readonly string[];
  /** The same, to look one up. */
  readonly listed: ReadonlySet<string>;
}

function scanWorkers(
  options: ScanOptions,
  material: Material,
): { workers: ScannedWorker[]; problems: Problem[] } {
  const { disk, onProgress, leavesOut = () => false } = options;
  const files = createProgramFiles(disk, material.packages.packages);
  const loader = createLoader(files, options);
  const scanning = { root: disk.root, files, loader, analyser: new CodeAnalyser(), material };
  const configs = findWorkerConfigs(material.configs).filter((config) => !leavesOut(config));
  const scanned = configs.map((config, done) => {
    onProgress?.({ step: "worker", subject: config.path, done, total: configs.length });
    return scanWorker(config, scanning);
  });
  const problems = scanned.flatMap((one) => one.problems);
  return {
    workers: scanned.map(({ worker }) => worker),
    problems: [...unique(problems), ...files.problems],
  };
}

function createLoader(files: ProgramFiles, { depth, parsed }: ScanOptions): ProgramLoader {
  return new ProgramLoader(files, {
    packages: depth === "quick" ? "environment" : "all",
    ...(parsed === undefined ? {} : { parsed }),
  });
}

/** What all Workers of a scan have in common. */
interface Scanning {
  readonly root: string;
  readonly files: ProgramFiles;
  readonly loader: ProgramLoader;
  readonly analyser: CodeAnalyser;
  readonly material: Material;
}

function scanWorker(
  config: WranglerConfig,
  { root, files, loader, analyser, material }: Scanning,
): { worker: ScannedWorker; problems: readonly Problem[] } {
  const { devVars, packages, paths } = material;
  const folder = posix.dirname(config.path).replace(/^\.$/, "");
  const manifest = findManifest(packages, folder);
  const frameworks = new Set(findFrameworks(manifest?.needs ?? []));
  if (config.kind === "pages") frameworks.add("pages-functions");
  const sources = findSources(manifest, material);
  const innerFolders = findInnerFolders(config, material.configs);
  const all = findComponents(folder, paths).filter((path) => !isInOne(path, innerFolders));
  const pages = frameworks.has("astro") ? all.filter((path) => isPage(files, path)) : [];
  const extra = [...extraFiles(config, folder, paths), ...pages, ...sources.values()];
  const listed = material.listed;
  const loaded = loader.load({ folder, entry: config.entry, extraFiles: extra, listed });
  const others = all.filter((path) => !pages.includes(path));
  const components = findReadsByShape(files, others);
  const worker = {
    ...analyser.analyse({
      ...{ loaded, config, folder, frameworks, sources, components },
      isBesideApp: isBesideApp(config, material.configs),
      innerFolders,
    }),
    name: config.name ?? posix.basename(folder === "" ? root : folder),
    config,
    folder,
    tsconfig: loaded.tsconfig,
    devVars: new Map(
      config.environments.map(({ name }) => [name, devVarsOf(devVars, folder, name)]),
    ),
    examples: devVars.filter(
      ({ example, path }) => example && posix.dirname(path) === (folder || "."),
    ),
    wrangler: manifest?.versions.get("wrangler") ?? null,
  };
  return { worker, problems: loaded.problems };
}

function isPage(files: ProgramFiles, path: string): boolean {
  return isAstro(path) && hasFrontmatter(files.readText(`${files.root}/${path}`) ?? "");
}

/** Of every Worker that is deployed from here, whether or not its code is read. */
function listScripts(configs: readonly WranglerConfig[]): ReadonlySet<string> {
  return new Set(
    findWorkerConfigs(configs).flatMap(({ environments }) =>
      environments.flatMap(({ script }) => script ?? []),
    ),
  );
}

/** Where no entry leads to the code, all of it: functions of Pages, and what a framework bundles. */
function extraFiles(config: WranglerConfig, folder: string, paths: readonly string[]): string[] {
  if (config.entry !== null && config.kind !== "pages") return [];
  return paths.filter(
    (path) =>
      /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path) && (folder === "" || path.startsWith(`${folder}/`)),
  );
}

/** The first file of each package of the repository that one needs, and that those need. */
function findSources(
  manifest: Manifest | undefined,
  { packages, paths }: Material,
): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  const todo = [...(manifest?.needs ?? [])];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    const needed = packages.manifests.find((one) => one.name === name);
    if (!needed || sources.has(name)) continue;
    const source = ["src/index.ts", "src/index.tsx", "src/index.js", "index.ts"]
      .map((file) => posix.join(needed.folder, file))
      .find((path) => paths.includes(path));
    sources.set(name, source ?? "");
    todo.push(...needed.needs);
  }
  return new Map([...sources].filter(([, path]) => path !== ""));
}

function findComponents(folder: string, paths: readonly string[]): string[] {
  return paths.filter(
    (path) => isComponent(path) && (folder === "" || path.startsWith(`${folder}/`)),
  );
}

function findManifest({ manifests }: WorkspacePackages, folder: string): Manifest | undefined {
  for (let at = folder; ; at = posix.dirname(at).replace(/^\.$/, "")) {
    const found = manifests.find((manifest) => manifest.folder === at);
    if (found || at === "") return found;
  }
}

function asProblem({ config, read }: ReturnType<typeof findUnread>[number]): Problem {
  const place = { file: config.path, line: 1, column: 1 };
  return { code: "config_unread", place, detail: `wrangler reads the ${read} beside it` };
}

function unique(problems: readonly Problem[]): Problem[] {
  const seen = new Map(
    problems.map((problem) => [
      `${problem.code} ${problem.place.file} ${problem.place.line}`,
      problem,
    ]),
  );
  return [...seen.values()];
}
