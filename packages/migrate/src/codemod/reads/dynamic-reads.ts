/**
 * What becomes of `env[key]`, by the names that it can be asked for: it moves where all of them are
 * secrets, and for those callers who ask for one where others ask for variables.
 */
import ts from "typescript";
import type { EnvRead, EnvReads, EnvWhole } from "../../source/env-read.ts";
import type { GiveUpCode } from "../migration-plan.ts";
import type { ReferenceIndex } from "../references/reference-index.ts";
import { secondFormOf } from "../routes/twin.ts";
import { holds, isAsync, isFunctionNode } from "../syntax/function-node.ts";
import { type Asked, type AskingCall, askedOf } from "./accessor-names.ts";
import { tellsEmptyApart } from "./empty-text.ts";
import { type MigratingRead, type Refused, shapeDynamic } from "./migrating-read.ts";
import type { OverriddenNames } from "./overridden-names.ts";

export interface DynamicRead {
  readonly shaped: MigratingRead | Refused;
  /** Calls for what is no secret. */
  readonly staying: readonly ts.Node[];
  /** Where the function can stand in two forms: the calls for what is one. */
  readonly asking: readonly AskingSecret[];
}

/** A read whose name its callers say, each of which can move by itself. */
export interface AskingRead {
  readonly read: MigratingRead;
  readonly calls: readonly AskingSecret[];
}

interface AskingSecret extends AskingCall {
  readonly source: EnvRead | undefined;
}

interface Known {
  readonly found: EnvReads;
  readonly overridden: OverriddenNames;
  readonly isSecret: (name: string) => boolean;
}

/** @returns undefined where nothing is to be done or said: the form that its variables are read by. */
export function shapeWhole(
  index: ReferenceIndex,
  whole: EnvWhole,
  known: Known,
): DynamicRead | undefined {
  const asked = whole.kind === "dynamic-key" ? askedOf(index, whole) : undefined;
  if (!asked) {
    const isOfVariables = whole.names.length > 0 && !whole.names.some(known.isSecret);
    if (isOfVariables) return undefined;
    return { shaped: shapeNamed(index, whole, known), staying: [], asking: [] };
  }
  const { calls } = asked;
  const names = [...new Set(calls.flatMap((one) => one.names))].filter(known.isSecret);
  if (names.length === 0) return undefined;
  const staying = calls.filter((one) => !one.names.some(known.isSecret)).map(({ call }) => call);
  const canSplit = readsOnlyThat(asked, known);
  const canFollow = areApart(asked, known) && (canSplit || staying.length === 0);
  const moves = canFollow && !whole.holdsTexts;
  const own = { ...whole, names };
  const shaped = moves ? shapeNamed(index, own, known) : refused(own, codeOf(whole, own, true));
  if (!("shape" in shaped)) return { shaped, staying: [], asking: [] };
  return { shaped, staying, asking: canSplit ? askingFor(asked, known) : [] };
}

function askingFor({ calls }: Asked, { found, isSecret }: Known): readonly AskingSecret[] {
  return calls
    .filter(({ names }) => names.some(isSecret))
    .map((one) => ({ ...one, source: found.reads.find(({ node }) => node === one.call) }));
}

/** Does each call ask for secrets alone, or for none? */
function areApart({ calls }: Asked, { isSecret }: Known): boolean {
  return calls.every(({ names }) =>
    names.every((name) => isSecret(name) === isSecret(names[0] ?? name)),
  );
}

/** What a second form has that an earlier run wrote. */
const OF_HELPER = /\bawait \w*(?:Secret|Async)\(/;

/** Can the form for variables be as it was, and read no secret? And is the name of the other one free? */
function readsOnlyThat({ functions }: Asked, { found, isSecret }: Known): boolean {
  const waits = functions.some((one) => isFunctionNode(one) && isAsync(one));
  const isTaken = functions
    .flatMap((one) => secondFormOf(one) ?? [])
    .some((one) => !OF_HELPER.test(one.getText()));
  if (isTaken) return false;
  return (
    !waits &&
    !found.reads.some(
      ({ name, node }) => isSecret(name) && functions.some((one) => holds(one, node)),
    )
  );
}

/** Where the code says all names that it can be. */
function shapeNamed(
  index: ReferenceIndex,
  whole: EnvWhole,
  { isSecret, overridden }: Known,
): MigratingRead | Refused {
  const { kind, names } = whole;
  const secrets = names.filter(isSecret);
  const inPlace = secrets.flatMap((name) => {
    const at = overridden.of({ ...whole, name });
    return at ? [{ name, at }] : [];
  });
  const [first] = inPlace;
  if (first) {
    const subject = inPlace.map(({ name }) => name).join(", ");
    return { code: "overridden", source: whole, names: secrets, at: first.at, subject };
  }
  const moves = kind === "dynamic-key" && !whole.holdsTexts && names.every(isSecret);
  const shaped = moves ? shapeDynamic(index, whole) : undefined;
  const own = { ...whole, names: secrets };
  return shaped ?? refused(own, kind === "dynamic-key" ? codeOf(whole, own) : kind);
}

/** Why `env[key]` stays, of which the code may say what it can be. */
function codeOf(
  { node, names, holdsTexts }: EnvWhole,
  own: EnvWhole,
  isMixed = own.names.length < names.length,
): GiveUpCode {
  if (own.names.length === 0) return "dynamic-key";
  if (holdsTexts) return "no-environment";
  if (isMixed) return "mixed-names";
  return ts.isExpression(node) && tellsEmptyApart(node) ? "empty-string" : "several-names";
}

const refused = (source: EnvWhole, code: GiveUpCode): Refused => {
  return { code, source, names: source.names };
};
