/** What a new version carries beside its value, and what it is compared with before it is written. */
import * as z from "zod";
import { LIMITS } from "./limits.ts";

/** Ill-formed text would not come back from SQLite as it went in, and breaks the audit's hashes. */
export const wellFormedText = z
  .string({ error: "must be a string" })
  .refine((value) => value.isWellFormed(), "must be well-formed Unicode, without lone surrogates");

export const versionComment = wellFormedText.max(
  LIMITS.COMMENT_LENGTH,
  `must be at most ${LIMITS.COMMENT_LENGTH} characters`,
);

/** Compare-and-set: refuse unless this is the current version. 0: refuse if there is one. */
export const expectedVersion = z
  .number({ error: "must be a version number" })
  .int("must be a whole number")
  .min(0, "must be at least 0");
