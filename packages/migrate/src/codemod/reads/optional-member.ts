/** Whether a member of the environment can be missing, by its type. */
import ts from "typescript";
import type { EnvRead, EnvWhole } from "../../source/env-read.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { isDeclaredOptional } from "./declared-members.ts";

/** Does the type of the environment say that `read` can be missing? Undefined: it does not say. */
export function isOptional(
  index: ReferenceIndex,
  read: Pick<EnvRead | EnvWhole, "node" | "env">,
  name: string | undefined,
): boolean | undefined {
  if (!read.env) return undefined;
  const type = index.checker.getNonNullableType(index.checker.getTypeAtLocation(read.env));
  return type.flags & ts.TypeFlags.Any
    ? isDeclaredOptional(index, read.env, name)
    : isOptionalIn(index.checker, { read, type, name });
}

function isOptionalIn(
  checker: ts.TypeChecker,
  of: { read: Pick<EnvRead | EnvWhole, "node">; type: ts.Type; name: string | undefined },
): boolean | undefined {
  const { read, type, name } = of;
  const symbol = name === undefined ? undefined : checker.getPropertyOfType(type, name);
  const value = symbol
    ? checker.getTypeOfSymbolAtLocation(symbol, read.node)
    : (checker.getIndexInfoOfType(type, ts.IndexKind.String)?.type ??
      (name === undefined ? checker.getTypeAtLocation(read.node) : undefined));
  if (!value || value.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return undefined;
  const parts = value.isUnion() ? value.types : [value];
  const nothing = ts.TypeFlags.Undefined | ts.TypeFlags.Null;
  return (
    parts.some(({ flags }) => flags & nothing) ||
    (!!symbol && !!(symbol.flags & ts.SymbolFlags.Optional))
  );
}
