/**
 * Functions of the repository that are given a name and read it from the environment, and their
 * calls: `getEnv(c, "STRIPE_SECRET_KEY")`. One that hands its name on to another is one too.
 */
import ts from "typescript";
import { calleeName } from "./declared-shape.ts";
import type { EnvRead } from "./env-read.ts";
import { keyNames } from "./literal-names.ts";
import { otherNames } from "./other-names.ts";
import { enclosingFunction, placeOf, unwrap } from "./syntax.ts";

interface AccessorSearch {
  /** Every own file of the program: a caller needs no `env` in its text. */
  readonly files: readonly ts.SourceFile[];
  /** What names are read by: parameters among them say which functions are accessors. */
  readonly keys: readonly ts.Expression[];
  readonly checker: ts.TypeChecker;
  readonly root: string;
}

interface Names {
  /** Of accessors. */
  readonly names: ReadonlySet<string>;
  /** That anything can be called by. */
  readonly others: ReadonlySet<string>;
}

/** A function's symbol, with the index of the parameter that is the name. */
type Accessors = Map<ts.Symbol, { index: number; evidence: EnvRead["evidence"] }>;

export function findAccessorCalls(search: AccessorSearch): EnvRead[] {
  const accessors: Accessors = new Map();
  for (const key of search.keys) noteKey(accessors, key, search.checker);
  const reads = new Map<ts.Node, EnvRead>();
  if (accessors.size === 0) return [];
  const others = otherNames(search.files);
  // An accessor of an accessor is found in the next round.
  for (let known = 0; known < accessors.size; ) {
    known = accessors.size;
    const names = [...accessors.keys()].map((symbol) => symbol.name);
    for (const file of search.files) {
      if (file.isDeclarationFile || !names.some((name) => file.text.includes(name))) continue;
      walk(file, { names: new Set(names), others }, accessors, reads, search);
    }
  }
  return [...reads.values()];
}

function walk(
  file: ts.SourceFile,
  names: Names,
  accessors: Accessors,
  reads: Map<ts.Node, EnvRead>,
  { checker, root }: AccessorSearch,
): void {
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isCallExpression(node) || reads.has(node)) return;
    const accessor = calledAccessor(node, names, accessors, checker);
    const key = accessor && node.arguments[accessor.index];
    if (!accessor || !key) return;
    const { names: found, single } = keyNames(key, checker);
    const [name] = found;
    if (!single || name === undefined) {
      noteKey(accessors, key, checker);
      return;
    }
    reads.set(node, {
      name,
      form: "accessor",
      taking: "accessor-call",
      place: placeOf(node, file, root),
      sourceFile: file,
      node,
      env: undefined,
      evidence: accessor.evidence,
    });
  };
  visit(file);
}

function calledAccessor(
  node: ts.CallExpression,
  { names, others }: Names,
  accessors: Accessors,
  checker: ts.TypeChecker,
): { index: number; evidence: EnvRead["evidence"] } | undefined {
  const name = calleeName(unwrap(node.expression));
  if (!name) return undefined;
  // To know what is called is to know what it is called on, and so on: of most calls the name says enough.
  const mayBe = names.has(name.text) || others.has(name.text) || isJavaScript(name);
  const symbol = mayBe ? checker.getSymbolAtLocation(name) : undefined;
  if (!symbol) return undefined;
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return names.has(target.name) ? accessors.get(target) : undefined;
}

/** There a variable can be what it is set to: `const { getKey: g } = require("./keys")`. */
const isJavaScript = ({ flags }: ts.Node) => (flags & ts.NodeFlags.JavaScriptFile) !== 0;

/** Is a key a parameter of the function around it? */
function noteKey(accessors: Accessors, key: ts.Expression, checker: ts.TypeChecker): void {
  const node = unwrap(key);
  if (!ts.isIdentifier(node)) return;
  const parameter = checker.getSymbolAtLocation(node)?.valueDeclaration;
  if (!parameter || !ts.isParameter(parameter)) return;
  const owner = enclosingFunction(parameter.name);
  const named = owner && symbolOfFunction(owner, checker);
  if (!owner || !named || accessors.has(named)) return;
  accessors.set(named, { index: owner.parameters.indexOf(parameter), evidence: "types" });
}

function symbolOfFunction(
  owner: ts.FunctionLikeDeclaration,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  if (owner.name) return checker.getSymbolAtLocation(owner.name);
  const { parent } = owner;
  const named =
    ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ? parent.name : undefined;
  return named && checker.getSymbolAtLocation(named);
}
