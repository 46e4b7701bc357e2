/**
 * What the store itself knows of a consumer's reads, and what the consumer said of them: the ground on
 * which people decide whether the Worker's own copies can go. Facts only; whoever asks judges them.
 */
import * as z from "zod";
import { parity } from "./rpc.ts";

const moment = z.int();

const period = z.object({ firstAt: moment, lastAt: moment });

/** One granted name. What the store gave is `served`; everything else is the Worker's own word. */
export const evidenceOfName = z.object({
  name: z.string(),
  /**
   * What a read of it is answered with now. `bound`: backend `cloudflare` has a binding, and
   * Cloudflare's store alone knows whether there is a value.
   */
  state: z.enum(["active", "bound", "missing", "deleted", "expired"]),
  /** The current version; null where versions are not known, and where there is no value. */
  version: z.int().nullable(),
  /** Since when that version is current; null where it was not written down. */
  since: moment.nullable(),
  /** `obsolete`: the Worker's own copy is known to be outdated, and the helper does not serve it. */
  fallback: z.enum(["allowed", "obsolete"]),
  /** The store gave it, at any version. */
  served: period.nullable(),
  /** The store gave the current version. On backend `cloudflare` the same as `served`. */
  servedCurrent: period.nullable(),
  /** The Worker reported a read that the store had answered. */
  used: period.nullable(),
  /** When it last reported a read from a copy of its own; null: it never did. */
  copyAt: moment.nullable(),
  /** When it last reported a read that gave nothing at all; null: it never did. */
  noneAt: moment.nullable(),
  /** What its last comparison found; null: it never compared. */
  parity: parity.nullable(),
  parityVersion: z.int().nullable(),
  parityAt: moment.nullable(),
});
export type EvidenceOfName = z.infer<typeof evidenceOfName>;

/** One day in UTC on which the store heard of the consumer at all. */
export const evidenceDay = z.object({
  /** Its first moment. */
  day: moment,
  /** When the store last answered it on that day; null: it asked for nothing. */
  servedAt: moment.nullable(),
  /** The last moment of that day that a report of its own is about; null: none is. */
  reportedAt: moment.nullable(),
});
export type EvidenceDay = z.infer<typeof evidenceDay>;
