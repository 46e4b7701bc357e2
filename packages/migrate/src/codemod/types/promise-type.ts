/** Whether a type is a promise, takes one, or does not say. */
import ts from "typescript";

/** `takes`: a promise is expected or allowed. `open`: any, unknown or generic, the type does not say. */
export type PromiseAnswer = "takes" | "refuses" | "open";

export function isPromise(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never)) return false;
  if (type.isUnion()) return type.types.every((one) => isPromise(checker, one));
  const name = type.symbol?.name;
  if (name === "Promise" || name === "PromiseLike") return true;
  return !!(type.flags & ts.TypeFlags.Object) && !!checker.getPropertyOfType(type, "then");
}

export function takesPromise(checker: ts.TypeChecker, type: ts.Type): PromiseAnswer {
  if (type.isUnion()) {
    const answers = type.types.map((one) => takesPromise(checker, one));
    if (answers.includes("takes")) return "takes";
    return answers.includes("open") ? "open" : "refuses";
  }
  const open = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter;
  if (type.flags & open) return "open";
  return isPromise(checker, type) ? "takes" : "refuses";
}

/** What a function of this type may answer; undefined where the type is no function. */
export function resultTakesPromise(
  checker: ts.TypeChecker,
  type: ts.Type,
): PromiseAnswer | undefined {
  if (type.flags & ts.TypeFlags.Any) return "open";
  const signatures = signaturesOf(checker, type);
  if (signatures.length === 0) return undefined;
  const answers = signatures.map((signature) =>
    takesPromise(checker, checker.getReturnTypeOfSignature(signature)),
  );
  if (answers.includes("takes")) return "takes";
  return answers.includes("open") ? "open" : "refuses";
}

/**
 * Does a function of this type answer whatever the caller makes it answer, or something of a type
 * that is not known here? Both can be written as a promise of it.
 */
export function answersOpenly(checker: ts.TypeChecker, signature: ts.Signature): boolean {
  const { declaration } = signature;
  const type = declaration && "type" in declaration ? declaration.type : undefined;
  if (!type || !ts.isTypeNode(type)) return false;
  const { flags } = checker.getTypeFromTypeNode(type);
  const isUnresolved = !!(flags & ts.TypeFlags.Any) && ts.isTypeReferenceNode(type);
  return !!(flags & ts.TypeFlags.TypeParameter) || isUnresolved;
}

export function signaturesOf(checker: ts.TypeChecker, type: ts.Type): readonly ts.Signature[] {
  const parts = type.isUnion() ? type.types : [type];
  return parts.flatMap((part) => checker.getSignaturesOfType(part, ts.SignatureKind.Call));
}
