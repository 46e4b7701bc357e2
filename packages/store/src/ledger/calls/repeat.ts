/**
 * Commands that are sent again under the same idempotency key. The record holds no value and no
 * hash of one, so whether the value is the same is found by opening the version that was made.
 */
import { canonicalJson, LunakeyError, PERIODS, type ResultOf } from "@lunakey/contract";
import { equalText, sha256, toHex } from "../../bytes.ts";
import type { MutationCommand } from "../commands/plan-mutation.ts";
import { fingerprintFields } from "../commands/target.ts";
import type { LedgerParts } from "../parts.ts";
import { findSecret } from "../secrets/secret-rows.ts";
import type { Plan } from "../write-queue.ts";
import { findAnswer, insertAnswer } from "./idempotency.ts";

/** Keys belong to the token that they came with. */
export interface RepeatKey {
  readonly tokenId: string;
  /** Undefined where the caller gave none: then nothing is kept or looked up. */
  readonly key: string | undefined;
}

/** Does a second time differ from a first? A preview changes nothing, and is made anew. */
export function isRepeatable(asked: MutationCommand): boolean {
  return asked.type !== "secret.import" || asked.mode === "apply";
}

/**
 * The answer that was given before, as a plan without an effect; undefined the first time.
 *
 * @throws LunakeyError `idempotency_key_reused` for another command or another value.
 */
export async function findRepeat(
  parts: LedgerParts,
  { tokenId, key }: RepeatKey,
  asked: MutationCommand,
  at: number,
): Promise<Plan<unknown> | undefined> {
  if (key === undefined) return undefined;
  const record = findAnswer(parts.sql, tokenId, key, at);
  if (record === undefined) return undefined;
  const answer: unknown = JSON.parse(record.answer);
  const isSame =
    record.command === asked.type &&
    record.fingerprint === (await fingerprint(asked)) &&
    (await hasSameValues(parts, asked, answer));
  if (isSame) return { answer, events: [] };
  throw new LunakeyError({
    code: "idempotency_key_reused",
    message: "The idempotency key was used for another command or another value.",
    hint: "Make a new key for each command; use one again only to repeat the same command.",
  });
}

/** Makes what keeps an answer. To be called before the commit, since digesting is asynchronous. */
export async function prepareRecord(
  { tokenId, key }: RepeatKey,
  asked: MutationCommand,
  answer: unknown,
  at: number,
): Promise<(sql: SqlStorage) => void> {
  if (key === undefined) return () => undefined;
  const row = {
    command: asked.type,
    fingerprint: await fingerprint(asked),
    answer: JSON.stringify(withoutToken(asked, answer)),
  };
  return (sql) => insertAnswer(sql, tokenId, key, row, at + PERIODS.IDEMPOTENCY_MS);
}

/** A new token is shown once: its record, and so every repeat, has none. */
function withoutToken(asked: MutationCommand, answer: unknown): unknown {
  if (asked.type !== "token.create") return answer;
  return { ...(answer as ResultOf<"token.create">), token: null };
}

async function fingerprint(asked: MutationCommand): Promise<string> {
  return toHex(await sha256(canonicalJson(fingerprintFields(asked))));
}

async function hasSameValues(
  parts: LedgerParts,
  asked: MutationCommand,
  answer: unknown,
): Promise<boolean> {
  if (asked.type === "secret.set" || asked.type === "secret.rotate") {
    const { version } = answer as ResultOf<"secret.set" | "secret.rotate">;
    return hasValue(parts, asked.environment, asked.name, version, asked.value);
  }
  if (asked.type === "secret.import") {
    const { entries } = answer as ResultOf<"secret.import">;
    const compared = await Promise.all(
      asked.entries.map(({ name, value }, index) =>
        hasValue(parts, asked.environment, name, entries[index]?.version ?? 0, value),
      ),
    );
    return compared.every((same) => same);
  }
  if (asked.type === "changes.apply") {
    const { changes } = answer as ResultOf<"changes.apply">;
    const compared = await Promise.all(
      asked.changes.map(({ environment, name, value }, index) =>
        value === undefined
          ? true
          : hasValue(parts, environment, name, changes[index]?.version ?? 0, value),
      ),
    );
    return compared.every((same) => same);
  }
  return true;
}

async function hasValue(
  parts: LedgerParts,
  environment: string,
  name: string,
  version: number,
  value: string,
): Promise<boolean> {
  const secretId = findSecret(parts.sql, environment, name)?.id;
  if (secretId === undefined) return false;
  try {
    return equalText(await parts.values.open({ secretId, environment, name, version }), value);
  } catch {
    // A version that is gone or does not open can not be shown to be the same.
    return false;
  }
}
