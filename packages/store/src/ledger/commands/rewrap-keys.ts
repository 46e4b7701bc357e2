/**
 * `keys.rewrap`: wraps the data keys of one batch of versions under the newest root key. Values are
 * not opened, reads go on. The first batch also ties the newest audit key to the ones before, with
 * an event that both keys sign.
 */
import {
  type CommandOf,
  KEY_ADOPTION_ACTION,
  keyAdoptionBytes,
  LIMITS,
  type ResultOf,
} from "@lunakey/contract";
import { toBase64 } from "../../bytes.ts";
import { OpenError } from "../../envelope/aes-gcm.ts";
import { findRootKeyVersion, rewrapDataKey } from "../../envelope/envelope.ts";
import type { Keyring } from "../../envelope/keyring.ts";
import type { AuditDraft } from "../audit/chain.ts";
import { findNote, putNote } from "../backup/notes.ts";
import {
  listPlacedVersions,
  type PlacedVersionRow,
  replaceSealed,
} from "../backup/stored-versions.ts";
import { parseCursor, renderCursor } from "../cursor.ts";
import type { Plan } from "../write-queue.ts";
import { draftDone, type MutationContext } from "./mutation-context.ts";

interface Rewrapped {
  readonly id: number;
  /** Undefined where the data key does not open. */
  readonly sealed: Uint8Array<ArrayBuffer> | undefined;
}

export async function planKeysRewrap(
  context: MutationContext,
  { type, cursor, limit = LIMITS.PAGE_SIZE_DEFAULT }: CommandOf<"keys.rewrap">,
): Promise<Plan<ResultOf<"keys.rewrap">>> {
  const { sql, keyring } = context.parts;
  const [after] = parseCursor(type, cursor, [0] as [number]);
  const { rows, hasMore } = listPlacedVersions(sql, after, limit);
  const done = await Promise.all(
    rows.filter((row) => !isCurrent(keyring, row)).map((row) => rewrap(keyring, row)),
  );
  const changed = done.filter(({ sealed }) => sealed !== undefined).length;
  const unopened = done.length - changed;
  const adoptions = await draftAdoptions(context);
  const details = { rootKeyVersion: keyring.currentVersion, versions: changed, unopened };
  const batch = done.length === 0 ? [] : [draftDone(context, type, {}, details)];
  return {
    answer: {
      rootKeyVersion: keyring.currentVersion,
      scanned: rows.length,
      rewrapped: changed,
      unopened,
      nextCursor: hasMore ? renderCursor(type, [rows.at(-1)?.id ?? after]) : null,
    },
    events: [...adoptions, ...batch],
    commit: () => {
      for (const { id, sealed } of done) if (sealed !== undefined) replaceSealed(sql, id, sealed);
      if (adoptions.length > 0) putNote(sql, "adopted", listPairs(keyring));
    },
  };
}

/** `older:newest` for each root key that could be taken away one day. */
function listPairs({ versions, currentVersion }: Keyring): string[] {
  return versions.filter((one) => one < currentVersion).map((one) => `${one}:${currentVersion}`);
}

function isCurrent({ currentVersion }: Keyring, { sealed }: PlacedVersionRow): boolean {
  return findRootKeyVersion(new Uint8Array(sealed)) === currentVersion;
}

async function rewrap(keyring: Keyring, row: PlacedVersionRow): Promise<Rewrapped> {
  const { id, name, environment, version } = row;
  const place = { store: keyring.storeId, environment, name, version };
  try {
    return { id, sealed: await rewrapDataKey(keyring, place, new Uint8Array(row.sealed)) };
  } catch (error) {
    // One that was altered must not keep the others under the old key; it is counted.
    if (error instanceof OpenError) return { id, sealed: undefined };
    throw error;
  }
}

async function draftAdoptions(context: MutationContext): Promise<AuditDraft[]> {
  const { sql, keyring } = context.parts;
  const known = findNote(sql, "adopted") ?? [];
  const missing = listPairs(keyring).filter((pair) => !known.includes(pair));
  return Promise.all(missing.map((pair) => draftAdoption(context, Number(pair.split(":")[0]))));
}

async function draftAdoption(context: MutationContext, previous: number): Promise<AuditDraft> {
  const { keyring } = context.parts;
  const key = await keyring.auditKey(keyring.currentVersion);
  const before = await keyring.auditKey(previous);
  const keys = {
    keyVersion: keyring.currentVersion,
    publicKey: key.publicKey,
    previousKeyVersion: previous,
    previousPublicKey: before.publicKey,
  };
  const bytes = keyAdoptionBytes(keyring.storeId, keys);
  const sign = async ({ privateKey }: typeof key) =>
    toBase64(new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, bytes)));
  return draftDone(
    context,
    KEY_ADOPTION_ACTION,
    {},
    {
      ...keys,
      signature: await sign(key),
      previousSignature: await sign(before),
    },
  );
}
