/** What is handed to a parameter, or kept in a member, that is called an environment and may be none. */
import ts from "typescript";
import type { CallIndex } from "./call-index.ts";
import { isHandlerEnv } from "./declared-shape.ts";
import type { EnvTypes } from "./env-types.ts";
import type { Origin } from "./origin.ts";
import { isParsed } from "./parsed-copy.ts";
import { arePicked } from "./picked-env.ts";
import { schemaTypeOf } from "./schema-types.ts";
import { unwrap } from "./syntax.ts";

/** What a schema made of the environment. */
export const COPY = { isCopy: true } as const;
type Copied = Pick<Origin, "isCopy" | "holdsTexts">;

interface Known {
  readonly checker: ts.TypeChecker;
  readonly calls: CallIndex;
  readonly types: EnvTypes;
  readonly originOf: (node: ts.Expression) => Origin | undefined;
}

/** Keeps what it found: make one for each program. */
export class GivenValues {
  readonly #known: Known;
  readonly #picked = new Map<ts.ParameterDeclaration, boolean>();

  constructor(known: Known) {
    this.#known = known;
  }

  /** Do all callers hand over an object that they put together from values of the environment? */
  arePicked(parameter: ts.ParameterDeclaration): boolean {
    const known = this.#picked.get(parameter);
    if (known !== undefined) return known;
    this.#picked.set(parameter, false);
    const picked = arePicked(this.#known.calls.argumentsFor(parameter), {
      checker: this.#known.checker,
      isEnv: (one) => this.#known.originOf(one)?.kind === "env",
      isPicked: (one) => this.#isPickedName(one),
    });
    this.#picked.set(parameter, picked);
    return picked;
  }

  #isPickedName(node: ts.Expression): boolean {
    const name = unwrap(node);
    const declared =
      ts.isIdentifier(name) && this.#known.checker.getSymbolAtLocation(name)?.valueDeclaration;
    return !!declared && ts.isParameter(declared) && this.arePicked(declared);
  }

  /** Where what a parameter or a member is given holds no binding, whatever its type is called. */
  copyIn(declaration: ts.Declaration | undefined): Copied {
    if (!declaration || (ts.isParameter(declaration) && isHandlerEnv(declaration))) return {};
    const given = ts.isParameter(declaration) ? this.#known.calls.argumentsFor(declaration) : [];
    const copied = this.#copyOf(given);
    if (copied.isCopy || copied.holdsTexts) return copied;
    return this.#hasSchemaType(declaration) && !given.some((one) => this.#isOfPlatform(one))
      ? COPY
      : {};
  }

  #copyOf(given: readonly ts.Expression[]): Copied {
    const { checker, originOf } = this.#known;
    // Objects that code writes out, as tests do, say nothing of what the others give.
    const taken = given.filter((one) => !isWrittenOut(checker, one));
    if (taken.length === 0) return {};
    // One caller is enough: for that one, the store could not be asked.
    if (taken.some((one) => originOf(one)?.isCopy || isParsed(checker, one))) return COPY;
    const isOfTextsAlone = given.every((one) => {
      const origin = originOf(one);
      if (origin) return origin.holdsTexts === true || origin.form === "process-env";
      return holdsTexts(checker.getTypeAtLocation(one));
    });
    return isOfTextsAlone ? { holdsTexts: true } : {};
  }

  /** `z.infer<typeof envSchema>`, where nobody says that the platform gives such a value. */
  #hasSchemaType(declaration: ts.Declaration): boolean {
    if (!canBeTyped(declaration) || !declaration.type) return false;
    const passed = schemaTypeOf(declaration.type, this.#known.checker);
    return !!passed && !passed.some((symbol) => this.#known.types.isOfPlatform(symbol));
  }

  /** `c.env as Env`: the code says itself that the type is only a name for it. */
  #isOfPlatform(given: ts.Expression): boolean {
    const origin = this.#known.originOf(given);
    return origin?.kind === "env" && origin.form !== "env" && origin.form !== "wrapped-env";
  }
}

const canBeTyped = (node: ts.Declaration) =>
  ts.isParameter(node) || ts.isPropertySignature(node) || ts.isPropertyDeclaration(node);

/** `{ API_KEY: "key-1" }`, or a constant that is one. */
function isWrittenOut(checker: ts.TypeChecker, expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isObjectLiteralExpression(node)) return !node.properties.some(ts.isSpreadAssignment);
  const declaration = ts.isIdentifier(node)
    ? checker.getSymbolAtLocation(node)?.valueDeclaration
    : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  return !!declaration.initializer && isWrittenOut(checker, declaration.initializer);
}

/** Has the type any name, and are its values texts, so that no binding can be among them? */
function holdsTexts(type: ts.Type): boolean {
  const value = type.getStringIndexType();
  if (!value) return false;
  const parts = value.isUnion() ? value.types : [value];
  const { StringLike, Undefined, Null } = ts.TypeFlags;
  return parts.every(({ flags }) => (flags & (StringLike | Undefined | Null)) !== 0);
}
