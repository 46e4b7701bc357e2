/** The gateway as Workers call it, with a value in every place where none belongs. */
import type { Canary } from "./canary.ts";
import { askAndKeep, Evidence } from "./evidence.ts";

/** Has the consumer do something. What it answers becomes evidence. */
export function ask(evidence: Evidence, consumer: string, path: string, body: object) {
  return askAndKeep(evidence, `the consumer's ${path}`, consumer + path, {
    method: "POST",
    body: JSON.stringify(body),
  });
}

/**
 * An answer repeats the names that were asked for, since that is how they are told apart; it goes
 * to who asked, and nowhere else.
 *
 * @returns the items of the answer.
 */
export async function readName(consumer: string, { value }: Canary): Promise<unknown> {
  const call = { binding: "SECRETS", method: "read", args: [{ v: 1, names: [value] }] };
  const { text } = await ask(new Evidence(), consumer, "/rpc", call);
  return (JSON.parse(text) as { got: { items: unknown } }).got.items;
}

interface RpcCall {
  readonly binding: "SECRETS" | "ADMIN";
  readonly method: "get" | "read" | "report" | "execute";
  readonly args: readonly unknown[];
}

/** @returns how many calls that were. */
export async function misuseRpc(
  evidence: Evidence,
  consumer: string,
  token: string,
  { value }: Canary,
): Promise<number> {
  const calls = [...readCalls(value), ...reportCalls(value), ...adminCalls(token, value)];
  for (const call of calls) await ask(evidence, consumer, "/rpc", call);
  // Not `requireSecret`: its error names the secret, which is whatever name the code itself gave.
  for (const path of ["/find", "/get"]) await ask(evidence, consumer, path, { name: value });
  return calls.length;
}

function readCalls(value: string): RpcCall[] {
  const requests = [
    value,
    [value],
    { v: value, names: [value] },
    { v: 1, names: value },
    { v: 1, names: [[value]] },
    { v: 1, names: ["NAME_0"], [value]: value },
    { v: 1, names: ["NAME_0"], known: [value] },
    { v: 1, names: ["NAME_0"], known: value },
    { v: 1, names: ["NAME_0"], stages: value },
  ];
  const gets = [value, [value], { [value]: value }].map(
    (name): RpcCall => ({ binding: "SECRETS", method: "get", args: [name] }),
  );
  return [
    ...gets,
    ...requests.map((each): RpcCall => ({ binding: "SECRETS", method: "read", args: [each] })),
  ];
}

function reportCalls(value: string): RpcCall[] {
  const right = { v: 1, batchId: crypto.randomUUID(), from: 0, to: 1, counts: [] };
  const count = { name: "NAME_0", source: "store", count: 1 };
  const requests = [
    { ...right, batchId: value },
    { ...right, from: value },
    { ...right, [value]: value },
    { ...right, counts: [value] },
    ...["name", "source", "version", "parity", "count", value].map((field) => ({
      ...right,
      counts: [{ ...count, [field]: value }],
    })),
  ];
  return requests.map((each): RpcCall => ({ binding: "SECRETS", method: "report", args: [each] }));
}

function adminCalls(token: string, value: string): RpcCall[] {
  const set = { type: "secret.set", environment: "default", name: "NAME_0", value };
  const argumentLists: unknown[][] = [
    [value, set],
    [{ [value]: value }, set],
    [token, value],
    [token, { type: value }],
    [token, { ...set, type: value }],
    [token, { ...set, name: value }],
    [token, { ...set, environment: value }],
    [token, { ...set, value: { [value]: value } }],
    [token, { ...set, expectVersion: value }],
    [token, { ...set, expiresAt: value }],
    [token, { ...set, fallback: value }],
    [token, { ...set, [value]: value }],
    [token, { ...set, expectVersion: 99 }],
    [token, set, { idempotencyKey: `${value} ` }],
    [token, set, { [value]: value }],
    [token, set, value],
  ];
  return argumentLists.map((args): RpcCall => ({ binding: "ADMIN", method: "execute", args }));
}
