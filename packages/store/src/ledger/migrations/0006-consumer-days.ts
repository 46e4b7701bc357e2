/**
 * On which days a consumer was answered, and on which it reported: without it nobody can tell a day
 * without a fallback from a day of which nothing is known.
 */
import type { Migration } from "./migrate.ts";

const STATEMENTS = `
CREATE TABLE consumer_days (
  worker TEXT NOT NULL,
  environment TEXT NOT NULL,
  day INTEGER NOT NULL,
  served_at INTEGER,
  reported_at INTEGER,
  PRIMARY KEY (worker, environment, day)
) WITHOUT ROWID;
CREATE INDEX consumer_days_by_day ON consumer_days (day);
`;

export const CONSUMER_DAYS: Migration = { version: 6, statements: STATEMENTS };
