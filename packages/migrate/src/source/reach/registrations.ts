/**
 * Routes that are registered: `app.get("/x", handler)` of Hono, itty-router and their like,
 * `app.openapi(createRoute({ path }), handler)`, tables of `{ path, handler }`. Follows routers that
 * are mounted on others.
 */
import ts from "typescript";
import type { ReferenceIndex } from "../../codemod/references/reference-index.ts";
import { propertyNameText, unwrap } from "../syntax.ts";
import { literalOf } from "./path-conditions.ts";
import { type Reach, routeReach } from "./reach.ts";

const METHODS: ReadonlyMap<string, string | null> = new Map([
  ["get", "GET"],
  ["post", "POST"],
  ["put", "PUT"],
  ["patch", "PATCH"],
  ["delete", "DELETE"],
  ["options", "OPTIONS"],
  ["head", "HEAD"],
  ["all", null],
  ["use", null],
]);
/** Mounted routers of mounted routers: further would be a circle. */
const MAX_MOUNT_DEPTH = 6;

export class Registrations {
  readonly #index: ReferenceIndex;
  readonly #prefixes = new Map<ts.Declaration, readonly string[]>();

  constructor(index: ReferenceIndex) {
    this.#index = index;
  }

  /** The routes that a call registers one of its arguments for; none for any other call. */
  routesOfCall(call: ts.CallExpression): Reach[] {
    const callee = unwrap(call.expression);
    if (!ts.isPropertyAccessExpression(callee)) return [];
    if (this.#isProcedure(callee.expression, 0)) return [];
    const own = this.#ownRoutes(callee.name.text, call.arguments);
    if (own.length === 0) return [];
    const prefixes = this.#prefixesOf(callee.expression, 0);
    return prefixes.flatMap((prefix) =>
      own.map(({ method, path }) => routeReach(method, join(prefix, path))),
    );
  }

  /** `{ path: "/x", method: "GET", handler }`: the route of an entry of a table. */
  routeOfEntry(object: ts.ObjectLiteralExpression): Reach | undefined {
    const text = (...names: string[]) => {
      const property = object.properties.find(
        (one): one is ts.PropertyAssignment =>
          ts.isPropertyAssignment(one) && names.includes(propertyNameText(one.name) ?? ""),
      );
      return property && literalOf(property.initializer, this.#index.checker);
    };
    const path = text("path", "pathname", "pattern", "route", "url");
    return path?.startsWith("/")
      ? routeReach(text("method", "verb")?.toUpperCase() ?? null, path)
      : undefined;
  }

  #ownRoutes(
    name: string,
    args: readonly ts.Expression[],
  ): { method: string | null; path: string }[] {
    const [first, second] = args;
    if (!first) return [];
    if (name === "openapi") return this.#openapiRoute(first);
    if (name === "on") {
      const paths = second ? this.#paths(second) : [];
      return this.#texts(first).flatMap((method) =>
        paths.map((path) => ({ method: method.toUpperCase(), path })),
      );
    }
    const method = METHODS.get(name);
    if (method === undefined) return [];
    const paths = this.#paths(first);
    if (paths.length > 0) return paths.map((path) => ({ method, path }));
    return name === "use" && !ts.isStringLiteralLike(first) ? [{ method: null, path: "/*" }] : [];
  }

  #openapiRoute(argument: ts.Expression): { method: string | null; path: string }[] {
    const object = this.#valueOf(argument);
    const call = object && ts.isCallExpression(object) ? object.arguments[0] : object;
    if (!call || !ts.isObjectLiteralExpression(call)) return [];
    const route = this.routeOfEntry(call);
    if (!route || route.path === null) return [];
    const method = route.name.includes(" ") ? (route.name.split(" ")[0] ?? null) : null;
    return [{ method, path: route.path }];
  }

  /** `t.procedure.use(…)`, `authed.use(…)` of tRPC: a step of some procedures, and no route. */
  #isProcedure(receiver: ts.Expression, depth: number): boolean {
    let node = unwrap(receiver);
    while (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) {
      if (ts.isPropertyAccessExpression(node) && node.name.text === "procedure") return true;
      node = unwrap(node.expression);
    }
    if (!ts.isIdentifier(node) || depth > MAX_MOUNT_DEPTH) return false;
    if (/Procedure$/.test(node.text)) return true;
    const made = this.#valueOf(node);
    return made !== undefined && made !== node && this.#isProcedure(made, depth + 1);
  }

  #paths(node: ts.Expression): string[] {
    return this.#texts(node).filter((text) => text.startsWith("/") || text === "*");
  }

  #texts(node: ts.Expression): string[] {
    const value = unwrap(node);
    if (ts.isArrayLiteralExpression(value))
      return value.elements.flatMap((one) => this.#texts(one));
    const text = literalOf(value, this.#index.checker);
    return text === undefined ? [] : [text];
  }

  /** What a name was given where it is declared; any other expression itself. */
  #valueOf(expression: ts.Expression): ts.Expression | undefined {
    const node = unwrap(expression);
    if (!ts.isIdentifier(node)) return node;
    const declaration = this.#index.declarationsOf(node).find(ts.isVariableDeclaration);
    return declaration?.initializer && unwrap(declaration.initializer);
  }

  /** Where the router at the root of a chain of calls is mounted; `[""]` where it is not. */
  #prefixesOf(receiver: ts.Expression, depth: number): readonly string[] {
    const { root, base } = rootOfChain(receiver, this.#index.checker);
    const declaration = ts.isIdentifier(root)
      ? this.#index.declarationsOf(root)[0]
      : declarationAround(root);
    if (!declaration || depth > MAX_MOUNT_DEPTH) return [base];
    let mounts = this.#prefixes.get(declaration);
    if (!mounts) {
      this.#prefixes.set(declaration, [""]);
      const initial = ts.isIdentifier(root) ? this.#baseOf(declaration) : "";
      mounts = this.#mountsOf(declaration, depth).map((mount) => join(mount, initial));
      this.#prefixes.set(declaration, mounts);
    }
    return mounts.map((mount) => join(mount, base));
  }

  /** `const app = new Hono().basePath("/api")` */
  #baseOf(declaration: ts.Declaration): string {
    if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return "";
    return rootOfChain(unwrap(declaration.initializer), this.#index.checker).base;
  }

  #mountsOf(declaration: ts.Declaration, depth: number): readonly string[] {
    const name = ts.getNameOfDeclaration(declaration);
    const text = name && ts.isIdentifier(name) ? name.text : "default";
    const found = this.#index
      .referencesTo(new Set([declaration, ...this.#exported(declaration)]), text)
      .flatMap((reference) => this.#mountAt(reference, depth));
    return found.length > 0 ? [...new Set(found)] : [""];
  }

  /** `export default app`: importers refer to that, not to `app`. */
  #exported(declaration: ts.Declaration): ts.Declaration[] {
    const { statements } = declaration.getSourceFile();
    return statements.filter(
      (statement): statement is ts.ExportAssignment =>
        ts.isExportAssignment(statement) &&
        ts.isIdentifier(statement.expression) &&
        this.#index.declarationsOf(statement.expression).includes(declaration),
    );
  }

  #mountAt(reference: ts.Node, depth: number): readonly string[] {
    const call = reference.parent;
    if (!ts.isCallExpression(call) || call.arguments[1] !== reference) return [];
    const callee = unwrap(call.expression);
    const [path] = call.arguments;
    if (!path || !ts.isPropertyAccessExpression(callee)) return [];
    if (!["route", "mount", "use", "all"].includes(callee.name.text)) return [];
    const text = literalOf(path, this.#index.checker);
    if (text === undefined) return [];
    return this.#prefixesOf(callee.expression, depth + 1).map((prefix) =>
      join(prefix, text.replace(/\/\*$/, "")),
    );
  }
}

/** The first expression of `root.basePath("/a").get(…).post(…)`, with what `basePath` adds. */
function rootOfChain(
  receiver: ts.Expression,
  checker: ts.TypeChecker,
): { root: ts.Expression; base: string } {
  let base = "";
  let node = unwrap(receiver);
  while (ts.isCallExpression(node)) {
    const callee = unwrap(node.expression);
    if (!ts.isPropertyAccessExpression(callee)) break;
    const [path] = node.arguments;
    if (callee.name.text === "basePath" && path) base = join(literalOf(path, checker) ?? "", base);
    node = unwrap(callee.expression);
  }
  return { root: node, base };
}

/** The variable, or the default export, that an expression is the beginning of. */
function declarationAround(node: ts.Node): ts.Declaration | undefined {
  let current = node.parent;
  while (current && ts.isExpression(current)) current = current.parent;
  return current && (ts.isVariableDeclaration(current) || ts.isExportAssignment(current))
    ? current
    : undefined;
}

function join(prefix: string, path: string): string {
  if (prefix === "" || prefix === "/") return path === "*" ? "/*" : path;
  return path === "/" || path === "" ? prefix : `${prefix}/${path.replace(/^\//, "")}`;
}
