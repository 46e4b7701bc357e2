/**
 * The calls that files make, by the name that is called: for a parameter that has no type, what it is
 * can only be seen where it is handed over. Made when it is first asked.
 */
import ts from "typescript";
import { calleeName } from "./declared-shape.ts";
import { functionNames } from "./function-names.ts";
import { HandedOn } from "./handed-on.ts";
import { unwrap } from "./syntax.ts";

export interface OracleFiles {
  /** Those that can name the environment's type. */
  readonly candidates: readonly ts.SourceFile[];
  /** All that people write. */
  readonly own: readonly ts.SourceFile[];
}

export class CallIndex {
  readonly #checker: ts.TypeChecker;
  readonly #candidates: readonly ts.SourceFile[];
  readonly #own: readonly ts.SourceFile[];
  readonly #handedOn: HandedOn;
  #functions: ReadonlySet<string> | undefined;
  readonly #arguments = new Map<ts.ParameterDeclaration, readonly ts.Expression[]>();
  #calls: ReadonlyMap<string, readonly Call[]> | undefined;

  constructor(checker: ts.TypeChecker, { candidates, own }: OracleFiles) {
    this.#checker = checker;
    this.#candidates = candidates;
    this.#own = own;
    this.#handedOn = new HandedOn(checker, own);
  }

  /**
   * Can what is called by this name have a body to look into? To ask what a member is, is to ask what it
   * is a member of, and so on: of most calls the name says enough.
   */
  mayLeadToBody(name: ts.Identifier): boolean {
    if (!ts.isPropertyAccessExpression(name.parent)) return true;
    this.#functions ??= functionNames(this.#own);
    return this.#functions.has(name.text);
  }

  /** What is handed over for a parameter of a function that has a name; not through other names. */
  argumentsFor(parameter: ts.ParameterDeclaration): readonly ts.Expression[] {
    const known = this.#arguments.get(parameter);
    if (known) return known;
    const found = this.#findArguments(parameter);
    this.#arguments.set(parameter, found);
    return found;
  }

  #findArguments(parameter: ts.ParameterDeclaration): ts.Expression[] {
    const owner = parameter.parent;
    const name = nameOf(owner);
    if (!name) return [];
    const symbol = this.#checker.getSymbolAtLocation(name);
    const index = owner.parameters.indexOf(parameter);
    return (this.#all().get(name.text) ?? []).flatMap((call) => {
      const argument = call.arguments?.[index];
      return argument && this.#calledBy(call) === symbol ? [argument] : [];
    });
  }

  /** Can somebody else call the function of a parameter than those who name it to call it? */
  hasOtherCallers({ parent }: ts.ParameterDeclaration): boolean {
    const name = nameOf(parent);
    return !name || this.#handedOn.has(name);
  }

  #calledBy(call: Call): ts.Symbol | undefined {
    const name = calleeName(unwrap(call.expression));
    const symbol = name && this.#checker.getSymbolAtLocation(name);
    return symbol && symbol.flags & ts.SymbolFlags.Alias
      ? this.#checker.getAliasedSymbol(symbol)
      : symbol;
  }

  #all(): ReadonlyMap<string, readonly Call[]> {
    this.#calls ??= collect(this.#candidates);
    return this.#calls;
  }
}

type Call = ts.CallExpression | ts.NewExpression;

const isCall = (node: ts.Node): node is Call =>
  ts.isCallExpression(node) || ts.isNewExpression(node);

function collect(files: readonly ts.SourceFile[]): Map<string, Call[]> {
  const calls = new Map<string, Call[]>();
  const visit = (node: ts.Node): void => {
    const name = isCall(node) ? calleeName(unwrap(node.expression)) : undefined;
    if (name && isCall(node)) {
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
  if (ts.isConstructorDeclaration(owner)) return owner.parent.name;
  const { parent } = owner;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
}
