/** The first schema. `docs/storage-schema.md` says what every table and column is. */
import type { Migration } from "./migrate.ts";

const STATEMENTS = `
CREATE TABLE secrets (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  environment TEXT NOT NULL,
  last_version INTEGER NOT NULL,
  fallback TEXT NOT NULL CHECK (fallback IN ('allowed', 'obsolete')),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  deleted_at INTEGER,
  purged_at INTEGER
);
CREATE UNIQUE INDEX secrets_by_name ON secrets (name, environment);
CREATE INDEX secrets_by_environment ON secrets (environment, name);
CREATE INDEX secrets_to_purge ON secrets (deleted_at)
  WHERE deleted_at IS NOT NULL AND purged_at IS NULL;

CREATE TABLE versions (
  id INTEGER PRIMARY KEY,
  secret_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER,
  comment TEXT,
  sealed BLOB NOT NULL
);
CREATE UNIQUE INDEX versions_by_secret ON versions (secret_id, version);

CREATE TABLE stages (
  secret_id INTEGER NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('current', 'previous', 'pending')),
  version INTEGER NOT NULL,
  until INTEGER,
  PRIMARY KEY (secret_id, stage)
) WITHOUT ROWID;

CREATE TABLE grants (
  worker TEXT NOT NULL,
  environment TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (worker, environment, name)
) WITHOUT ROWID;
CREATE INDEX grants_by_name ON grants (name, worker, environment);

CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('admin', 'writer', 'viewer')),
  digest BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER,
  last_used_at INTEGER
) WITHOUT ROWID;
CREATE INDEX tokens_by_role ON tokens (role, id);
CREATE INDEX tokens_by_creation ON tokens (created_at, id);

CREATE TABLE audit_events (
  seq INTEGER PRIMARY KEY,
  hash TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE TABLE audit_checkpoints (
  seq INTEGER PRIMARY KEY,
  body TEXT NOT NULL
);

CREATE TABLE usage (
  worker TEXT NOT NULL,
  environment TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  version INTEGER NOT NULL,
  parity TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (worker, environment, name, kind, source, version, parity)
) WITHOUT ROWID;
CREATE INDEX usage_by_name
  ON usage (name, worker, environment, kind, source, version, parity);

CREATE TABLE report_batches (
  worker TEXT NOT NULL,
  environment TEXT NOT NULL,
  batch_id TEXT NOT NULL,
  expires_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX report_batches_by_id ON report_batches (worker, environment, batch_id);
CREATE INDEX report_batches_by_expiry ON report_batches (expires_at);

CREATE TABLE idempotency (
  token_id TEXT NOT NULL,
  key TEXT NOT NULL,
  command TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  answer TEXT NOT NULL,
  expires_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX idempotency_by_key ON idempotency (token_id, key);
CREATE INDEX idempotency_by_expiry ON idempotency (expires_at);

CREATE TABLE nonces (
  nonce TEXT NOT NULL,
  expires_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX nonces_by_nonce ON nonces (nonce);
CREATE INDEX nonces_by_expiry ON nonces (expires_at);

CREATE TABLE jobs (
  name TEXT PRIMARY KEY,
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL
) WITHOUT ROWID;
`;

export const FIRST: Migration = { version: 1, statements: STATEMENTS };
