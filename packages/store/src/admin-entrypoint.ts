/**
 * What the admin Worker binds: `execute` and `refuse`. Takes the bearer token apart, so that the
 * ledger sees its id and digest only. Never throws: every failure is a tagged result with a code.
 */
import { WorkerEntrypoint } from "cloudflare:workers";
import {
  type AdminRpc,
  type CallOptions,
  callOptions,
  command,
  type Failure,
  LunakeyError,
  parseInput,
  type RefusedRequest,
  type Result,
  refusedRequest,
  TOKEN_PATTERN,
} from "@lunakey/contract";
import { sha256, toHex } from "./bytes.ts";
import type { Env } from "./env.ts";
import { callExecute } from "./ledger-client.ts";
import type { CallActor } from "./signed-call.ts";

export class Admin extends WorkerEntrypoint<Env> implements AdminRpc {
  /** See `AdminRpc`. */
  async execute(token: string, input: unknown, options?: CallOptions): Promise<Result<unknown>> {
    try {
      const payload = { input, options: parseInput(callOptions, options ?? {}, "options") };
      assertJson(input);
      return await callExecute(this.env, await identifyToken(token), payload);
    } catch (error) {
      return { ok: false, error: toFailure(error) };
    }
  }

  /** See `AdminRpc`. */
  async refuse(reason: RefusedRequest): Promise<void> {
    const parsed = refusedRequest.safeParse(reason);
    if (!parsed.success) return;
    const actor: CallActor = { kind: "unknown", reason: parsed.data };
    try {
      // As any command of nobody's: the ledger refuses it, and writes that down.
      await callExecute(this.env, actor, { input: null, options: {} });
    } catch {
      // The request was refused already; that it could not be noted is not for its sender to know.
    }
  }
}

async function identifyToken(token: unknown): Promise<CallActor> {
  const match = typeof token === "string" ? TOKEN_PATTERN.exec(token) : null;
  if (match === null) return { kind: "unknown", reason: "malformed_token" };
  const [whole, id = ""] = match;
  return { kind: "token", id, digest: toHex(await sha256(whole)) };
}

/**
 * A command travels to the ledger as JSON, where a Date would become a text and a function nothing.
 *
 * @throws LunakeyError `invalid_input`, with the field where it is one of the command's.
 */
function assertJson(input: unknown): void {
  if (isJson(input, JSON_LEVELS)) return;
  parseInput(command, input, "command");
  throw new LunakeyError({
    code: "invalid_input",
    field: "command",
    message: "command must be JSON.",
  });
}

/** More than any command has; ends cycles too. */
const JSON_LEVELS = 8;

/** Members that are undefined count as absent. */
function isJson(value: unknown, levels: number): boolean {
  if (value === null || ["string", "boolean"].includes(typeof value)) return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || levels === 0) return false;
  const members = Object.values(value).filter((member) => member !== undefined);
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return isPlain && members.every((member) => isJson(member, levels - 1));
}

function toFailure(error: unknown): Failure {
  if (error instanceof LunakeyError) return error.toFailure();
  // The platform marks what is worth trying again: the object restarting, moving or overloaded.
  const { retryable, overloaded } = Object(error) as { retryable?: unknown; overloaded?: unknown };
  if (retryable === true || overloaded === true) {
    return { code: "store_unavailable", message: "The store can not be reached. Try again." };
  }
  return { code: "internal", message: "The store failed. Nothing of the cause is shown." };
}
