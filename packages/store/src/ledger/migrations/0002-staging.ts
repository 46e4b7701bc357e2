/**
 * What a backup is read from and what a restore is collected in. `docs/storage-schema.md` says what
 * the two tables are.
 */
import type { Migration } from "./migrate.ts";

const STATEMENTS = `
CREATE TABLE staged_rows (
  position INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE TABLE staged_events (
  seq INTEGER PRIMARY KEY,
  hash TEXT NOT NULL,
  body TEXT NOT NULL
);
`;

export const STAGING: Migration = { version: 2, statements: STATEMENTS };
