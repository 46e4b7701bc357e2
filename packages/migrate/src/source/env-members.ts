/**
 * What its members say of a type that is called an environment: code calls its own options so, too
 * (`login(env: LoginEnv)`), and no store has a secret of the name `secretKey`.
 */
import ts from "typescript";

/** As people name bindings: `API_KEY`, `DB`, `Sessions`. */
const BINDING_NAME = /^_*[A-Z]/;

/** @param isGiven whether the platform is said to give a member of this name, however it is written. */
export function canBeEnvironment(
  type: ts.Type,
  checker: ts.TypeChecker,
  isGiven: (name: string) => boolean,
): boolean {
  const { flags } = type;
  if (type.isUnion()) {
    const parts = type.types.filter((part) => !isNothing(part));
    return parts.some((part) => canBeEnvironment(part, checker, isGiven));
  }
  if (!(flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return true;
  if (checker.getIndexInfosOfType(type).length > 0 || hasUnknownPart(type, checker)) return true;
  const names = checker.getPropertiesOfType(type).map(({ name }) => name);
  return names.some((name) => BINDING_NAME.test(name)) || names.every(isGiven);
}

const isNothing = ({ flags }: ts.Type) =>
  (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0;

/** `interface AppEnv extends Bindings`, where nothing says what `Bindings` has. */
function hasUnknownPart(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.isIntersection()) return type.types.some((part) => hasUnknownPart(part, checker));
  if (!type.isClassOrInterface()) return false;
  const declared = (type.symbol.declarations ?? []).filter(ts.isInterfaceDeclaration);
  const named = declared.flatMap(({ heritageClauses }) =>
    (heritageClauses ?? []).flatMap(({ types }) => types),
  );
  const bases = checker.getBaseTypes(type);
  return bases.length < named.length || bases.some((base) => hasUnknownPart(base, checker));
}
