/**
 * Commands on copies: the individual secrets of Workers, which the store can write for them. A copy is
 * a consumer's (a Worker in an environment), of one name; `docs/sync.md` has the whole story. No command
 * carries a value, and none answers with one.
 */
import * as z from "zod";
import { LIMITS } from "./limits.ts";
import { consumerEnvironment, secretName, workerName } from "./names.ts";

const consumer = { worker: workerName, environment: consumerEnvironment };

const names = z
  .array(secretName, { error: "must be a list of names" })
  .min(1, "must hold at least one name")
  .max(LIMITS.NAMES_PER_GRANT, `must hold at most ${LIMITS.NAMES_PER_GRANT} names`);

/** Says which script at Cloudflare the consumer is: `wrangler deploy` names it `NAME-ENVIRONMENT`. */
export const copiesTarget = z.strictObject({
  type: z.literal("copies.target"),
  ...consumer,
  script: workerName,
});

/** What `copies.send` would do. Default for `names`: all that are granted and have a value. */
export const copiesPlan = z.strictObject({
  type: z.literal("copies.plan"),
  ...consumer,
  names: names.optional(),
});

/** Has copies written, and from then on kept equal to the store. Default for `names` as above. */
export const copiesSend = z.strictObject({
  type: z.literal("copies.send"),
  ...consumer,
  names: names.optional(),
});

/** The individual secrets that the script has at Cloudflare, and the store has nothing for. */
export const copiesSurplus = z.strictObject({ type: z.literal("copies.surplus"), ...consumer });

/** Has individual secrets deleted from the script. What they hold can not be read back. */
export const copiesRemove = z.strictObject({
  type: z.literal("copies.remove"),
  ...consumer,
  names,
  /**
   * The store only stops to keep them equal, whether or not it has a value, and deletes nothing at
   * Cloudflare: whoever asks does that.
   */
  release: z.boolean({ error: "must be true or false" }).optional(),
});

/** Which copies there are, and how far each is. */
export const copiesList = z.strictObject({
  type: z.literal("copies.list"),
  worker: workerName.optional(),
  environment: consumerEnvironment.optional(),
  name: secretName.optional(),
  limit: z
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(1, "must be at least 1")
    .max(LIMITS.PAGE_SIZE, `must be at most ${LIMITS.PAGE_SIZE}`)
    .optional(),
  cursor: z
    .string({ error: "must be the nextCursor of a page of the same list" })
    .max(1_000, "must be the nextCursor of a page of the same list")
    .optional(),
});
