/** Uses of the environment as a whole: spread, listed, parsed, kept, handed to a library. */
import ts from "typescript";
import { calleeName } from "./declared-shape.ts";
import type { EnvOracle } from "./env-oracle.ts";
import type { EnvWhole } from "./env-read.ts";
import { importedFrom } from "./imported-from.ts";
import type { Origin } from "./origin.ts";
import { unwrap } from "./syntax.ts";

export interface WholeUse {
  readonly kind: EnvWhole["kind"];
  readonly env: ts.Node;
  readonly origin: Origin;
  readonly names: readonly string[];
}

/** They answer names alone: what is only in the store is not among them, and nobody misses it. */
const NAMING_METHODS: ReadonlySet<string> = new Set(["keys", "ownKeys", "getOwnPropertyNames"]);
/** They take the values along, as `{ ...env }` does: a secret can be read from what they answer. */
const COPYING_METHODS: ReadonlySet<string> = new Set(["values", "entries", "assign", "stringify"]);
const LISTING_OBJECTS: ReadonlySet<string> = new Set(["Object", "Reflect", "JSON"]);
const PARSE_METHODS: ReadonlySet<string> = new Set([
  "parse",
  "parseAsync",
  "safeParse",
  "safeParseAsync",
  "spa",
]);

/**
 * Functions of packages that take the whole environment for the bindings in it, and read no secret:
 * their documentation says that they look for Durable Objects.
 */
const FINDS_BINDINGS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["agents", new Set(["routeAgentRequest", "routeAgentEmail", "getAgentByName"])],
  ["partyserver", new Set(["routePartykitRequest", "getServerByName"])],
  ["@cloudflare/sandbox", new Set(["proxyToSandbox"])],
]);

/** What a node does with the whole environment; undefined for nothing. */
export function findWholeUse(
  node: ts.Node,
  oracle: EnvOracle,
  checker: ts.TypeChecker,
): WholeUse | undefined {
  if (ts.isSpreadElement(node) || ts.isSpreadAssignment(node) || ts.isJsxSpreadAttribute(node)) {
    return use("spread", node.expression, oracle);
  }
  if (ts.isForInStatement(node)) return use("keys", node.expression, oracle);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return ofCall(node, oracle, checker);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return ofAssignment(node, oracle);
  }
  return undefined;
}

function use(
  kind: EnvWhole["kind"],
  expression: ts.Expression,
  oracle: EnvOracle,
): WholeUse | undefined {
  const origin = oracle.ofExpression(expression);
  return origin?.kind === "env" ? { kind, env: expression, origin, names: [] } : undefined;
}

function ofCall(
  node: ts.CallExpression | ts.NewExpression,
  oracle: EnvOracle,
  checker: ts.TypeChecker,
): WholeUse | undefined {
  const callee = unwrap(node.expression);
  if (callee.kind === ts.SyntaxKind.SuperKeyword) return undefined;
  for (const argument of node.arguments ?? []) {
    if (ts.isSpreadElement(argument)) continue;
    const origin = oracle.ofExpression(argument);
    if (origin?.kind !== "env") continue;
    const kind = kindOfCall(callee, checker);
    return kind && { kind, env: argument, origin, names: [] };
  }
  return ofSchemaOptions(node, oracle);
}

/** `createEnv({ server: …, runtimeEnv: process.env })`: a schema that is given the environment. */
function ofSchemaOptions(
  { arguments: given }: ts.CallExpression | ts.NewExpression,
  oracle: EnvOracle,
): WholeUse | undefined {
  const options = given?.[0];
  if (!options || !ts.isObjectLiteralExpression(options)) return undefined;
  const runtime = options.properties.find(
    (one) => ts.isPropertyAssignment(one) && one.name.getText() === "runtimeEnv",
  );
  if (!runtime || !ts.isPropertyAssignment(runtime)) return undefined;
  return use("schema-parse", runtime.initializer, oracle);
}

function kindOfCall(callee: ts.Expression, checker: ts.TypeChecker): EnvWhole["kind"] | undefined {
  if (ts.isPropertyAccessExpression(callee)) {
    const method = callee.name.text;
    const object = ts.isIdentifier(callee.expression) ? callee.expression.text : "";
    if (object === "console") return "keys";
    if (LISTING_OBJECTS.has(object)) return kindOfListing(method);
    if (PARSE_METHODS.has(method)) return "schema-parse";
  }
  return isOfLibrary(callee, checker) ? "passed-to-library" : undefined;
}

function kindOfListing(method: string): EnvWhole["kind"] | undefined {
  if (COPYING_METHODS.has(method)) return "spread";
  return NAMING_METHODS.has(method) ? "keys" : undefined;
}

/** Is what is called imported from a package, or a member of what is? */
function isOfLibrary(callee: ts.Expression, checker: ts.TypeChecker): boolean {
  let node = callee;
  while (ts.isPropertyAccessExpression(node)) node = unwrap(node.expression);
  const name = calleeName(node);
  const symbol = name && checker.getSymbolAtLocation(name);
  if (!symbol) return false;
  const imported = importedFrom(symbol);
  if (!imported || /^[./]|^[@~]\/|^cloudflare:/.test(imported.module)) return false;
  if (FINDS_BINDINGS.get(imported.module)?.has(imported.name)) return false;
  const target = checker.getAliasedSymbol(symbol).declarations ?? [];
  return target.every((declaration) =>
    declaration.getSourceFile().fileName.includes("/node_modules/"),
  );
}

/** `cached = env`, `this.settings = env`: what is kept outlives the call that got it. */
function ofAssignment(node: ts.BinaryExpression, oracle: EnvOracle): WholeUse | undefined {
  const target = unwrap(node.left);
  if (ts.isPropertyAccessExpression(target)) {
    if (target.name.text.replace(/^[#_]/, "") === "env") return undefined;
  } else if (!ts.isIdentifier(target)) {
    return undefined;
  }
  return use("kept-in-variable", node.right, oracle);
}
