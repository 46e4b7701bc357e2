/**
 * Since when a version has its stage, and what the clock has to end next. `docs/storage-schema.md` says
 * what the column is.
 */
import type { Migration } from "./migrate.ts";

const STATEMENTS = `
ALTER TABLE stages ADD COLUMN since INTEGER;
CREATE INDEX stages_by_end ON stages (until) WHERE until IS NOT NULL;
`;

export const STAGE_TIMES: Migration = { version: 4, statements: STATEMENTS };
