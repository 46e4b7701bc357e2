/**
 * Requests in, answers out: JSON bodies, fields, bearer tokens, and errors with a code. An error
 * names the field that was wrong and what is right, and never repeats what was sent.
 */

const MAX_BODY_CHARACTERS = 65_536;

/** An answer other than success; `field` is the part of the request that was wrong. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field?: string,
  ) {
    super(message);
    this.name = 'HttpError';
  }
}

/** A 400 that names the field. */
export function invalidField(field: string, expected: string): HttpError {
  return new HttpError(400, 'invalid_input', `${field} ${expected}.`, field);
}

export function json(data: unknown, status = 200): Response {
  return Response.json(data, { status, headers: { 'Cache-Control': 'no-store' } });
}

/** What is not an `HttpError` is logged here, and answered without its details. */
export function errorResponse(error: unknown): Response {
  if (error instanceof HttpError) {
    const { code, field, message, status } = error;
    return json({ error: { code, field, message } }, status);
  }
  console.error('Unhandled error', error);
  return json({ error: { code: 'internal', message: 'Something went wrong.' } }, 500);
}

export function notFound(): Response {
  return json({ error: { code: 'not_found', message: 'There is no such route.' } }, 404);
}

/** @throws HttpError 400 or 413 for a body that is not a JSON object of at most 64 KiB. */
export async function readJson(request: Request): Promise<Record<string, unknown>> {
  const text = await request.text();
  if (text.length > MAX_BODY_CHARACTERS) {
    throw new HttpError(413, 'too_large', 'The body must be at most 65,536 characters.');
  }
  const body = parseJson(text);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidField('body', 'must be a JSON object');
  }
  return body as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidField('body', 'must be valid JSON');
  }
}

/** A required string field, without surrounding white space. */
export function requireString(
  body: Record<string, unknown>,
  field: string,
  maxLength = 1_000,
): string {
  const value = body[field];
  if (typeof value !== 'string' || value.trim() === '') {
    throw invalidField(field, 'must be a non-empty string');
  }
  if (value.length > maxLength) {
    throw invalidField(field, `must be at most ${maxLength} characters`);
  }
  return value.trim();
}

/** A user's id, such as `github:1234`. */
export function requireUserId(value: unknown): string {
  if (typeof value !== 'string' || !/^[A-Za-z0-9._:@-]{1,100}$/.test(value)) {
    throw invalidField('user_id', 'must be 1 to 100 letters, digits or any of . _ : @ -');
  }
  return value;
}

/** The token of an `Authorization: Bearer` header, or null. */
export function bearerToken(request: Request): string | null {
  const match = /^Bearer (\S+)$/i.exec(request.headers.get('Authorization') ?? '');
  return match?.[1] ?? null;
}
