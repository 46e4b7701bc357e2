/** What the work of most commands begins with: a client of the store that was chosen. */

import type { Session } from "../session.ts";
import { type AdminClient, createAdminClient } from "./admin-client.ts";
import { findConnection } from "./connection.ts";

/** @throws CliError where no store or no token is known. */
export async function openStore(session: Session): Promise<AdminClient> {
  const connection = await findConnection(session.connection, session.ports);
  return createAdminClient(connection, session.ports);
}

interface Page {
  readonly nextCursor: string | null;
}

/** More pages than any store has: 100 of 1,000 rows. Guards against a cursor that never ends. */
const MAX_PAGE_COUNT = 100;

/** All rows of a listing, page by page. */
export async function listAll<Answer extends Page, Row>(
  askPage: (cursor: { readonly cursor?: string }) => Promise<Answer>,
  rowsOf: (answer: Answer) => readonly Row[],
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGE_COUNT; page += 1) {
    const answer: Answer = await askPage(cursor === null ? {} : { cursor });
    rows.push(...rowsOf(answer));
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  return rows;
}
