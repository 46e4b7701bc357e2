/**
 * Finds the root keys that versions are under, and counts them, without reading the sealed bytes.
 * `docs/storage-schema.md` says what bytes 1 to 4 are.
 */
import type { Migration } from "./migrate.ts";

const STATEMENTS = `
CREATE INDEX versions_by_root_key ON versions (substr(sealed, 2, 4));
`;

export const ROOT_KEY_INDEX: Migration = { version: 3, statements: STATEMENTS };
