/**
 * Programs of a repository's Workers, over texts that are only planned. Files are parsed once for all
 * of them; no program is kept, so that many Workers take no more memory than the largest one.
 */
import { posix } from "node:path";
import ts from "typescript";
import type { Inventory, InventoryWorker } from "../../inventory/inventory.ts";
import type { DiskReader } from "../../repository/disk.ts";
import { walkRepository } from "../../repository/walk-repository.ts";
import type { Lack } from "../../source/find-tsconfig.ts";
import { isAstro } from "../../source/frontmatter.ts";
import { type LoadedProgram, ProgramLoader } from "../../source/load-program.ts";
import { createResolution } from "../../source/module-resolution.ts";
import { OutsideImporters } from "../../source/outside-importers.ts";
import type { ParsedFiles } from "../../source/parsed-files.ts";
import { createProgramFiles, overlayTexts } from "../../source/program-files.ts";
import { type Framework, findFrameworks } from "../../source/reach/file-routes.ts";
import { isComponent, keepScripts } from "../../source/script-blocks.ts";
import { relativeTo } from "../../source/syntax.ts";
import { findWorkspacePackages, type WorkspacePackages } from "../../source/workspace-packages.ts";
import { readConfigs } from "../../wrangler-config/read-configs.ts";
import { listOwnFiles } from "../../wrangler-config/served-folders.ts";
import { KnownErrors } from "../proof/known-errors.ts";
import { isTestPath } from "../references/test-files.ts";
import { folderOf, idOf, type WorkerId } from "./code-owners.ts";
import type { MoreCode } from "./more-code.ts";
import { PlannedTexts } from "./planned-texts.ts";

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;
/** As its type, or as the platform gives it. */
const ENVIRONMENT = /\benv\b|\bcloudflare\b/i;

export class WorkerPrograms {
  readonly inventory: Inventory;
  readonly planned: PlannedTexts;
  /** By the first config of each. */
  readonly workers: ReadonlyMap<WorkerId, InventoryWorker>;
  /** Scripts of files in other languages, which no program holds. */
  readonly components: readonly ts.SourceFile[];
  /** Of files that no Worker runs. */
  readonly importers: OutsideImporters;
  readonly #paths: readonly string[];
  readonly #listed: ReadonlySet<string>;
  readonly #packages: WorkspacePackages;
  /**
   * By path, whether it speaks of the environment. Of others only those are there from the beginning that
   * import the Worker's code, or lie beside it: the rest may be of a frontend, with all that it brings.
   */
  readonly #tests: ReadonlyMap<string, boolean>;
  /** Folders of packages that have a Worker. */
  readonly #applications: ReadonlySet<string>;
  readonly #loader: ProgramLoader;
  /** By the options of the programs that they are of. */
  readonly #knownErrors = new Map<string, KnownErrors>();

  /** @param inventory of the same repository, as it is on the disk. */
  constructor(disk: DiskReader, inventory: Inventory, parsed?: ParsedFiles) {
    this.inventory = inventory;
    const listing = walkRepository(disk);
    this.#paths = listOwnFiles(listing.files, readConfigs(disk, listing).configs);
    this.#listed = new Set(this.#paths);
    this.#packages = findWorkspacePackages(disk, this.#paths);
    const onDisk = createProgramFiles(disk, this.#packages.packages);
    this.planned = new PlannedTexts(onDisk.root);
    const pages = new Set(inventory.workers.flatMap(({ sources }) => sources.filter(isAstro)));
    this.components = parseComponents(disk, onDisk.root, this.#paths, pages);
    const readText = (path: string) => onDisk.readText(`${onDisk.root}/${path}`);
    this.#tests = new Map(
      this.#paths
        .filter((path) => SOURCE.test(path) && isTestPath(path))
        .map((path) => [path, DECLARATIONS.test(path) || ENVIRONMENT.test(readText(path) ?? "")]),
    );
    this.importers = new OutsideImporters({
      paths: this.#paths,
      sources: new Set(inventory.workers.flatMap(({ sources }) => sources)),
      packages: this.#packages.packages,
      readText,
    });
    const files = overlayTexts(onDisk, this.planned.texts);
    const { packages } = this.#packages;
    // In a repository of one package imports lead where the compiler says.
    const resolve =
      packages.length > 1 || inventory.workers.length > 1
        ? createResolution({ files, packages, listed: this.#listed })
        : undefined;
    this.#loader = new ProgramLoader(files, {
      keepsPrograms: false,
      ...(parsed === undefined ? {} : { parsed }),
      ...(resolve === undefined ? {} : { resolve }),
    });
    const reversed = [...inventory.workers].reverse();
    this.workers = new Map(reversed.map((worker) => [idOf(worker), worker]));
    this.#applications = new Set(inventory.workers.map(({ config }) => this.packageOf(config)));
  }

  /** @param more what is to be in it too, with the tests of all Workers. */
  load(id: WorkerId, more?: Pick<MoreCode, "workers" | "outside">): LoadedProgram {
    const worker = this.worker(id);
    const others = [...(more?.workers ?? [])].filter((one) => one !== id);
    const together = [worker, ...others.map((one) => this.worker(one))];
    const files = together.flatMap((one) => this.#filesOf(one, together.length > 1));
    return this.#loader.load({
      folder: folderOf(worker),
      entry: worker.entry,
      listed: this.#listed,
      extraFiles: [...new Set([...files, ...(more?.outside ?? [])])],
    });
  }

  /** The tsconfig of a Worker's code, relative to the root, where the helper lacks something in it. */
  tsconfigThatLacks(id: WorkerId): { path: string; lack: Lack } | undefined {
    const worker = this.worker(id);
    const found = this.#loader.tsconfigOf({ folder: folderOf(worker), entry: worker.entry });
    if (found?.lacks === undefined) return undefined;
    return { path: relativeTo(this.planned.root, found.path), lack: found.lacks };
  }

  /** What proofs found in programs like this one, of whatever Worker. */
  knownErrors(program: ts.Program): KnownErrors {
    const key = JSON.stringify(program.getCompilerOptions());
    const known = this.#knownErrors.get(key) ?? new KnownErrors();
    this.#knownErrors.set(key, known);
    return known;
  }

  worker(id: WorkerId): InventoryWorker {
    const worker = this.workers.get(id);
    if (worker === undefined) throw new RangeError(`${id} is not in the inventory`);
    return worker;
  }

  /** What a later program sees. */
  forget(paths: ReadonlySet<string>): void {
    this.#loader.forget(paths);
  }

  /** Folder of the package that a file is in; "" for the root. */
  packageOf(path: string): string {
    const above = this.#packages.manifests.filter(({ folder }) => isBelow(path, folder));
    return above.sort((a, b) => b.folder.length - a.folder.length)[0]?.folder ?? "";
  }

  /** Can code of a file import a package? With pnpm, what its own manifest names, or the root's. */
  resolves(path: string, name: string): boolean {
    if (!this.#listed.has("pnpm-workspace.yaml") && !this.#listed.has("pnpm-lock.yaml"))
      return true;
    const folders = new Set(["", this.packageOf(path)]);
    const above = this.#packages.manifests.filter(({ folder }) => folders.has(folder));
    return above.some(({ needs }) => needs.includes(name));
  }

  /** Has the package of a file a Worker of its own? */
  isOfApplication(path: string): boolean {
    return this.#applications.has(this.packageOf(path));
  }

  frameworksOf(worker: InventoryWorker): ReadonlySet<Framework> {
    const frameworks = new Set(findFrameworks(this.packagesOf(worker)));
    if (worker.kind === "pages") frameworks.add("pages-functions");
    return frameworks;
  }

  /** What the manifest of its code names. */
  packagesOf({ config }: InventoryWorker): readonly string[] {
    const folder = this.packageOf(config);
    return this.#packages.manifests.find((one) => one.folder === folder)?.needs ?? [];
  }

  #filesOf(worker: InventoryWorker, isShared: boolean): string[] {
    const folder = folderOf(worker);
    const importing = new Set(this.importers.importing(worker.sources));
    const folders = new Set(worker.sources.map((path) => posix.dirname(path)));
    const tests = [...this.#tests].flatMap(([path, mayHoldEnv]) =>
      isBelow(path, folder) &&
      (mayHoldEnv || importing.has(path) || folders.has(posix.dirname(path)))
        ? path
        : [],
    );
    // Its code is named file by file where another Worker's tsconfig decides what is in the program.
    const sources = isShared || worker.entry === null ? worker.sources : [];
    const entry = worker.entry === null ? [] : [worker.entry];
    const packages = isShared ? this.#restOf(worker) : [];
    const pages = worker.sources.filter(isAstro);
    return [...entry, ...sources, ...pages, ...tests, ...packages];
  }

  /** The rest of the packages that its code is in, apart from those of applications. */
  #restOf({ sources }: InventoryWorker): string[] {
    const folders = new Set(sources.map((path) => this.packageOf(path)));
    const others = [...folders].filter(
      (folder) => folder !== "" && !this.#applications.has(folder),
    );
    return this.#paths.filter(
      (path) => SOURCE.test(path) && others.some((folder) => isBelow(path, folder)),
    );
  }
}

/**
 * At the places that they have in their files.
 * @param pages whose code of the server is in the programs.
 */
function parseComponents(
  disk: DiskReader,
  root: string,
  paths: readonly string[],
  pages: ReadonlySet<string>,
) {
  return paths.filter(isComponent).map((path) => {
    const script = keepScripts(path, disk.readText(path), isAstro(path) && !pages.has(path));
    const { ESNext } = ts.ScriptTarget;
    return ts.createSourceFile(`${root}/${path}`, script, ESNext, true, ts.ScriptKind.TS);
  });
}

function isBelow(path: string, folder: string): boolean {
  return folder === "" || path.startsWith(`${folder}/`);
}
