/**
 * Answers for one program what an expression is with respect to the Worker's environment: follows
 * names to their declarations through variables, parameters, destructuring, imports and functions of
 * the repository, and asks for a type only where a name or a declaration leaves it open.
 */
import ts from "typescript";
import { CallIndex, type OracleFiles } from "./call-index.ts";
import {
  calledFunction,
  calleeName,
  elementName,
  isHandlerEnv,
  isHolderLike,
  isOfParameter,
  isOpaque,
  isOwnObject,
  promised,
  returnedExpressions,
} from "./declared-shape.ts";
import { HOLDER_CALLS, PARSE_CALLS, SAFE_PARSE_CALLS } from "./env-calls.ts";
import type { Evidence } from "./env-read.ts";
import { EnvTypes } from "./env-types.ts";
import { COPY, GivenValues } from "./given-values.ts";
import { type Imported, importedFrom } from "./imported-from.ts";
import { isEnvName, isGuess, isHolderName, memberOrigin, type Origin, wrapForm } from "./origin.ts";
import { answersParsed } from "./parsed-copy.ts";
import { unwrap } from "./syntax.ts";

const PROCESS: Origin = { kind: "holder", form: "process-env", evidence: "types" };

/** Keeps what it found: make one for each program. */
export class EnvOracle {
  readonly types: EnvTypes;
  readonly #checker: ts.TypeChecker;
  readonly #calls: CallIndex;
  readonly #known = new Map<ts.Node, Origin | undefined>();
  readonly #given: GivenValues;

  constructor(checker: ts.TypeChecker, files: OracleFiles) {
    this.#checker = checker;
    this.types = new EnvTypes(checker, files.candidates);
    this.#calls = new CallIndex(checker, files);
    const { types } = this;
    const originOf = (one: ts.Expression) => this.ofExpression(one);
    this.#given = new GivenValues({ checker, calls: this.#calls, types, originOf });
  }

  /** Each declaration is looked at once; one that leads back to itself is nothing. */
  #once(node: ts.Node, find: () => Origin | undefined): Origin | undefined {
    if (this.#known.has(node)) return this.#known.get(node);
    this.#known.set(node, undefined);
    const origin = find();
    this.#known.set(node, origin);
    return origin;
  }

  /** What the value of an expression is; undefined for what has nothing to do with it. */
  ofExpression(expression: ts.Expression): Origin | undefined {
    const node = unwrap(expression);
    if (ts.isIdentifier(node)) return this.#ofIdentifier(node);
    if (ts.isPropertyAccessExpression(node)) return this.#once(node, () => this.#ofMember(node));
    if (ts.isElementAccessExpression(node)) return this.#once(node, () => this.#ofElement(node));
    if (ts.isCallExpression(node)) return this.#once(node, () => this.#ofCall(node));
    if (ts.isBinaryExpression(node)) return this.#ofOperator(node);
    if (ts.isConditionalExpression(node)) {
      return this.ofExpression(node.whenTrue) ?? this.ofExpression(node.whenFalse);
    }
    return undefined;
  }

  #ofOperator(node: ts.BinaryExpression): Origin | undefined {
    const operator = node.operatorToken.kind;
    if (operator === ts.SyntaxKind.AmpersandAmpersandToken) return this.ofExpression(node.right);
    const either =
      operator === ts.SyntaxKind.BarBarToken || operator === ts.SyntaxKind.QuestionQuestionToken;
    return either ? (this.ofExpression(node.left) ?? this.ofExpression(node.right)) : undefined;
  }

  #ofIdentifier(node: ts.Identifier): Origin | undefined {
    const symbol = this.#checker.getSymbolAtLocation(node);
    const imported = symbol && importedFrom(symbol);
    if (imported) return this.#once(imported.node, () => this.#ofImport(imported, symbol));
    const declaration = symbol?.valueDeclaration;
    const isGlobal = !declaration || declaration.getSourceFile().isDeclarationFile;
    if (node.text === "process" && isGlobal) return PROCESS;
    // What a function answers is known by the same node, and is nothing that its name is.
    if (!declaration || ts.isFunctionLike(declaration)) return undefined;
    return this.#once(declaration, () => this.#ofDeclaration(declaration));
  }

  #ofImport(imported: Imported, symbol: ts.Symbol): Origin | undefined {
    if (imported.origin) return imported.origin;
    const target = this.#checker.getAliasedSymbol(symbol);
    const declaration = target.valueDeclaration;
    if (declaration && ts.isFunctionLike(declaration)) return undefined;
    if (declaration) {
      const origin = this.#once(declaration, () => this.#ofDeclaration(declaration));
      return origin && { ...origin, form: wrapForm(origin) };
    }
    const unresolved = !target.declarations?.length;
    return unresolved && imported.name === "env"
      ? { kind: "env", form: "wrapped-env", evidence: "shape" }
      : undefined;
  }

  #ofDeclaration(declaration: ts.Declaration): Origin | undefined {
    if (ts.isParameter(declaration)) return this.#ofParameter(declaration);
    if (ts.isBindingElement(declaration)) return this.#ofBindingElement(declaration);
    if (ts.isVariableDeclaration(declaration)) return this.#ofVariable(declaration);
    if (ts.isExportAssignment(declaration)) return this.ofExpression(declaration.expression);
    return undefined;
  }

  #ofVariable(declaration: ts.VariableDeclaration): Origin | undefined {
    const origin = declaration.initializer && this.ofExpression(declaration.initializer);
    if (origin) return origin;
    const annotated = declaration.type && this.types.ofAnnotation(declaration.type);
    return annotated ? { kind: annotated, form: "env", evidence: "types" } : undefined;
  }

  #ofBindingElement(element: ts.BindingElement): Origin | undefined {
    if (!ts.isObjectBindingPattern(element.parent) || element.dotDotDotToken) return undefined;
    const name = elementName(element);
    return name === undefined ? undefined : this.#ofPatternMember(element, name);
  }

  #ofPatternMember(element: ts.BindingElement, name: string): Origin | undefined {
    const pattern = element.parent;
    if (!ts.isObjectBindingPattern(pattern)) return undefined;
    const whole = this.ofPattern(pattern);
    if (whole?.kind === "env") return undefined;
    const origin = this.#ofTaken(element, { member: memberOrigin(whole, name), name });
    if (origin?.kind !== "env") return origin;
    const taken = this.#checker.getPropertyOfType(this.#checker.getTypeAtLocation(pattern), name);
    return { ...origin, ...this.#given.copyTaken(element, taken?.valueDeclaration) };
  }

  #ofTaken(
    { name: node, parent }: ts.BindingElement,
    { member, name }: { member: Origin | undefined; name: string },
  ): Origin | undefined {
    if (isGuess(member)) return this.#byType(node, { form: member.form, shape: true });
    if (member || !isEnvName(name)) return member;
    return this.#byType(node, { form: "context-env", shape: isOfParameter(parent) });
  }

  /** What an object pattern takes apart. */
  ofPattern(pattern: ts.ObjectBindingPattern): Origin | undefined {
    const { parent } = pattern;
    return this.#once(parent, () => this.#ofDeclaration(parent));
  }

  #ofParameter(parameter: ts.ParameterDeclaration): Origin | undefined {
    const annotated = parameter.type && this.types.ofAnnotation(parameter.type);
    if (annotated === null || this.#given.arePicked(parameter)) return undefined;
    if (annotated === "env") {
      return { kind: "env", form: "env", evidence: "types", ...this.#given.copyIn(parameter) };
    }
    if (annotated === "holder") return { kind: "holder", form: "context-env", evidence: "types" };
    if (isHandlerEnv(parameter)) return { kind: "env", form: "env", evidence: "types" };
    if (!ts.isIdentifier(parameter.name)) return this.#ofArgument(parameter);
    const name = parameter.name.text;
    if (isEnvName(name)) {
      const origin = this.#byType(parameter.name, { form: "env", shape: true });
      return origin && { ...origin, ...this.#given.copyIn(parameter) };
    }
    if (isHolderName(name)) return { kind: "holder", form: "context-env", evidence: "shape" };
    return this.#ofArgument(parameter);
  }

  /** What callers hand over says what a parameter without a type is. */
  #ofArgument(parameter: ts.ParameterDeclaration): Origin | undefined {
    if (parameter.type && parameter.type.kind !== ts.SyntaxKind.AnyKeyword) return undefined;
    for (const argument of this.#calls.argumentsFor(parameter)) {
      const origin = this.ofExpression(argument);
      if (origin) return { ...origin, evidence: "shape" };
    }
    return undefined;
  }

  /** For what is named like the environment: its type can confirm or deny it. */
  #byType(
    node: ts.Node,
    { form, shape }: { form: Origin["form"]; shape: boolean },
  ): Origin | undefined {
    const declared = this.#checker.getTypeAtLocation(node);
    // `T["Bindings"]` is what `T` has to be at least.
    const type = this.#checker.getBaseConstraintOfType(declared) ?? declared;
    const env = (evidence: Evidence): Origin => ({ kind: "env", form, evidence });
    if (isOpaque(type)) return shape ? env("shape") : undefined;
    if (this.types.isEnvType(type)) return env("types");
    const isEnv = isOwnObject(type, this.#checker) && this.types.canBeEnv(type);
    return isEnv ? env("types") : undefined;
  }

  #ofMember(node: ts.PropertyAccessExpression): Origin | undefined {
    const origin = this.#ofNamedMember(node);
    if (origin?.kind !== "env") return origin;
    // `constructor(private env: AppEnv)`: it is what who makes the object gives.
    const kept = this.#checker.getSymbolAtLocation(node)?.valueDeclaration;
    return { ...origin, ...this.#given.copyTaken(node, kept) };
  }

  #ofNamedMember(node: ts.PropertyAccessExpression): Origin | undefined {
    const name = node.name.text.replace(/^#/, "");
    if (ts.isMetaProperty(node.expression)) return undefined;
    if (name === "process" && node.expression.getText() === "globalThis") return PROCESS;
    const base = this.ofExpression(node.expression);
    if (base?.kind === "env") return undefined;
    const member = memberOrigin(base, name);
    if (isGuess(member)) return this.#byType(node, { form: member.form, shape: true });
    if (member || !isEnvName(name)) return member;
    const target = unwrap(node.expression);
    if (target.kind === ts.SyntaxKind.ThisKeyword) {
      return this.#byType(node, { form: "this-env", shape: true });
    }
    const isHolder = isHolderLike(target);
    const shape = isHolder || this.#isKnownMember(node);
    const origin = this.#byType(node, { form: "context-env", shape });
    // A row of data may have a field of this name: a type of its own, that is nowhere the environment.
    return isHolder || !origin || !this.#isOwnData(node) ? origin : undefined;
  }

  #isOwnData(node: ts.Node): boolean {
    const type = this.#checker.getTypeAtLocation(node);
    return !isOpaque(type) && !this.types.isEnvType(type);
  }

  /** `client.env.API_KEY`: taken from it is what a type of the environment has. */
  #isKnownMember(node: ts.PropertyAccessExpression): boolean {
    const { parent } = node;
    return ts.isPropertyAccessExpression(parent) && this.types.memberNames.has(parent.name.text);
  }

  #ofElement(node: ts.ElementAccessExpression): Origin | undefined {
    const key = unwrap(node.argumentExpression);
    const base = this.ofExpression(node.expression);
    return ts.isStringLiteralLike(key) && base ? memberOrigin(base, key.text) : undefined;
  }

  #ofCall(node: ts.CallExpression): Origin | undefined {
    const callee = unwrap(node.expression);
    if (ts.isPropertyAccessExpression(callee)) {
      const parsed = this.#ofParse(callee.name.text, node.arguments[0]);
      if (parsed) return parsed;
    }
    const name = calleeName(callee);
    if (name && HOLDER_CALLS.has(name.text)) {
      return { kind: "holder", form: "call-env", evidence: "types" };
    }
    if (!name || !this.#calls.mayLeadToBody(name)) return undefined;
    const symbol = this.#checker.getSymbolAtLocation(name);
    return symbol && this.#ofCalled(symbol);
  }

  #ofParse(name: string, argument: ts.Expression | undefined): Origin | undefined {
    const safe = SAFE_PARSE_CALLS.has(name);
    if (!argument || !(safe || PARSE_CALLS.has(name))) return undefined;
    const origin = this.ofExpression(argument) ?? this.#ofUnknown(argument);
    if (origin?.kind !== "env") return undefined;
    return { ...origin, kind: safe ? "parsed" : "env", form: "wrapped-env", ...COPY };
  }

  /** A parameter that only a schema can make something of: what callers hand over says what it is. */
  #ofUnknown(argument: ts.Expression): Origin | undefined {
    const name = unwrap(argument);
    if (!ts.isIdentifier(name)) return undefined;
    const parameter = this.#checker.getSymbolAtLocation(name)?.valueDeclaration;
    if (!parameter || !ts.isParameter(parameter)) return undefined;
    if (parameter.type?.kind !== ts.SyntaxKind.UnknownKeyword) return undefined;
    const origins = this.#calls.argumentsFor(parameter).map((one) => this.ofExpression(one));
    return origins.find((origin) => origin?.kind === "env");
  }

  #ofCalled(symbol: ts.Symbol): Origin | undefined {
    const imported = importedFrom(symbol);
    if (imported?.module === "hono/adapter" && imported.name === "env") {
      return { kind: "env", form: "call-env", evidence: "types" };
    }
    const body = calledFunction(symbol, this.#checker);
    const origin = body && this.#once(body, () => this.#ofResult(body));
    return origin && { ...origin, form: wrapForm(origin) };
  }

  #ofResult(body: ts.FunctionLikeDeclaration): Origin | undefined {
    const annotated = body.type && this.types.ofAnnotation(promised(body.type));
    const origins = returnedExpressions(body).map((returned) => this.ofExpression(returned));
    if (!annotated) return origins.find((origin) => origin !== undefined);
    const isCopy = origins.some((origin) => origin?.isCopy) || answersParsed(this.#checker, body);
    return { kind: annotated, form: "wrapped-env", evidence: "types", ...(isCopy && COPY) };
  }
}
