/** One Worker's code, as plain data: what it reads and what that reaches. The last file with nodes. */
import ts from "typescript";
import { ReferenceIndex } from "../codemod/references/reference-index.ts";
import { findBuildTimeNames } from "../source/build-time-names.ts";
import { type BuiltInName, findBuiltInNames } from "../source/built-in-names.ts";
import type { EnvRead, EnvReads, EnvWhole } from "../source/env-read.ts";
import { createEnvOracle, findEnvReads } from "../source/find-env-reads.ts";
import { type EnvTypeDeclaration, findEnvTypes } from "../source/find-env-types.ts";
import { findHelperCalls } from "../source/helper-calls.ts";
import type { LoadedProgram } from "../source/load-program.ts";
import { findNamedReads } from "../source/named-reads.ts";
import { type Framework, findFileRoute } from "../source/reach/file-routes.ts";
import { ReachFinder } from "../source/reach/find-reach.ts";
import { type Reach, routeReach } from "../source/reach/reach.ts";
import { enclosingFunction, relativeTo, wrapped } from "../source/syntax.ts";
import type { CodeContext } from "./code-context.ts";
import type { InventoryEnvType } from "./inventory.ts";
import { findReadUse } from "./read-use.ts";
import type { ScannedRead, ScannedWhole } from "./scanned-worker.ts";
import { WorkerCode, type WorkerCodeOptions } from "./worker-code.ts";

export interface AnalysedCode {
  /** Relative to the root. */
  readonly sources: readonly string[];
  readonly envTypes: readonly InventoryEnvType[];
  readonly reads: readonly ScannedRead[];
  readonly wholes: readonly ScannedWhole[];
  readonly otherReads: readonly ScannedRead[];
  readonly builtIn: readonly BuiltInName[];
  readonly buildTime: readonly BuiltInName[];
}

export interface AnalyseOptions extends WorkerCodeOptions {
  /** What the scripts of Astro, Vue and Svelte files in the folder read. */
  readonly components: EnvReads;
}

/** What can be asked of a program once, for however many Workers are in it. */
interface Analysis {
  readonly reads: readonly EnvRead[];
  readonly wholes: readonly EnvWhole[];
  readonly types: readonly EnvTypeDeclaration[];
  readonly index: ReferenceIndex;
}

/** Keeps what it found for each program. */
export class CodeAnalyser {
  readonly #analyses = new WeakMap<ts.Program, Analysis>();

  analyse(options: AnalyseOptions): AnalysedCode {
    const { loaded, components, config, folder, frameworks } = options;
    const { program, root } = loaded;
    const { reads, wholes, types, index } = this.#analysisOf(loaded);
    const code = new WorkerCode(options);
    const contextOf = (file: ts.SourceFile) => code.contextOf(file);
    const entry = config.entry;
    const finder = new ReachFinder({ program, root, folder, frameworks, entry, index });
    const scan = (read: EnvRead, context: CodeContext, reaches: readonly Reach[]) =>
      plainRead(read, { context, reaches, config: config.path });
    const include = (file: ts.SourceFile) => contextOf(file) === "worker";
    const named = findNamedReads({ program, root, include, entry });
    const scanned = [...reads, ...named].map((read) => {
      const context = contextOf(read.sourceFile);
      return scan(read, context, context === "worker" ? finder.of(read.node) : []);
    });
    const rendered = code.isAlone ? { reads: [], wholes: [] } : components;
    const inComponents = rendered.reads.map((read) =>
      scan(read, "worker", routesOfFile(read.place.file, folder, frameworks)),
    );
    return {
      sources: listSources(loaded, code),
      envTypes: types.filter(({ sourceFile }) => code.isTypeOf(sourceFile)).map(plainType),
      reads: [...scanned.filter(({ context }) => context === "worker"), ...inComponents],
      builtIn: findBuiltInNames(program, root),
      buildTime: findBuildTimeNames(program, root, include),
      otherReads: scanned.filter(({ context }) => context !== "worker"),
      wholes: [
        ...wholes.filter((whole) => contextOf(whole.sourceFile) === "worker"),
        ...rendered.wholes,
      ].map((whole) => plainWhole(whole, config.path)),
    };
  }

  #analysisOf({ program, root }: LoadedProgram): Analysis {
    const known = this.#analyses.get(program);
    if (known) return known;
    const oracle = createEnvOracle(program);
    const found = findEnvReads({ program, root, oracle });
    const helper = findHelperCalls(program, root);
    // What is handed to the helper is handed to no library.
    const seen = new Set([...helper.reads, ...helper.wholes].map(({ node }) => node));
    const analysis = {
      reads: [...found.reads.filter(({ node }) => !seen.has(node)), ...helper.reads],
      wholes: [...found.wholes.filter(({ node }) => !seen.has(node)), ...helper.wholes],
      types: findEnvTypes({ program, root, types: oracle.types }),
      index: new ReferenceIndex(program),
    };
    this.#analyses.set(program, analysis);
    return analysis;
  }
}

function listSources({ program, root }: LoadedProgram, code: WorkerCode): string[] {
  return program
    .getSourceFiles()
    .filter(
      (file) =>
        !file.isDeclarationFile && !file.fileName.includes("/node_modules/") && code.isSource(file),
    )
    .map(({ fileName }) => relativeTo(root, fileName));
}

function isAsync(node: ts.Node): boolean | null {
  const owner = enclosingFunction(node);
  if (!owner) return null;
  return (
    ts.canHaveModifiers(owner) &&
    (ts.getModifiers(owner) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)
  );
}

function routesOfFile(
  file: string,
  folder: string,
  frameworks: ReadonlySet<Framework>,
): readonly Reach[] {
  const inner = folder === "" ? file : file.slice(folder.length + 1);
  const route = findFileRoute(inner, frameworks);
  return route ? [routeReach(null, route.path)] : [];
}

interface ReadDetails {
  readonly context: CodeContext;
  readonly reaches: readonly Reach[];
  readonly config: string;
}

function plainRead(read: EnvRead, { context, reaches, config }: ReadDetails): ScannedRead {
  return {
    name: read.name,
    place: read.place,
    workers: context === "worker" ? [config] : [],
    form: read.form,
    taking: read.taking,
    evidence: read.evidence,
    ...(read.throughHelper && { throughHelper: read.throughHelper }),
    ...(read.isCopy && { isCopy: read.isCopy }),
    async: isAsync(read.node),
    context,
    reaches,
    use: findReadUse(read.node),
  };
}

function plainType({ name, place, generated, members }: EnvTypeDeclaration): InventoryEnvType {
  return {
    name,
    place,
    generated,
    members: members.map(({ node: _node, ...member }) => member),
  };
}

function plainWhole(whole: EnvWhole, config: string): ScannedWhole {
  const { kind, place, names, form, node } = whole;
  return { kind, place, names, form, workers: [config], logged: isLogged(whole, node) };
}

function isLogged({ env }: EnvWhole, node: ts.Node): boolean {
  return findReadUse(env).logged || (!listsNames(node) && findReadUse(wrapped(node)).logged);
}

/** `Object.keys(env)` has no value in it, `Object.entries(env)` has them all. */
function listsNames(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) &&
    /^(?:Object\.(?:keys|getOwnPropertyNames)|Reflect\.ownKeys)$/.test(node.expression.getText())
  );
}
