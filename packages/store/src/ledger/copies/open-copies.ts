/** The values that a batch writes, opened one by one: one that can not be had holds up no other. */
import { LIMITS, READ_TIMING } from "@lunakey/contract";
import { findBinding } from "../../backend/bound-secrets.ts";
import { getWithin } from "../../backend/cloudflare.ts";
import { encodeUtf8 } from "../../bytes.ts";
import type { LedgerParts } from "../parts.ts";
import type { WantedValue } from "./judge-copy.ts";
import type { CopyChange } from "./take-batch.ts";

/** A change with its value; null deletes. */
export interface OpenedChange extends CopyChange {
  readonly value: string | null;
}

/** A change that can not be carried out. */
export interface UnopenedChange extends CopyChange {
  readonly error: "not_opened" | "too_large" | "store_unreachable";
}

export function openCopies(
  parts: LedgerParts,
  changes: readonly CopyChange[],
  now: number,
): Promise<(OpenedChange | UnopenedChange)[]> {
  return Promise.all(
    changes.map(async (change) => {
      if (change.wanted === null) return { ...change, value: null };
      const value = await open(parts, change.row.name, change.wanted, now);
      if (value === null) return { ...change, error: "not_opened" };
      if (value === undefined) return { ...change, error: "store_unreachable" };
      const isLarge = encodeUtf8(value).byteLength > LIMITS.COPY_BYTES;
      return isLarge ? { ...change, error: "too_large" } : { ...change, value };
    }),
  );
}

/** Null where it does not open or is not there; undefined where it can not be reached now. */
async function open(
  parts: LedgerParts,
  name: string,
  wanted: WantedValue,
  now: number,
): Promise<string | null | undefined> {
  if (parts.bound !== undefined && !isFreshlyRotated(wanted, now)) {
    return getWithin(findBinding(parts.env, name));
  }
  try {
    return await parts.values.open({ ...wanted, name });
  } catch {
    // Altered bytes, or a root key that is not set: the state says so, and nothing of the cause.
    return null;
  }
}

/**
 * On backend `cloudflare`: Cloudflare takes a while to bring a change to the binding, and the ledger has
 * the new value sealed. Later the binding is right, whoever changed it.
 */
function isFreshlyRotated({ version, since }: WantedValue, now: number): boolean {
  return version > 0 && since !== null && now < since + READ_TIMING.OUTAGE_MS;
}
