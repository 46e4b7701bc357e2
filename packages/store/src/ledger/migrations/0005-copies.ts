/**
 * The Workers' individual secrets that the store writes: which script a consumer is, and how far each
 * copy is. `docs/storage-schema.md` says what the columns are.
 */
import type { Migration } from "./migrate.ts";

const STATEMENTS = `
CREATE TABLE copy_targets (
  worker TEXT NOT NULL,
  environment TEXT NOT NULL,
  script TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (worker, environment)
) WITHOUT ROWID;
CREATE TABLE copies (
  worker TEXT NOT NULL,
  environment TEXT NOT NULL,
  name TEXT NOT NULL,
  removes INTEGER NOT NULL DEFAULT 0,
  secret_id INTEGER NOT NULL DEFAULT 0,
  version INTEGER NOT NULL DEFAULT 0,
  sent_at INTEGER,
  error TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  alone INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,
  PRIMARY KEY (worker, environment, name)
) WITHOUT ROWID;
CREATE INDEX copies_by_name ON copies (name);
CREATE INDEX copies_by_due ON copies (due_at) WHERE due_at IS NOT NULL;
`;

export const COPIES: Migration = { version: 5, statements: STATEMENTS };
