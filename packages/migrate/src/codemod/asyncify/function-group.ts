/**
 * A group is everything that has to change together when one function becomes async: overloads, the
 * interface and its other implementations, aliases, function types. Holds what was found; the files
 * beside it find it.
 */
import type ts from "typescript";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { type FunctionNode, isFunctionValue } from "../syntax/function-node.ts";
import { isPromise } from "../types/promise-type.ts";
import type { Failure } from "./failure.ts";
import type { LazyValue } from "./lazy-value.ts";

/** A call or other expression that becomes a promise. */
export interface Site {
  readonly node: ts.Expression;
  /** `read`: of the environment; `pattern`: one that takes it apart. `getter`: becomes a call first. `array`: see `array-callback.ts`; `expect`: `expect(() => …).toThrow()`. */
  readonly kind: "read" | "pattern" | "call" | "getter" | "array" | "expect";
}

export class FunctionGroup {
  readonly index: ReferenceIndex;
  readonly declarations = new Set<ts.Declaration>();
  readonly bodies = new Set<FunctionNode>();
  /** Return types that become `Promise<…>`. */
  readonly annotations = new Set<ts.TypeNode>();
  /** `ReturnType<typeof f>` that becomes `Awaited<…>`. */
  readonly returnTypes = new Set<ts.TypeReferenceNode | ts.ExpressionWithTypeArguments>();
  /** `typeof value` of a value that becomes a function. */
  readonly typeQueries = new Set<ts.Node>();
  /** Names of methods that set the answer of a test double, with what they are called from now on. */
  readonly renames = new Map<ts.MemberName, string>();
  /** Calls that give a double of a function its implementation: what is given there changes with it. */
  readonly doubles = new Set<ts.Expression>();
  readonly sites = new Map<ts.Expression, Site>();
  readonly failures: Failure[] = [];
  /** Declarations and functions that nobody has looked at yet. */
  readonly newDeclarations: ts.Declaration[] = [];
  readonly newValues: (ts.FunctionExpression | ts.ArrowFunction)[] = [];

  /** The value that becomes a function, in a group of one. */
  readonly lazy: LazyValue | undefined;

  constructor(index: ReferenceIndex, lazy?: LazyValue) {
    this.index = index;
    this.lazy = lazy;
  }

  get checker(): ts.TypeChecker {
    return this.index.checker;
  }

  /** Were all of its functions answering promises before? Then no call of them changes. */
  get answersPromises(): boolean {
    if (this.lazy) return false;
    return [...this.bodies].every((body) => {
      const signature = this.checker.getSignatureFromDeclaration(body);
      return (
        !!signature && isPromise(this.checker, this.checker.getReturnTypeOfSignature(signature))
      );
    });
  }

  fail(code: Failure["code"], node: ts.Node, subject: string | null = null): void {
    this.failures.push({ code, node, subject });
  }

  addBody(body: FunctionNode): void {
    if (this.bodies.has(body)) return;
    this.bodies.add(body);
    if (body.type) this.annotations.add(body.type);
    if (isFunctionValue(body)) this.newValues.push(body);
    else this.add(body);
  }

  /** Takes a declaration of the repository in. What is in a library can not be changed. */
  add(declaration: ts.Declaration): void {
    if (this.declarations.has(declaration) || !this.index.canChange(declaration)) return;
    this.declarations.add(declaration);
    this.newDeclarations.push(declaration);
  }

  addSite(node: ts.Expression, kind: Site["kind"] = "call"): void {
    this.sites.set(node, { node, kind });
  }
}
