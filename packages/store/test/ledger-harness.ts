/** Calls the ledger as the gateway does, within the tests' own Worker, where its insides can be seen. */

import { runInDurableObject } from "cloudflare:test";
import type {
  CallOptions,
  CommandInput,
  CommandType,
  ReadItem,
  ReadRequest,
  Result,
  ResultOf,
} from "@lunakey/contract";
import { sha256, toHex } from "../src/bytes.ts";
import type { Ledger } from "../src/ledger/ledger.ts";
import { getKeyring, type LedgerRpc } from "../src/ledger-client.ts";
import { type CallActor, type CallName, type SignedCall, signCall } from "../src/signed-call.ts";
import { bindings } from "./bindings.ts";
import { FIRST_ADMIN_TOKEN, STORE_ID } from "./fixed-values.ts";

export const API = { worker: "luna-proxy-api", environment: "production" } as const;

export function ledgerStub(): DurableObjectStub<Ledger> {
  return bindings.LEDGER.getByName(STORE_ID) as DurableObjectStub<Ledger>;
}

export function ledger(): LedgerRpc {
  return ledgerStub() as unknown as LedgerRpc;
}

export function sign(call: CallName, actor: CallActor, payload: unknown): Promise<SignedCall> {
  return signCall(getKeyring(bindings), Date.now(), call, actor, payload);
}

export async function actorOf(token: string): Promise<CallActor> {
  return { kind: "token", id: token.slice(8, 24), digest: toHex(await sha256(token)) };
}

export interface ExecuteOptions extends CallOptions {
  readonly token?: string;
}

/** The result of a command, as it comes. */
export async function attempt(
  input: unknown,
  { token = FIRST_ADMIN_TOKEN, ...options }: ExecuteOptions = {},
): Promise<Result<unknown>> {
  return ledger().execute(await sign("execute", await actorOf(token), { input, options }));
}

/** The answer of a command that must succeed. */
export async function execute<Type extends CommandType>(
  input: Extract<CommandInput, { type: Type }>,
  options?: ExecuteOptions,
): Promise<ResultOf<Type>> {
  const result = await attempt(input, options);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value as ResultOf<Type>;
}

/** The code of a command that must fail. */
export async function codeOf(input: unknown, options?: ExecuteOptions): Promise<string> {
  const result = await attempt(input, options);
  return result.ok ? "ok" : result.error.code;
}

export async function set(name: string, value: string, more: object = {}) {
  return execute<"secret.set">({
    type: "secret.set",
    environment: "production",
    name,
    value,
    ...more,
  });
}

export async function allow(
  names: string[],
  consumer: { worker: string; environment: string } = API,
) {
  return execute<"grant.add">({ type: "grant.add", ...consumer, names });
}

export async function read(
  request: Omit<ReadRequest, "v">,
  consumer: { worker: string; environment: string } = API,
): Promise<readonly ReadItem[]> {
  const call = await sign("read", { kind: "consumer", ...consumer }, { v: 1, ...request });
  return (await ledger().read(call)).items;
}

/** The one item of a read of one name. */
export async function readOne(
  name: string,
  more: Omit<ReadRequest, "v" | "names"> = {},
  consumer: { worker: string; environment: string } = API,
): Promise<ReadItem> {
  const [item] = await read({ names: [name], ...more }, consumer);
  if (item === undefined) throw new Error("no item");
  return item;
}

/** Works on the ledger's database directly. */
export function withSql<T>(
  work: (sql: SqlStorage, storage: DurableObjectStorage) => T | Promise<T>,
) {
  return runInDurableObject(ledgerStub(), (_, { storage }) => work(storage.sql, storage));
}

/** Rows of a query, as the ledger's database has them. */
export function rows<Row extends Record<string, SqlStorageValue>>(
  query: string,
  ...values: unknown[]
): Promise<Row[]> {
  return withSql((sql) => sql.exec<Row>(query, ...values).toArray());
}

export async function auditEvents() {
  const { events } = await execute<"audit.list">({ type: "audit.list", limit: 1_000 });
  return events;
}
