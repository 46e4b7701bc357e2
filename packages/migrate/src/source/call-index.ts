/**
 * The calls that files make, by the name that is called: for a parameter that has no type, what it is
 * can only be seen where it is handed over. Made when it is first asked.
 */
import ts from "typescript";
import { calleeName } from "./declared-shape.ts";
import { unwrap } from "./syntax.ts";

export class CallIndex {
  readonly #checker: ts.TypeChecker;
  readonly #files: readonly ts.SourceFile[];
  #calls: ReadonlyMap<string, readonly ts.CallExpression[]> | undefined;

  constructor(checker: ts.TypeChecker, files: readonly ts.SourceFile[]) {
    this.#checker = checker;
    this.#files = files;
  }

  /** What is handed over for a parameter of a function that has a name; not through other names. */
  argumentsFor(parameter: ts.ParameterDeclaration): ts.Expression[] {
    const owner = parameter.parent;
    const name = nameOf(owner);
    if (!name) return [];
    const symbol = this.#checker.getSymbolAtLocation(name);
    const index = owner.parameters.indexOf(parameter);
    return (this.#all().get(name.text) ?? []).flatMap((call) => {
      const argument = call.arguments[index];
      return argument && this.#calledBy(call) === symbol ? [argument] : [];
    });
  }

  #calledBy(call: ts.CallExpression): ts.Symbol | undefined {
    const name = calleeName(unwrap(call.expression));
    const symbol = name && this.#checker.getSymbolAtLocation(name);
    return symbol && symbol.flags & ts.SymbolFlags.Alias
      ? this.#checker.getAliasedSymbol(symbol)
      : symbol;
  }

  #all(): ReadonlyMap<string, readonly ts.CallExpression[]> {
    this.#calls ??= collect(this.#files);
    return this.#calls;
  }
}

function collect(files: readonly ts.SourceFile[]): Map<string, ts.CallExpression[]> {
  const calls = new Map<string, ts.CallExpression[]>();
  const visit = (node: ts.Node): void => {
    const name = ts.isCallExpression(node) ? calleeName(unwrap(node.expression)) : undefined;
    if (name && ts.isCallExpression(node)) {
      const list = calls.get(name.text);
      if (list) list.push(node);
      else calls.set(name.text, [node]);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of files) if (!file.isDeclarationFile) visit(file);
  return calls;
}

function nameOf(owner: ts.SignatureDeclaration): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(owner)) return owner.name;
  const { parent } = owner;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
}
