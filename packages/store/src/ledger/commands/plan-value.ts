/**
 * What writing a value to a secret would do: nothing where it is the current one, else a new
 * version. The one place that compares a new value with a stored one.
 */
import { LunakeyError } from "@lunakey/contract";
import { equalText } from "../../bytes.ts";
import { type FallbackColumn, insertVersion, type SecretRow } from "../secrets/secret-rows.ts";
import type { MutationContext } from "./mutation-context.ts";

export interface ValueInput {
  readonly environment: string;
  readonly name: string;
  readonly value: string;
  readonly fallback?: FallbackColumn | undefined;
  readonly expiresAt?: number | undefined;
  readonly comment?: string | undefined;
}

export interface ValuePlan {
  /** Against the current version: a deleted secret has none. */
  readonly status: "new" | "same" | "different";
  /** Is a version made? Also where the same value gets another expiry, or had expired. */
  readonly changed: boolean;
  /** The current version afterwards. */
  readonly version: number;
  readonly fallback: FallbackColumn;
}

/** The current version of a row that serves it; null where there is none. */
export function currentVersion(row: SecretRow | undefined): number | null {
  return row === undefined || row.deleted_at !== null ? null : row.version;
}

/** Compares and decides; writes nothing and seals nothing. */
export async function planValue(
  context: MutationContext,
  row: SecretRow | undefined,
  input: ValueInput,
): Promise<ValuePlan> {
  const current = currentVersion(row);
  const next = (row?.last_version ?? 0) + 1;
  if (row === undefined || current === null) {
    // Values from before a deletion may still be in the Workers' own copies.
    const fallback = input.fallback ?? (next === 1 ? "allowed" : "obsolete");
    return { status: "new", changed: true, version: next, fallback };
  }
  if (!(await isValue(context, row, current, input.value))) {
    return {
      status: "different",
      changed: true,
      version: next,
      fallback: input.fallback ?? "obsolete",
    };
  }
  const fallback = input.fallback ?? row.fallback;
  const hasExpired = row.expires_at !== null && row.expires_at <= context.at;
  const changed = input.expiresAt === undefined ? hasExpired : input.expiresAt !== row.expires_at;
  return { status: "same", changed, version: changed ? next : current, fallback };
}

/** Seals the planned version and answers what writes it. */
export async function sealPlanned(
  { parts, actor, at }: MutationContext,
  input: ValueInput,
  { version, fallback }: ValuePlan,
): Promise<() => void> {
  const { environment, name, value } = input;
  const sealed = await parts.values.seal(environment, name, version, value);
  const expiresAt = input.expiresAt ?? null;
  const comment = input.comment ?? null;
  const rest = { sealed, fallback, expiresAt, comment, at, by: actor.id };
  return () => insertVersion(parts.sql, { environment, name, version, ...rest });
}

const PROTECTED_NAME = /^KEK_/;

/**
 * Key-encryption keys: what is sealed under one would be lost with it.
 *
 * @throws LunakeyError `protected_name`
 */
export function assertNotProtected(name: string, deed: "changed" | "deleted"): void {
  if (!PROTECTED_NAME.test(name)) return;
  throw new LunakeyError({
    code: "protected_name",
    message: `${name} is the name of a key-encryption key and can not be ${deed}: what is sealed under it would be lost.`,
    hint: `Add the next one under a name of its own: lunakey set ${nextName(name)}`,
  });
}

/** `KEK_V2` after `KEK_V1`. */
function nextName(name: string): string {
  const [, stem = `${name}_V`, number = "1"] = /^(.*?)([0-9]{1,9})$/.exec(name) ?? [];
  return `${stem}${Number(number) + 1}`;
}

async function isValue(
  { parts }: MutationContext,
  { id: secretId, environment, name }: SecretRow,
  version: number,
  value: string,
): Promise<boolean> {
  try {
    return equalText(await parts.values.open({ secretId, environment, name, version }), value);
  } catch {
    // What does not open, for a lost root key perhaps, must still be possible to replace.
    return false;
  }
}
