/**
 * The wire between the admin Worker and the gateway: the entrypoint `Admin`. It carries the
 * caller's bearer token, since the admin Worker has no power of its own.
 */
import * as z from "zod";
import type { Result } from "./errors.ts";
import { LIMITS } from "./limits.ts";

/**
 * `lunakey_<id>_<secret>`: 16 hexadecimal digits that name the token, then 43 characters of
 * base64url that hold 32 random bytes. The store keeps SHA-256 of the whole token.
 */
export const TOKEN_PATTERN = /^lunakey_([0-9a-f]{16})_[A-Za-z0-9_-]{43}$/;

export const callOptions = z.strictObject({
  /** Repeats of a command under one key answer as the first did. Random, chosen by the caller. */
  idempotencyKey: z
    .string({ error: "must be a string" })
    .regex(
      new RegExp(`^[\\x21-\\x7e]{1,${LIMITS.IDEMPOTENCY_KEY_LENGTH}}$`),
      `must be 1 to ${LIMITS.IDEMPOTENCY_KEY_LENGTH} printable ASCII characters without spaces`,
    )
    .optional(),
});
export type CallOptions = z.infer<typeof callOptions>;

/** Why the admin Worker turned a request away before it asked the store for anything. */
export const refusedRequest = z.enum([
  "foreign_host",
  "foreign_origin",
  "missing_token",
  "malformed_token",
]);
export type RefusedRequest = z.infer<typeof refusedRequest>;

/** The entrypoint `Admin` as the admin Worker sees it. */
export interface AdminRpc {
  /**
   * @param token the caller's bearer token, as received.
   * @param input a command; unknown input is refused with `invalid_input`.
   */
  execute(token: string, input: unknown, options?: CallOptions): Promise<Result<unknown>>;

  /** Has the audit note a request that was turned away. Changes nothing else, and never throws. */
  refuse(reason: RefusedRequest): Promise<void>;
}
