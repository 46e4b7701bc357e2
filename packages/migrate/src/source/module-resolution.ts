/**
 * Where an import leads, for programs that hold files of several Workers: each file's aliases are those
 * of the tsconfig nearest to it, as wrangler's bundler reads them, and what a package of the repository
 * has built is the source that it was built from. Else a call could be followed to the wrong function.
 */
import ts from "typescript";
import { findTsconfig, nearestTsconfig } from "./find-tsconfig.ts";
import type { ProgramFiles, WorkspacePackage } from "./program-files.ts";

type ResolveLiterals = NonNullable<ts.CompilerHost["resolveModuleNameLiterals"]>;

export interface ResolutionOptions {
  readonly files: ProgramFiles;
  readonly packages: readonly WorkspacePackage[];
  /** What git would list, relative to the root: anything else in a package is built. */
  readonly listed: ReadonlySet<string>;
}

/** Of a tsconfig, what decides where its files' imports lead. */
const DECIDING = [
  ...(["baseUrl", "paths", "pathsBasePath", "rootDirs"] as const),
  ...(["module", "moduleResolution", "customConditions"] as const),
];
const BUILT = /^(.*)\/(?:dist|build|lib|out)\/(.*?)(?:\.d)?\.([cm]?)[jt]s(x?)$/;

/** For a compiler's host; it asks the host that it is called on. */
export function createResolution(options: ResolutionOptions): ResolveLiterals {
  const nearest = createNearestOptions(options.files);
  const caches = new WeakMap<object, Map<ts.CompilerOptions, ts.ModuleResolutionCache>>();
  return function resolve(this: ts.CompilerHost, literals, containing, redirected, given, file) {
    const own = nearest(containing, given);
    // A host that has other files gives other answers: nothing is kept from one to the next.
    const known = caches.get(this) ?? new Map<ts.CompilerOptions, ts.ModuleResolutionCache>();
    caches.set(this, known);
    const manifests = this.getModuleResolutionCache?.()?.getPackageJsonInfoCache();
    const { root } = options.files;
    const cache =
      known.get(own) ?? ts.createModuleResolutionCache(root, (name) => name, own, manifests);
    known.set(own, cache);
    return literals.map((literal) => {
      const mode = ts.getModeForUsageLocation(file, literal, own);
      const { text } = literal;
      const found = ts.resolveModuleName(text, containing, own, this, cache, redirected, mode);
      return toSource(found, options);
    });
  };
}

function createNearestOptions(
  files: ProgramFiles,
): (containing: string, given: ts.CompilerOptions) => ts.CompilerOptions {
  const configs = new Map<string, string | undefined>();
  const found = new Map<string, ts.CompilerOptions | undefined>();
  const merged = new WeakMap<ts.CompilerOptions, Map<string, ts.CompilerOptions>>();
  return (containing, given) => {
    const isOwn = containing.startsWith(`${files.root}/`) && !containing.includes("/node_modules/");
    const folder = containing.slice(0, containing.lastIndexOf("/"));
    if (isOwn && !configs.has(folder)) configs.set(folder, nearestTsconfig(files, folder));
    const config = configs.get(folder);
    if (!isOwn || config === undefined || config === given.configFilePath) return given;
    if (!found.has(config)) {
      found.set(config, findTsconfig(files, folder, containing)?.options);
    }
    const theirs = found.get(config);
    if (theirs === undefined || theirs.configFilePath === given.configFilePath) return given;
    const all = merged.get(given) ?? new Map<string, ts.CompilerOptions>();
    merged.set(given, all);
    const options = all.get(config) ?? { ...given, ...pick(theirs) };
    all.set(config, options);
    return options;
  };
}

/** An option that is not theirs is none: another Worker's aliases do not lead anywhere here. */
function pick(options: ts.CompilerOptions): ts.CompilerOptions {
  return Object.fromEntries(DECIDING.map((name) => [name, options[name]]));
}

function toSource(
  found: ts.ResolvedModuleWithFailedLookupLocations,
  { files, packages, listed }: ResolutionOptions,
): ts.ResolvedModuleWithFailedLookupLocations {
  const { resolvedModule } = found;
  const name = resolvedModule?.resolvedFileName;
  if (!resolvedModule || !name?.startsWith(`${files.root}/`)) return found;
  const path = name.slice(files.root.length + 1);
  const isOfPackage = packages.some(({ folder }) => path.startsWith(`${folder}/`));
  if (listed.has(path) || path.includes("node_modules/") || !isOfPackage) return found;
  const [, folder, rest, module = "", jsx = ""] = BUILT.exec(path) ?? [];
  const source = [`${module}ts${jsx}`, "ts", "tsx", `${module}js${jsx}`]
    .map((extension) => `${folder}/src/${rest}.${extension}`)
    .find((each) => listed.has(each));
  if (source === undefined) return found;
  const resolved = {
    ...resolvedModule,
    resolvedFileName: `${files.root}/${source}`,
    extension: source.slice(source.lastIndexOf(".")),
    isExternalLibraryImport: false,
  };
  return { ...found, resolvedModule: resolved };
}
