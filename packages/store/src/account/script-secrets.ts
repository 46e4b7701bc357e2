/**
 * Asks Cloudflare for the individual secrets of a Worker, and changes them. Answers with a tag: nothing
 * of what Cloudflare says goes further but its code, and of whom.
 * https://developers.cloudflare.com/api/resources/workers/subresources/scripts/subresources/secrets/
 */
import type { AccountPower } from "./account-power.ts";
import { type AccountRefusal, readRefusal } from "./account-refusal.ts";

const API = "https://api.cloudflare.com/client/v4";
/** A change of secrets is a new version, which takes Cloudflare a second or two. */
const DEADLINE_MS = 20_000;
/** Of an answer: names and types of at most 128 secrets. */
const ANSWER_BYTES = 1_000_000;

export type SecretsChanged = { readonly ok: true } | AccountRefusal;
export type SecretsListed = { readonly ok: true; readonly names: string[] } | AccountRefusal;

/**
 * All of the changes, or none: one new version of the script, which is deployed.
 *
 * @param changes values by name; null deletes.
 */
export async function changeScriptSecrets(
  power: AccountPower,
  script: string,
  changes: ReadonlyMap<string, string | null>,
): Promise<SecretsChanged> {
  const secrets = Object.fromEntries(
    Array.from(changes, ([name, text]) => [
      name,
      text === null ? null : { name, text, type: "secret_text" },
    ]),
  );
  const answer = await ask(power, `${pathOf(script)}/secrets-bulk`, {
    method: "PATCH",
    headers: { "Content-Type": "application/merge-patch+json" },
    body: JSON.stringify({ secrets }),
  });
  return answer.ok ? { ok: true } : answer;
}

/** The names of a script's individual secrets. */
export async function listScriptSecrets(
  power: AccountPower,
  script: string,
): Promise<SecretsListed> {
  const answer = await ask(power, `${pathOf(script)}/secrets`, { method: "GET" });
  if (!answer.ok) return answer;
  const { result } = answer.body;
  if (!Array.isArray(result)) return BAD_ANSWER;
  const names = result.flatMap((one: unknown) =>
    isObject(one) && typeof one.name === "string" ? [one.name] : [],
  );
  return { ok: true, names };
}

function pathOf(script: string): string {
  return `/workers/scripts/${encodeURIComponent(script)}`;
}

type Envelope = { readonly success: unknown; readonly result?: unknown };
type Asked = { readonly ok: true; readonly body: Envelope } | AccountRefusal;

const BAD_ANSWER: AccountRefusal = { ok: false, kind: "retry", code: "bad_answer" };

async function ask(power: AccountPower, path: string, request: RequestInit): Promise<Asked> {
  // Not AbortSignal.timeout: its timer would keep the object in memory after the answer.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), DEADLINE_MS);
  try {
    const response = await fetch(`${API}/accounts/${power.accountId}${path}`, {
      ...request,
      headers: { ...request.headers, Authorization: `Bearer ${power.token}` },
      // A token goes nowhere else.
      redirect: "manual",
      signal: late.signal,
    });
    const body = await readJson(response);
    if (response.ok && isObject(body) && body.success === true) {
      return { ok: true, body: body as Envelope };
    }
    return response.ok ? BAD_ANSWER : readRefusal(response, body);
  } catch {
    // What was thrown may quote the request: nothing of it goes on.
    return { ok: false, kind: "retry", code: late.signal.aborted ? "timeout" : "unreachable" };
  } finally {
    clearTimeout(timer);
  }
}

/** Undefined for what is no JSON, and for more than was asked for. */
async function readJson(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(await new Blob(chunks).text());
  } catch {
    // A proxy's page, or nothing: the status says what there is to say.
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
