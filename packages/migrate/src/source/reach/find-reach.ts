/**
 * Follows a piece of code up to what runs it: through the function around it to that function's
 * references, and so on, until a route, a handler, a class of the platform or the module itself.
 * What is passed on as a value and called from a library is followed to where it is passed.
 */
import ts from "typescript";
import { ReferenceIndex } from "../../codemod/references/reference-index.ts";
import { isFunction, relativeTo } from "../syntax.ts";
import { classReach, handlerReach } from "./entry-points.ts";
import { type FileRoute, type Framework, findFileRoute } from "./file-routes.ts";
import { findListedRoutes, type ListedRoutes } from "./listed-routes.ts";
import { routesOfCondition } from "./path-conditions.ts";
import { namedReach, type Reach, routeReach } from "./reach.ts";
import { Registrations } from "./registrations.ts";

export interface ReachOptions {
  readonly program: ts.Program;
  /** Of the repository, absolute, with `/` and none at the end. */
  readonly root: string;
  /** The Worker's folder, relative to the root: file routes are relative to it. */
  readonly folder?: string;
  /** Of the Worker, relative to the root: what it exports by default is run. */
  readonly entry?: string | null;
  readonly frameworks?: ReadonlySet<Framework>;
  readonly index?: ReferenceIndex;
}

/** What one step up from a node leads to. */
interface Step {
  readonly reaches: readonly Reach[];
  /** Names in the code that refer to what was left: to be followed in their turn. */
  readonly next: readonly ts.Node[];
}

/** How a node was come to, from below. */
interface Way {
  readonly start: ts.Node;
  /** The part of the node that was left last. */
  readonly child: ts.Node;
  /** Whether a function is between: what it does is done when it is called. */
  readonly inFunction: boolean;
}

/** A function used in more places than these is used everywhere. */
const MAX_STEPS = 4_000;

/** Keeps what it found: make one for each program. */
export class ReachFinder {
  readonly #options: ReachOptions;
  readonly #index: ReferenceIndex;
  readonly #registrations: Registrations;
  readonly #steps = new Map<ts.Node, Step | undefined>();
  /** Of React Router; null where no file lists them. */
  #listed: ListedRoutes | null | undefined;

  constructor(options: ReachOptions) {
    this.#options = options;
    this.#index = options.index ?? new ReferenceIndex(options.program);
    this.#registrations = new Registrations(this.#index);
  }

  /** What runs a node; each once, sorted by name. Empty where nothing was found. */
  of(node: ts.Node): readonly Reach[] {
    const found = new Map<string, Reach>();
    const seen = new Set<ts.Node>([node]);
    const todo = [node];
    for (let next = todo.pop(); next && seen.size < MAX_STEPS; next = todo.pop()) {
      const step = this.#stepFrom(next);
      for (const reach of step.reaches) found.set(`${reach.kind} ${reach.name}`, reach);
      for (const reference of step.next) {
        if (seen.has(reference)) continue;
        seen.add(reference);
        todo.push(reference);
      }
    }
    return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #stepFrom(start: ts.Node): Step {
    let inFunction = isName(start);
    let child = start;
    for (let node = start.parent; node; child = node, node = node.parent) {
      const step = this.#lookAt(node, { child, start, inFunction });
      if (step) return step;
      if (isFunction(node)) inFunction = true;
    }
    return { reaches: [], next: [] };
  }

  #lookAt(node: ts.Node, way: Way): Step | undefined {
    const { child, inFunction } = way;
    const routes = routesOfCondition(node, child, this.#index.checker);
    if (routes.length > 0) return { reaches: routes, next: [] };
    if (isFunction(node)) return this.#atFunction(node);
    if (ts.isClassLike(node)) return this.#atClass(node);
    if (ts.isCallExpression(node) && inFunction && child !== node.expression) {
      const registered = this.#registrations.routesOfCall(node);
      return registered.length > 0 ? { reaches: registered, next: [] } : undefined;
    }
    if (ts.isObjectLiteralExpression(node) && inFunction) {
      const route = this.#registrations.routeOfEntry(node);
      return route && { reaches: [route], next: [] };
    }
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return NOTHING;
    return ts.isStatement(node) && ts.isSourceFile(node.parent)
      ? this.#atModule(node, way)
      : undefined;
  }

  #atFunction(node: ts.FunctionLikeDeclaration): Step | undefined {
    return this.#once(node, () => {
      const handler = handlerReach(node);
      if (handler) return { reaches: [handler], next: [] };
      const route = this.#fileRouteOf(node);
      if (route) return { reaches: [route], next: [] };
      const name = nameOf(node);
      if (!name) return undefined;
      const references = this.#referencesTo(name);
      // A method that nobody is seen to call may be called by the class' own users, or a library.
      return references.length === 0 && isMember(node)
        ? undefined
        : { reaches: [], next: references };
    });
  }

  #atClass(node: ts.ClassLikeDeclaration): Step {
    return (
      this.#once(node, () => {
        const reach = classReach(node, this.#index);
        if (reach) return { reaches: [reach], next: [] };
        return { reaches: [], next: node.name ? this.#referencesTo(node.name) : [] };
      }) ?? NOTHING
    );
  }

  /** At the top of a file: a value that others use, or code that runs when the file is loaded. */
  #atModule(statement: ts.Statement, { start, inFunction }: Way): Step {
    const file = statement.getSourceFile();
    const route = this.#fileRoute(file);
    if (route) return { reaches: [routeReach(null, route.path)], next: [] };
    if (!inFunction) {
      const name = relativeTo(this.#options.root, file.fileName);
      return { reaches: [namedReach("module", name)], next: [] };
    }
    if (ts.isExportAssignment(statement)) return this.#atDefaultExport(statement);
    const declaration = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.find((one) => contains(one, start))
      : undefined;
    const name = declaration?.name;
    return name && ts.isIdentifier(name)
      ? { reaches: [], next: this.#referencesTo(name) }
      : NOTHING;
  }

  #atDefaultExport(statement: ts.ExportAssignment): Step {
    const { entry, root } = this.#options;
    if (relativeTo(root, statement.getSourceFile().fileName) === entry) {
      return { reaches: [namedReach("fetch", "fetch")], next: [] };
    }
    // A name that is exported was asked for its references already, those of importers too.
    if (ts.isIdentifier(statement.expression)) return NOTHING;
    const next = this.#index.files.flatMap((file) =>
      file.statements.flatMap((one) => {
        const name = ts.isImportDeclaration(one) ? one.importClause?.name : undefined;
        return name && this.#index.declarationsOf(name).includes(statement)
          ? this.#index.named(name.text).filter((node) => node.getSourceFile() === file)
          : [];
      }),
    );
    return { reaches: [], next };
  }

  #referencesTo(name: ts.Identifier | ts.PrivateIdentifier | ts.StringLiteralLike): ts.Node[] {
    const declarations = new Set(this.#index.declarationsOf(name));
    return this.#index.referencesTo(declarations, name.text).filter((node) => isUse(node));
  }

  #fileRouteOf(node: ts.FunctionLikeDeclaration): Reach | undefined {
    const route = this.#fileRoute(node.getSourceFile());
    const name = route && nameOf(node);
    if (!route || !name || !isExported(node)) return undefined;
    return routeReach(route.methods.get(name.text) ?? null, route.path);
  }

  #fileRoute(file: ts.SourceFile): FileRoute | undefined {
    const { frameworks, root, folder = "" } = this.#options;
    if (!frameworks || frameworks.size === 0) return undefined;
    const path = relativeTo(root, file.fileName);
    const inner = folder === "" ? path : path.slice(folder.length + 1);
    if (folder !== "" && !path.startsWith(`${folder}/`)) return undefined;
    return findFileRoute(inner, frameworks, this.#listedRoutes());
  }

  #listedRoutes(): ListedRoutes | undefined {
    if (this.#listed === undefined) {
      const { frameworks, root, folder = "" } = this.#options;
      const app = folder === "" ? `${root}/app` : `${root}/${folder}/app`;
      const file = frameworks?.has("remix")
        ? this.#options.program.getSourceFile(`${app}/routes.ts`)
        : undefined;
      this.#listed = (file && findListedRoutes(file)) ?? null;
    }
    return this.#listed ?? undefined;
  }

  #once(node: ts.Node, find: () => Step | undefined): Step | undefined {
    if (this.#steps.has(node)) return this.#steps.get(node);
    const step = find();
    this.#steps.set(node, step);
    return step;
  }
}

const NOTHING: Step = { reaches: [], next: [] };

function isName(node: ts.Node): boolean {
  return ts.isIdentifier(node) || ts.isPrivateIdentifier(node);
}

/** The name that a function is referred to by: its own, its variable's, its property's. */
function nameOf(
  node: ts.FunctionLikeDeclaration,
): ts.Identifier | ts.PrivateIdentifier | ts.StringLiteralLike | undefined {
  // The name of a function expression is known within it only.
  const own = ts.isFunctionExpression(node) ? undefined : node.name;
  const name = own ?? givenName(node.parent, node);
  if (!name) return undefined;
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name)
    ? name
    : undefined;
}

function givenName(parent: ts.Node, value: ts.Node): ts.Node | undefined {
  if (
    (ts.isVariableDeclaration(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isPropertyAssignment(parent)) &&
    parent.initializer === value
  ) {
    return parent.name;
  }
  return undefined;
}

function isMember(node: ts.FunctionLikeDeclaration): boolean {
  return (
    ts.isClassElement(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isPropertyAssignment(node.parent) ||
    ts.isPropertyDeclaration(node.parent)
  );
}

/** A name that uses what it refers to: no declaration, import, export or type. */
function isUse(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent)) return false;
  if (ts.isExportSpecifier(parent) || ts.isTypeNode(parent)) return false;
  const declares = "name" in parent && parent.name === node;
  return (
    !declares || ts.isPropertyAccessExpression(parent) || ts.isShorthandPropertyAssignment(parent)
  );
}

function isExported(node: ts.FunctionLikeDeclaration): boolean {
  let current: ts.Node = node;
  while (current.parent && !ts.isSourceFile(current.parent)) {
    if (current !== node && isFunction(current)) return false;
    current = current.parent;
  }
  if (ts.isExportAssignment(current)) return true;
  return (
    ts.canHaveModifiers(current) &&
    (ts.getModifiers(current) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.pos <= inner.pos && inner.end <= outer.end;
}
