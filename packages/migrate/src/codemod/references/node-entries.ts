/**
 * Files that Node runs: scripts, servers, configs of tools, tests that no Worker's runtime runs, packages that are no
 * Worker's, functions of other services. What they import runs there too, and Node resolves neither `cloudflare:workers` nor a binding.
 */
import type ts from "typescript";
import { runsElsewhere } from "../../source/other-services.ts";
import { type Reached as Files, reachedFrom } from "./reached-files.ts";
import { isTestPath } from "./test-files.ts";
import { findTestsOfNode } from "./test-runtime.ts";

const SCRIPT =
  /(?:^|\/)(?:scripts?|bin)\/[^/]+\.[cm]?[jt]sx?$|(?<!(?:^|\/)auth)\.config\.[cm]?[jt]s$|(?:^|\/)alchemy\.run\.[cm]?[jt]s$/;
/** What only a program for a terminal does, or its packages. */
const TERMINAL =
  /\bprocess\.(?:argv|exit|stdin)\b|from\s*["'](?:(?:node:)?child_process|commander|citty|cac|yargs|inquirer|execa|@clack\/prompts|@actions\/core)["']/;
const SERVER_PACKAGE =
  /(?:\bfrom|\brequire\(|\bimport)\s*["'](?:(?:node:)?https?|express|fastify|koa|restify|@hapi\/hapi|@hono\/node-server)["']/;
const SERVES = /\.listen\(|\bserve\(/;
/** A Worker's server that is written as one of Node says so. */
const ON_WORKERS = /["']cloudflare:(?:node|workers)["']/;

interface Reached {
  /** Of each file that Node runs, the one that it begins with. */
  readonly entries: Files;
  /** By functions of other services. */
  readonly ofServices: Files;
  /** By what no program for Node leads to, and no test is. */
  readonly ofWorkers: Files;
}

export class NodeEntries {
  readonly #checker: ts.TypeChecker;
  readonly #files: readonly ts.SourceFile[];
  readonly #root: string;
  readonly #isOfOthers: (path: string) => boolean;
  #reached: Reached | undefined;

  /**
   * @param root of the repository, absolute: what is above it says nothing of its files.
   * @param isOfOthers is a path, relative to the root, of a package that only other programs run?
   */
  constructor(
    checker: ts.TypeChecker,
    files: readonly ts.SourceFile[],
    root: string,
    isOfOthers: (path: string) => boolean,
  ) {
    this.#isOfOthers = isOfOthers;
    this.#checker = checker;
    this.#files = files;
    this.#root = root;
  }

  /** The file that Node begins with to get to `file`; undefined where only a Worker runs it. */
  leadingTo(file: ts.SourceFile): ts.SourceFile | undefined {
    return this.#all.entries.get(file);
  }

  /** Does a Worker run the file as well as Node does, which need not compile it by itself? */
  isShared(file: ts.SourceFile): boolean {
    const { entries, ofServices, ofWorkers } = this.#all;
    const isMarked = /\.[cm]?tsx?$/.test(file.fileName);
    return isMarked && entries.get(file) !== file && !ofServices.has(file) && ofWorkers.has(file);
  }

  get #all(): Reached {
    this.#reached ??= this.#reach();
    return this.#reached;
  }

  #isProgram(file: ts.SourceFile): boolean {
    const path = this.#pathOf(file);
    if (isTestPath(path) || file.isDeclarationFile) return false;
    const isScript = SCRIPT.test(path) || file.text.startsWith("#!") || TERMINAL.test(file.text);
    return isScript || isServer(file) || this.#isOfOthers(path.slice(1));
  }

  #reach(): Reached {
    const isTestOfNode = findTestsOfNode(this.#files);
    const isElsewhere = runsElsewhere(this.#files, this.#root);
    const services = this.#files.filter(isElsewhere);
    const programs = this.#files.filter((file) => this.#isProgram(file));
    const tests = this.#files.filter((file) => isTestPath(this.#pathOf(file)));
    const testsOfNode = tests.filter(isTestOfNode);
    const ofPrograms = reachedFrom(this.#checker, programs);
    const others = new Set([...services, ...tests]);
    const isOfWorker = (file: ts.SourceFile) =>
      !ofPrograms.has(file) && !others.has(file) && !file.isDeclarationFile;
    return {
      entries: reachedFrom(this.#checker, [...programs, ...testsOfNode, ...services]),
      ofServices: reachedFrom(this.#checker, services),
      ofWorkers: reachedFrom(this.#checker, this.#files.filter(isOfWorker)),
    };
  }

  #pathOf({ fileName }: ts.SourceFile): string {
    return fileName.slice(this.#root.length);
  }
}

/** It waits for requests by itself: `app.listen(3000)`. */
const isServer = ({ text }: ts.SourceFile) =>
  SERVER_PACKAGE.test(text) && SERVES.test(text) && !ON_WORKERS.test(text);
