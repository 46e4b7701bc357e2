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
import { areMadeUp, holdNoStore, membersWritten, objectsBehind } from "./written-objects.ts";

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

  /** Where what a parameter is given holds no binding, whatever its type is called. */
  copyIn(parameter: ts.ParameterDeclaration): Copied {
    if (isHandlerEnv(parameter)) return {};
    const given = this.#known.calls.argumentsFor(parameter);
    const copied = this.#copyOf(given, parameter);
    if (copied.isCopy || copied.holdsTexts) return copied;
    return this.#hasSchemaType(parameter) && !given.some((one) => this.#isOfPlatform(one))
      ? COPY
      : {};
  }

  /** The same of a member, `context.env`, by what declares it and by the objects that can be `context`. */
  copyTaken(
    taken: ts.PropertyAccessExpression | ts.BindingElement,
    declaration: ts.Declaration | undefined,
  ): Copied {
    if (declaration && ts.isParameter(declaration)) return this.copyIn(declaration);
    const copied = this.#copyOf(membersWritten(taken, this.#known));
    if (copied.isCopy || copied.holdsTexts) return copied;
    return declaration && this.#hasSchemaType(declaration) ? COPY : {};
  }

  #copyOf(given: readonly ts.Expression[], parameter?: ts.ParameterDeclaration): Copied {
    const { checker, originOf } = this.#known;
    const taken = given.filter((one) => !this.#saysNothing(one, parameter));
    if (taken.length === 0) return {};
    // One caller is enough: for that one, the store could not be asked.
    if (taken.some((one) => originOf(one)?.isCopy || isParsed(checker, one))) return COPY;
    const isOfTextsAlone = given.every((one) => {
      const origin = originOf(one);
      if (origin) return origin.holdsTexts === true || origin.form === "process-env";
      const objects = objectsBehind(one, this.#known);
      return objects ? holdNoStore(objects) : holdsTexts(checker.getTypeAtLocation(one));
    });
    return isOfTextsAlone ? { holdsTexts: true } : {};
  }

  /** Objects that code makes up, as tests do, say nothing of what the others give; nor do any to a handler. */
  #saysNothing(given: ts.Expression, parameter: ts.ParameterDeclaration | undefined): boolean {
    const { checker, calls } = this.#known;
    const objects = objectsBehind(given, this.#known);
    if (!objects) return false;
    return areMadeUp(objects, checker) || (!!parameter && calls.hasOtherCallers(parameter));
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

/** Has the type any name, and are its values texts, so that no binding can be among them? */
function holdsTexts(type: ts.Type): boolean {
  const value = type.getStringIndexType();
  if (!value) return false;
  const parts = value.isUnion() ? value.types : [value];
  const { StringLike, Undefined, Null } = ts.TypeFlags;
  return parts.every(({ flags }) => (flags & (StringLike | Undefined | Null)) !== 0);
}
