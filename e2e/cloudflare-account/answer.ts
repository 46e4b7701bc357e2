/**
 * What the API answers: Cloudflare's envelope, lists in pages, refusals, and bodies that are no
 * envelope at all.
 * Envelope and paging: https://developers.cloudflare.com/fundamentals/api/how-to/make-api-calls/
 */

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a string as it is, null as an empty body. */
  readonly body: object | string | null;
}

/** One error of the envelope. */
export interface ApiError {
  readonly code: number;
  readonly message: string;
  readonly documentation_url?: string;
  /** What led to it. Seen for code 6003. */
  readonly error_chain?: readonly ApiError[];
}

/** @param result also null, which deletions answer with. */
export function succeed(result: unknown): Answer {
  return { status: 200, body: { success: true, errors: [], messages: [], result } };
}

/** Wrangler passes both on and reads one page; Cloudflare's client asks until a page is empty. */
const DEFAULT_PER_PAGE_COUNT = 20;

/**
 * One page of a list, as an array.
 *
 * @param query with `page` from 1 and `per_page`; beyond the end a page is empty.
 */
export function succeedWithPage(all: readonly unknown[], query: URLSearchParams): Answer {
  const { items, info } = cut(all, query);
  return {
    status: 200,
    body: { success: true, errors: [], messages: [], result: items, result_info: info },
  };
}

/** As `succeedWithPage`, for the lists that Cloudflare answers as `{ items }`. */
export function succeedWithItems(all: readonly unknown[], query: URLSearchParams): Answer {
  const { items, info } = cut(all, query);
  return {
    status: 200,
    body: { success: true, errors: [], messages: [], result: { items }, result_info: info },
  };
}

function cut(all: readonly unknown[], query: URLSearchParams) {
  const page = readCount(query.get("page"), 1);
  const perPage = readCount(query.get("per_page"), DEFAULT_PER_PAGE_COUNT);
  const items = all.slice((page - 1) * perPage, page * perPage);
  const info = {
    page,
    per_page: perPage,
    count: items.length,
    total_count: all.length,
    total_pages: Math.ceil(all.length / perPage),
  };
  return { items, info };
}

function readCount(text: string | null, otherwise: number): number {
  const count = Number(text ?? otherwise);
  return Number.isInteger(count) && count > 0 ? count : otherwise;
}

/** Thrown by whatever answers a request, to answer with errors instead. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(status: number, errors: readonly ApiError[], headers: Record<string, string> = {}) {
    super(errors.map(({ code }) => code).join(", "));
    const body = { success: false, errors, messages: [], result: null };
    this.answer = { status, headers, body };
  }
}

export function refuse(status: number, code: number, message: string): Refusal {
  return new Refusal(status, [{ code, message }]);
}
