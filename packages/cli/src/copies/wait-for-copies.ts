/** Waits until Cloudflare has taken copies, or until it is plain that it will not. */
import type { CopyRow } from "@lunakey/contract";
import type { AdminClient } from "../connection/admin-client.ts";
import { phrase } from "../language/phrase.ts";
import type { Session } from "../session.ts";
import { createProgress } from "../terminal/progress.ts";

const POLL_MS = 1_000;
const PAGE_ROWS = 1_000;

export interface CopiesView {
  readonly copies: readonly CopyRow[];
  /** Until when Cloudflare asked to be left alone; null where it did not. */
  readonly heldUntil: number | null;
}

type Filters = Pick<Partial<CopyRow>, "worker" | "environment" | "name">;

/** All copies of which this holds. */
export async function listCopies(client: AdminClient, filters: Filters): Promise<CopiesView> {
  const copies: CopyRow[] = [];
  let heldUntil: number | null = null;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(client, filters, cursor);
    copies.push(...page.copies);
    ({ heldUntil, nextCursor: cursor } = page);
  }
  return { copies, heldUntil };
}

function readPage(client: AdminClient, filters: Filters, cursor: string | undefined) {
  return client.call({
    type: "copies.list",
    ...filters,
    limit: PAGE_ROWS,
    ...(cursor === undefined ? {} : { cursor }),
  });
}

/** Is nothing on its way any more? What failed and is not tried again is not. */
export function isSettled({ state, nextAt }: CopyRow): boolean {
  return state !== "queued" && state !== "removing" && nextAt === null;
}

/** @param isMeant the copies that are waited for. @returns them, as they were last. */
export async function waitForCopies(
  session: Session,
  client: AdminClient,
  environment: string,
  isMeant: (row: CopyRow) => boolean,
  timeoutMs: number,
): Promise<CopiesView> {
  const progress = createProgress(session);
  for (let waited = 0; ; waited += POLL_MS) {
    const { copies, heldUntil } = await listCopies(client, { environment });
    const meant = copies.filter(isMeant);
    const done = meant.filter(isSettled).length;
    if (done === meant.length || waited >= timeoutMs) return { copies: meant, heldUntil };
    progress(phrase("{done} of {count} copies are sent", { done, count: meant.length }));
    await session.ports.sleep(POLL_MS);
  }
}
