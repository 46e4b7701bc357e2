/**
 * The admin Worker's REST API as one function: a command of the contract in, its answer out. Every
 * write carries an idempotency key, and is sent again under the same key where no answer came.
 */
import {
  type CommandInput,
  type CommandType,
  ERROR_CODES,
  LIMITS,
  RESULTS,
  type ResultOf,
} from "@lunakey/contract";
import * as z from "zod";
import { CliError, cancelled, failure } from "../cli-error.ts";
import { inWords } from "../language/french/store-refusals.ts";
import { phrase } from "../language/phrase.ts";
import type { Ports } from "../ports.ts";
import {
  type BoundedAnswer,
  type BoundedRequest,
  fetchBounded,
  NoAnswer,
} from "./bounded-fetch.ts";
import type { Connection } from "./connection.ts";

const SECRET = "/v1/environments/{environment}/secrets/{name}";

/** Method and path of each command, as `packages/admin` serves them. */
const ROUTES = {
  "secret.set": ["PUT", SECRET],
  "secret.get": ["GET", SECRET],
  "secret.delete": ["DELETE", SECRET],
  "secret.undelete": ["POST", `${SECRET}/undelete`],
  "secret.history": ["GET", `${SECRET}/versions`],
  "secret.list": ["GET", "/v1/secrets"],
  "secret.import": ["POST", "/v1/environments/{environment}/import"],
  "secret.rotate": ["POST", `${SECRET}/rotate`],
  "secret.promote": ["POST", `${SECRET}/promote`],
  "secret.rollback": ["POST", `${SECRET}/rollback`],
  "secret.retire": ["POST", `${SECRET}/retire`],
  "changes.apply": ["POST", "/v1/changes"],
  "secret.rollout": ["GET", `${SECRET}/rollout`],
  "grant.add": ["POST", "/v1/grants"],
  "grant.remove": ["POST", "/v1/grants/remove"],
  "grant.list": ["GET", "/v1/grants"],
  "token.create": ["POST", "/v1/tokens"],
  "token.list": ["GET", "/v1/tokens"],
  "token.revoke": ["DELETE", "/v1/tokens/{id}"],
  "usage.list": ["GET", "/v1/usage"],
  "parity.list": ["GET", "/v1/parity"],
  "copies.list": ["GET", "/v1/copies"],
  "copies.target": ["PUT", "/v1/copies/target"],
  "copies.plan": ["POST", "/v1/copies/plan"],
  "copies.send": ["POST", "/v1/copies/send"],
  "copies.surplus": ["GET", "/v1/copies/surplus"],
  "copies.remove": ["POST", "/v1/copies/remove"],
  "evidence.list": ["GET", "/v1/evidence"],
  "audit.list": ["GET", "/v1/audit"],
  "audit.head": ["GET", "/v1/audit/head"],
  "audit.verify": ["GET", "/v1/audit/verify"],
  "store.status": ["GET", "/v1/status"],
  "backup.begin": ["POST", "/v1/backup"],
  "backup.read": ["GET", "/v1/backup"],
  "restore.begin": ["POST", "/v1/restore"],
  "restore.write": ["POST", "/v1/restore/chunks"],
  "restore.commit": ["POST", "/v1/restore/commit"],
  "restore.abort": ["DELETE", "/v1/restore"],
  "keys.status": ["GET", "/v1/keys"],
  "keys.rewrap": ["POST", "/v1/keys/rewrap"],
} as const satisfies Record<CommandType, readonly [method: string, path: string]>;

const TIMEOUT_MS = 10_000;
/** An import seals up to 500 values; an audit's check reads whole tables; some wait for Cloudflare. */
const LONG_TIMEOUT_MS = 60_000;
const LONG: readonly CommandType[] = [
  "secret.import",
  "changes.apply",
  "audit.verify",
  "copies.surplus",
  "backup.begin",
  "backup.read",
  "restore.write",
  "restore.commit",
  "keys.status",
  "keys.rewrap",
];
/** Waits before the second and the third attempt. */
const RETRY_AFTER_MS = [250, 1_000] as const;

const errorBody = z.object({
  error: z.object({
    code: z.string().refine((code) => Object.hasOwn(ERROR_CODES, code)),
    message: z.string(),
    hint: z.string().optional(),
    field: z.string().optional(),
    requestId: z.string().optional(),
  }),
});

export type AdminClientPorts = Pick<Ports, "fetch" | "signal" | "sleep" | "randomUUID">;

export interface AdminClient {
  readonly connection: Connection;
  /**
   * @throws CliError with the store's code, or `unreachable`, `bad_answer`, `cancelled`.
   */
  call<Type extends CommandType>(
    command: Extract<CommandInput, { type: Type }>,
  ): Promise<ResultOf<Type>>;
}

/** A client of the store that `connection` leads to. Sends nothing by itself. */
export function createAdminClient(connection: Connection, ports: AdminClientPorts): AdminClient {
  return {
    connection,
    async call(command) {
      const answer = await sendPersistently(buildRequest(connection, command, ports), ports).catch(
        (error: unknown) => {
          throw explainNoAnswer(error, connection, ports);
        },
      );
      return readAnswer(answer, command.type);
    },
  };
}

function buildRequest(
  connection: Connection,
  command: CommandInput,
  ports: AdminClientPorts,
): BoundedRequest {
  const { type, ...fields } = command;
  const [method, template] = ROUTES[type];
  const rest = new Map<string, unknown>(Object.entries(fields));
  const path = template.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = rest.get(field);
    rest.delete(field);
    return encodeURIComponent(String(value));
  });
  const url = new URL(connection.url.replace(/\/$/, "") + path);
  const isWrite = method !== "GET";
  const hasBody = isWrite && method !== "DELETE" && rest.size > 0;
  if (!hasBody) for (const [field, value] of rest) setQuery(url, field, value);
  return {
    method,
    url: url.href,
    headers: {
      Authorization: `Bearer ${connection.token}`,
      Accept: "application/json",
      ...(isWrite ? { "Idempotency-Key": ports.randomUUID() } : {}),
      ...(hasBody ? { "Content-Type": "application/json" } : {}),
    },
    body: hasBody ? JSON.stringify(Object.fromEntries(rest)) : undefined,
    timeoutMs: LONG.includes(type) ? LONG_TIMEOUT_MS : TIMEOUT_MS,
    maxAnswerBytes: LIMITS.REST_BODY_BYTES,
  };
}

function setQuery(url: URL, field: string, value: unknown): void {
  if (value !== undefined) url.searchParams.set(field, String(value));
}

/** Sends the same request, under the same idempotency key, until an answer comes. */
async function sendPersistently(
  request: BoundedRequest,
  ports: AdminClientPorts,
): Promise<BoundedAnswer> {
  for (const waitMs of RETRY_AFTER_MS) {
    try {
      const answer = await fetchBounded(ports, request);
      if (answer.status !== ERROR_CODES.store_unavailable.status) return answer;
    } catch (error) {
      if (!(error instanceof NoAnswer) || error.refused || ports.signal.aborted) throw error;
    }
    await ports.sleep(waitMs);
  }
  return fetchBounded(ports, request);
}

function explainNoAnswer(error: unknown, connection: Connection, ports: AdminClientPorts): unknown {
  if (ports.signal.aborted) {
    return cancelled("Stopped. A write that was on its way may have been carried out.");
  }
  if (!(error instanceof NoAnswer)) return error;
  const { label } = connection;
  return failure(
    "unreachable",
    error.refused
      ? phrase("Nothing listens at {label}.", { label })
      : phrase("No answer from {label}.", { label }),
    connection.isLocal
      ? "Start the local store: lunakey dev"
      : "Check the address (--url, LUNAKEY_URL or `admin` in lunakey.jsonc) and the network.",
  );
}

function readAnswer<Type extends CommandType>(answer: BoundedAnswer, type: Type): ResultOf<Type> {
  const body = parseJson(answer.text);
  if (answer.status >= 200 && answer.status < 300) {
    const result = RESULTS[type].safeParse(body);
    if (result.success) return result.data as ResultOf<Type>;
  }
  const refusal = errorBody.safeParse(body);
  if (refusal.success) throw new CliError(inWords(refusal.data.error));
  // The body is not shown: what is not the admin Worker may repeat what was sent to it.
  throw failure(
    "bad_answer",
    phrase("The store's address answered with status {status} and not as Lunakey's admin Worker.", {
      status: answer.status,
    }),
    "Check the address, and that the admin Worker is as new as this command line.",
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the caller reports the answer as a whole.
    return undefined;
  }
}
