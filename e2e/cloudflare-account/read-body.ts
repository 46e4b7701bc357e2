/**
 * Bodies by what they hold, not by what they say they are: wrangler sends the JSON of its
 * secrets-store commands as text/plain (seen with 4.155 and 4.164).
 */

import type { Refusal } from "./answer.ts";
import { refusals } from "./refusals.ts";
import type { Call } from "./route.ts";

/** @throws Refusal where it is no JSON. */
export function readJson(call: Call, refusal: () => Refusal = refusals.malformedBody): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(call.body));
  } catch {
    // What it held is nobody's business: it may be a secret's value.
    throw refusal();
  }
}

/** @throws Refusal where it is no JSON object. */
export function readJsonObject(
  call: Call,
  refusal: () => Refusal = refusals.malformedBody,
): Record<string, unknown> {
  const json = readJson(call, refusal);
  if (!isObject(json)) throw refusal();
  return json;
}

export interface Upload {
  /** Of the part `metadata`. */
  readonly metadata: Record<string, unknown>;
  /** The other parts, by name: the Worker's modules. */
  readonly modules: Readonly<Record<string, string>>;
}

/** A multipart upload of a Worker. @throws Refusal where it is none. */
export async function readUpload(call: Call): Promise<Upload> {
  const form = await readForm(call);
  const part = form.get("metadata");
  if (part === null) throw refusals.malformedBody();
  const text = typeof part === "string" ? part : await part.text();
  const metadata = parse(text);
  if (!isObject(metadata)) throw refusals.malformedBody();
  form.delete("metadata");
  const texts = [...form].flatMap(([name, module]) =>
    typeof module === "string" || module.type === SOURCE_MAP ? [] : [readModule(name, module)],
  );
  return { metadata, modules: Object.fromEntries(await Promise.all(texts)) };
}

/** Goes along with the modules, and is none. */
const SOURCE_MAP = "application/source-map";

async function readModule(name: string, module: Blob): Promise<[string, string]> {
  return [name, await module.text()];
}

async function readForm({ headers, body }: Call): Promise<FormData> {
  try {
    const type = headers.get("content-type") ?? "";
    return await new Response(new Uint8Array(body), {
      headers: { "content-type": type },
    }).formData();
  } catch {
    throw refusals.malformedBody();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusals.malformedBody();
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
