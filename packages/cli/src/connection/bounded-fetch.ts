/**
 * One HTTP request with a bound on everything: time, size of the answer, and no redirect followed,
 * since a redirect would carry the token or a value to another place.
 */
import { failure } from "../cli-error.ts";
import type { Ports } from "../ports.ts";

export interface BoundedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

export interface BoundedAnswer {
  readonly status: number;
  readonly text: string;
}

/** No answer came: whether the request was carried out is unknown, unless `refused`. */
export class NoAnswer extends Error {
  /** True where nothing listened there, so that nothing can have been done. */
  readonly refused: boolean;

  constructor(refused: boolean) {
    super("no answer");
    this.name = "NoAnswer";
    this.refused = refused;
  }
}

/**
 * @throws NoAnswer where nothing came back in time.
 * @throws CliError `bad_answer` for a redirect or an answer that is too large.
 */
export async function fetchBounded(
  ports: Pick<Ports, "fetch" | "signal">,
  request: BoundedRequest,
): Promise<BoundedAnswer> {
  const response = await send(ports, request);
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
    await response.body?.cancel();
    throw failure(
      "bad_answer",
      "The store's address answered with a redirect, which is not followed.",
      "Give the address that it redirects to, if you trust it.",
    );
  }
  return { status: response.status, text: await readText(response, request.maxAnswerBytes) };
}

async function send(
  ports: Pick<Ports, "fetch" | "signal">,
  request: BoundedRequest,
): Promise<Response> {
  try {
    return await ports.fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: "manual",
      signal: AbortSignal.any([ports.signal, AbortSignal.timeout(request.timeoutMs)]),
    });
  } catch (error) {
    // What fetch throws is not passed on: it may describe the request, and so the value in it.
    throw new NoAnswer(isRefused(error));
  }
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > maxBytes) break;
      chunks.push(chunk);
    }
  } catch {
    // The connection broke, or time ran out, in the middle of the answer.
    throw new NoAnswer(false);
  }
  if (size > maxBytes) throw failure("bad_answer", "The store's answer is too large.");
  return Buffer.concat(chunks).toString("utf8");
}

function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  const causes = cause instanceof AggregateError ? cause.errors : [cause];
  return causes.every(
    (each) => each instanceof Error && "code" in each && each.code === "ECONNREFUSED",
  );
}
