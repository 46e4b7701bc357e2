/** Types that are made from a schema, `z.infer<typeof envSchema>`: who has a value of one had it parsed. */
import ts from "typescript";
import { PARSE_CALLS } from "./env-calls.ts";

/** What zod, valibot, TypeBox and io-ts call what a schema makes. */
const INFERRED: ReadonlySet<string> = new Set([
  "infer",
  "output",
  "Infer",
  "InferOutput",
  "Output",
  "Static",
  "TypeOf",
]);
/** Members of a schema that are its type: of ArkType, Effect and zod. */
const TYPE_MEMBERS: ReadonlySet<string> = new Set(["infer", "Type", "_type", "_output"]);
/** Types that are what their first argument is, as far as this goes. */
const SAME: ReadonlySet<string> = new Set([
  "Awaited",
  "Omit",
  "Partial",
  "Pick",
  "Readonly",
  "Required",
  "ReturnType",
]);
/** Aliases of aliases are followed this far: a circle of them is an error of the code. */
const DEPTH_MAX = 8;

/** The types on the way to a schema, `Env` of `type Env = z.infer<…>` first; undefined: there is none. */
export function schemaTypeOf(
  node: ts.TypeNode,
  checker: ts.TypeChecker,
): readonly ts.Symbol[] | undefined {
  return follow(node, { checker, passed: [] });
}

interface Way {
  readonly checker: ts.TypeChecker;
  readonly passed: readonly ts.Symbol[];
}

function follow(node: ts.TypeNode, way: Way): readonly ts.Symbol[] | undefined {
  if (ts.isParenthesizedTypeNode(node)) return follow(node.type, way);
  if (ts.isUnionTypeNode(node)) return followFirst(node.types, way);
  if (ts.isTypeQueryNode(node)) return isTypeMember(node) ? way.passed : undefined;
  if (!ts.isTypeReferenceNode(node) || way.passed.length > DEPTH_MAX) return undefined;
  const [first] = node.typeArguments ?? [];
  const name = lastName(node.typeName);
  if (first && ts.isTypeQueryNode(first) && INFERRED.has(name)) return way.passed;
  if (first && SAME.has(name)) return follow(first, way);
  return followAlias(node.typeName, way);
}

function followFirst(nodes: readonly ts.TypeNode[], way: Way): readonly ts.Symbol[] | undefined {
  for (const node of nodes) {
    const found = follow(node, way);
    if (found) return found;
  }
  return undefined;
}

function followAlias(
  name: ts.EntityName,
  { checker, passed }: Way,
): readonly ts.Symbol[] | undefined {
  const symbol = aliasedSymbol(name, checker);
  const alias = symbol?.declarations?.find(ts.isTypeAliasDeclaration);
  if (!symbol || !alias || passed.includes(symbol)) return undefined;
  return follow(alias.type, { checker, passed: [...passed, symbol] });
}

/** `typeof envSchema.infer`, and `typeof envSchema.parse` that `ReturnType` asks for. */
function isTypeMember({ exprName }: ts.TypeQueryNode): boolean {
  if (!ts.isQualifiedName(exprName)) return false;
  const { text } = exprName.right;
  return TYPE_MEMBERS.has(text) || PARSE_CALLS.has(text);
}

/** What a name of a type stands for, where it was imported. */
export function aliasedSymbol(name: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  const symbol = checker.getSymbolAtLocation(name);
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

const lastName = (name: ts.EntityName) => (ts.isIdentifier(name) ? name.text : name.right.text);
