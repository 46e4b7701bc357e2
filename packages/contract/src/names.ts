/**
 * The names and ids that the parts exchange, each with its one schema. Messages say what is
 * expected and never repeat the input: a value pasted into the wrong field must not be echoed.
 */
import * as z from "zod";
import { LIMITS } from "./limits.ts";

const secretNamePattern = new RegExp(`^[A-Za-z0-9_-]{1,${LIMITS.SECRET_NAME_LENGTH}}$`);

/** As Cloudflare's Secrets Store: letters, digits, underscore, dash. Case matters. */
export const secretName = z
  .string({ error: "must be a string" })
  .regex(
    secretNamePattern,
    `must be 1 to ${LIMITS.SECRET_NAME_LENGTH} letters, digits, underscores or dashes`,
  )
  .brand<"SecretName">();
export type SecretName = z.infer<typeof secretName>;

/** The same, for where it is asked all the time. */
export function isSecretName(text: string): text is SecretName {
  return secretNamePattern.test(text);
}

// Without flags: a JSON Schema can not say them, so that ours would say less than is taken.
const environmentPattern = new RegExp(`^[A-Za-z0-9_-]{1,${LIMITS.ENVIRONMENT_NAME_LENGTH}}$`);
const environmentMessage = `must be 1 to ${LIMITS.ENVIRONMENT_NAME_LENGTH} letters, digits, underscores or dashes`;

/**
 * An environment of a Worker. A wrangler config's top level is `default`. `all` is no
 * environment: it is the explicit way to store one value for every environment without its own.
 */
export const consumerEnvironment = z
  .string({ error: "must be a string" })
  .regex(environmentPattern, environmentMessage)
  .refine((name) => name !== ALL_ENVIRONMENTS, "must be one environment, not all")
  .brand<"ConsumerEnvironment">();
export type ConsumerEnvironment = z.infer<typeof consumerEnvironment>;

/** Where a value is stored: one environment, or `all`. */
export const secretEnvironment = z
  .string({ error: "must be a string" })
  .regex(environmentPattern, environmentMessage)
  .brand<"SecretEnvironment">();
export type SecretEnvironment = z.infer<typeof secretEnvironment>;

export const ALL_ENVIRONMENTS = "all";
export const DEFAULT_ENVIRONMENT = "default";

export const workerName = z
  .string({ error: "must be a string" })
  .regex(
    new RegExp(`^[A-Za-z0-9_-]{1,${LIMITS.WORKER_NAME_LENGTH}}$`),
    `must be a Worker's name: 1 to ${LIMITS.WORKER_NAME_LENGTH} letters, digits, underscores or dashes`,
  )
  .brand<"WorkerName">();
export type WorkerName = z.infer<typeof workerName>;

export const storeId = z
  .string({ error: "must be a string" })
  .regex(
    new RegExp(`^[A-Za-z0-9_-]{1,${LIMITS.STORE_ID_LENGTH}}$`),
    `must be a store's id: 1 to ${LIMITS.STORE_ID_LENGTH} letters, digits, underscores or dashes`,
  )
  .brand<"StoreId">();
export type StoreId = z.infer<typeof storeId>;

const encoder = new TextEncoder();

/** A secret's value: text of 1 to 65,536 bytes in UTF-8, kept byte for byte. */
export const secretValue = z
  .string({ error: "must be a string" })
  .min(1, "must not be empty")
  .refine(
    (value) => encoder.encode(value).byteLength <= LIMITS.VALUE_BYTES,
    `must be at most ${LIMITS.VALUE_BYTES} bytes in UTF-8`,
  )
  .refine((value) => value.isWellFormed(), "must be well-formed Unicode, without lone surrogates");

/** A moment: milliseconds since 1970-01-01 UTC. */
export const epochMs = z
  .number({ error: "must be milliseconds since 1970" })
  .int("must be a whole number of milliseconds since 1970")
  .min(0, "must be milliseconds since 1970")
  .max(8_640_000_000_000_000, "must be milliseconds since 1970");
