/** Every migration, in order. A released one is never changed: add the next. */
import { FIRST } from "./0001-first.ts";
import { STAGING } from "./0002-staging.ts";
import { ROOT_KEY_INDEX } from "./0003-root-key-index.ts";
import { STAGE_TIMES } from "./0004-stage-times.ts";
import { COPIES } from "./0005-copies.ts";
import { CONSUMER_DAYS } from "./0006-consumer-days.ts";
import type { Migration } from "./migrate.ts";

export const MIGRATIONS: readonly Migration[] = [
  FIRST,
  STAGING,
  ROOT_KEY_INDEX,
  STAGE_TIMES,
  COPIES,
  CONSUMER_DAYS,
];
