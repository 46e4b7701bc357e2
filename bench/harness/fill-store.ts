/** Fills a store over its REST API, in as few calls as its limits allow. */
import { CONSUMER } from "./store-workers.ts";

const BATCH = 500;

/** `SECRET_00000`, `SECRET_00001`, … */
export function nameOf(index: number): string {
  return `SECRET_${String(index).padStart(5, "0")}`;
}

/** Values of 64 characters, as long as a key of 32 bytes in hexadecimal. All different. */
export function secretValueOf(index: number): string {
  return `value-${index}-`.padEnd(64, "0123456789abcdef");
}

/** Writes `count` secrets and lets the consumer read all of them. */
export async function fillStore(port: number, token: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    const indexes = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => from + i);
    const entries = indexes.map((index) => ({ name: nameOf(index), value: secretValueOf(index) }));
    const path = `/v1/environments/${CONSUMER.environment}/import`;
    await post(port, token, path, { entries, mode: "apply" });
    await post(port, token, "/v1/grants", { ...CONSUMER, names: indexes.map(nameOf) });
  }
}

/** @throws Error with the answer, where it is refused. */
export async function post(port: number, token: string, path: string, body: object): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${text.slice(0, 300)}`);
}
