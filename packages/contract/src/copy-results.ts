/** What the commands on copies answer. No answer holds a secret's value. */
import * as z from "zod";

const moment = z.int();

/**
 * - `new`: never sent; whatever the Worker has under this name is overwritten.
 * - `behind`: another version was sent last, or sending failed.
 * - `sent`: the present version was sent.
 * - `waiting`: the next version becomes current within a minute, and is sent then.
 * - `not_granted`, `no_value`: nothing to send.
 */
export const copyPlanStatus = z.enum([
  "new",
  "behind",
  "sent",
  "waiting",
  "not_granted",
  "no_value",
]);

const copyPlanItem = z.object({ name: z.string(), status: copyPlanStatus });
export type CopyPlanItem = z.infer<typeof copyPlanItem>;

export const copyPlan = z.object({
  worker: z.string(),
  environment: z.string(),
  /** The script at Cloudflare; null where none was said. */
  script: z.string().nullable(),
  items: z.array(copyPlanItem),
});
export type CopyPlan = z.infer<typeof copyPlan>;

/**
 * - `queued`: will be sent; `removing`: will be deleted.
 * - `sent`: Cloudflare has taken it. `verified`: the Worker itself has compared it since, and found it
 *   equal.
 * - `failed`: see `error`; tried again at `nextAt`, or not until it is asked for again.
 * - `left`: the store has no value for it any more; the Worker still has what was sent last.
 * - `unsent`: was not sent from this database, which was restored.
 */
export const copyRowState = z.enum([
  "queued",
  "removing",
  "sent",
  "verified",
  "failed",
  "left",
  "unsent",
]);

export const copyRow = z.object({
  worker: z.string(),
  environment: z.string(),
  name: z.string(),
  script: z.string(),
  state: copyRowState,
  /** The version that was sent last; null where none was, and where versions are not known. */
  version: z.int().nullable(),
  /** The version that the store has for it now; null as above. */
  wanted: z.int().nullable(),
  sentAt: moment.nullable(),
  /** Cloudflare's code, or ours: `http_502`, `timeout`, `unreachable`, `too_large`, `not_opened`. */
  error: z.string().nullable(),
  attempts: z.int(),
  /** When it is tried next; null where it is not. */
  nextAt: moment.nullable(),
});
export type CopyRow = z.infer<typeof copyRow>;

const surplusSecret = z.object({
  name: z.string(),
  /** Did the store send it? Else somebody else put it there. */
  sent: z.boolean(),
});

export const copySurplus = z.object({
  worker: z.string(),
  environment: z.string(),
  script: z.string(),
  surplus: z.array(surplusSecret),
});
export type CopySurplus = z.infer<typeof copySurplus>;
