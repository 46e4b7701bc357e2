/**
 * The wire between a Worker and the gateway: the entrypoint `Secrets`, reached by a service
 * binding with props. Frozen by `test/vectors/wire.json`; later work adds optional fields only.
 */
import * as z from "zod";
import { LIMITS } from "./limits.ts";
import { consumerEnvironment, secretName, storeId, workerName } from "./names.ts";

/** Who a Worker is: the props that its service binding carries. Its code can not change them. */
export const consumerProps = z.strictObject({
  v: z.literal(1, { error: "must be 1" }),
  store: storeId,
  worker: workerName,
  environment: consumerEnvironment,
});
export type ConsumerProps = z.infer<typeof consumerProps>;

/** A Worker in an environment. */
export interface Consumer {
  readonly worker: string;
  readonly environment: string;
}

const versionRule = `must be a version number: a whole number from 0 to ${2 ** 31}`;
const version = z
  .number({ error: versionRule })
  .int(versionRule)
  .min(0, versionRule)
  .max(2 ** 31, versionRule);

export const readRequest = z.strictObject({
  v: z.literal(1, { error: "must be 1" }),
  /** The names wanted. A name that is not well-formed is answered `invalid`, alone. */
  names: z
    .array(z.string({ error: "must be a string" }), { error: "must be a list of names" })
    .min(1, "must hold at least one name")
    .max(LIMITS.NAMES_PER_READ, `must hold at most ${LIMITS.NAMES_PER_READ} names`),
  /** Per name, the version that the caller holds already; 0 for none. As long as `names`. */
  known: z.array(version, { error: "must be a list of versions" }).optional(),
  /** Ask for the values of the stages `previous` and `pending` too. */
  stages: z.boolean({ error: "must be true or false" }).optional(),
});
export type ReadRequest = z.input<typeof readRequest>;

export type ReadStatus = "ok" | "same" | "missing" | "denied" | "deleted" | "expired" | "invalid";

/** May the Worker's own copy serve when the store can not? `obsolete`: it was rotated since. */
export type Fallback = "allowed" | "obsolete";

export interface StagedValue {
  readonly stage: "previous" | "pending";
  readonly version: number;
  readonly value: string;
  /** When a `previous` value stops being accepted; milliseconds since 1970. */
  readonly until?: number;
}

export interface ReadItem {
  readonly name: string;
  /** `same`: the version in `known` is still current, so no value travels. */
  readonly status: ReadStatus;
  /** Present with `ok` only. */
  readonly value?: string;
  /** Present with `ok` and `same`. Absent on a backend without versions, which never says `same`. */
  readonly version?: number;
  /** How long this answer is fresh. 0 from a local gateway, so that a change shows at once. */
  readonly maxAgeSeconds: number;
  /** From then on the value may not be served, not even in an outage; milliseconds since 1970. */
  readonly expiresAt?: number;
  readonly fallback: Fallback;
  /** Present where `stages` was asked for and the secret has any. */
  readonly stages?: readonly StagedValue[];
}

export interface ReadResponse {
  readonly v: 1;
  /**
   * One per name asked for, in the same order. A name is left out where its value alone could not
   * be reached just now: it counts as unreachable, and the others as answered.
   */
  readonly items: readonly ReadItem[];
  /** True where the gateway was started by `lunakey dev`. */
  readonly local?: true;
}

/** Where a read was served from. */
export const readSource = z.enum(["store", "native", "individual", "none"], {
  error: "must be one of store, native, individual, none",
});
export type ReadSource = z.infer<typeof readSource>;

/** Is the Worker's own copy equal to the store's value? Found in the Worker, in mode `shadow`. */
export const parity = z.enum(["same", "different", "missing"], {
  error: "must be one of same, different, missing",
});
export type Parity = z.infer<typeof parity>;

const moment = z
  .number({ error: "must be milliseconds since 1970" })
  .int("must be whole milliseconds since 1970")
  .min(0, "must be milliseconds since 1970");

const countRule = "must be a whole number from 1 to 1000000000";

export const reportRequest = z.strictObject({
  v: z.literal(1, { error: "must be 1" }),
  /** Random; a report that arrives twice counts once. */
  batchId: z.uuid({ error: "must be a UUID" }),
  /** The period that is reported; milliseconds since 1970. */
  from: moment,
  to: moment,
  counts: z
    .array(
      z.strictObject({
        name: secretName,
        source: readSource,
        /** The store's version that was served, where it was. */
        version: version.optional(),
        parity: parity.optional(),
        count: z.number({ error: countRule }).int(countRule).min(1, countRule).max(1e9, countRule),
      }),
      { error: "must be a list of counts" },
    )
    .max(LIMITS.COUNTS_PER_REPORT, `must hold at most ${LIMITS.COUNTS_PER_REPORT} counts`),
});
export type ReportRequest = z.input<typeof reportRequest>;

export interface ReportResponse {
  readonly v: 1;
  /** `duplicate`: this batch had been counted before. */
  readonly status: "counted" | "duplicate";
}

/** The entrypoint `Secrets` as a Worker sees it. `get` is for people, the rest for the helper. */
export interface SecretsRpc {
  get(name: string): Promise<string | null>;
  read(request: ReadRequest): Promise<ReadResponse>;
  report(request: ReportRequest): Promise<ReportResponse>;
}
