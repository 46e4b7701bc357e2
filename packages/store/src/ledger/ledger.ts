/**
 * The ledger: one SQLite Durable Object per store. Any script on the account can call its methods,
 * so each proves its caller first, and there are no others than these. Nothing that it throws holds
 * more than a fixed text.
 */
import { DurableObject } from "cloudflare:workers";
import {
  LunakeyError,
  type ReadRequest,
  type ReadResponse,
  type ReportResponse,
  type Result,
} from "@lunakey/contract";
import type { Env } from "../env.ts";
import { getKeyring, type LedgerRpc } from "../ledger-client.ts";
import { isReadRequest } from "../read-request.ts";
import type { ConsumerActor } from "../read-ticket.ts";
import {
  type CallName,
  type RefusalReason,
  RefusedCall,
  type VerifiedCall,
  verifyCall,
} from "../signed-call.ts";
import { auditRefusedCall } from "./audit/denials.ts";
import { assertServing } from "./backup/restore-gate.ts";
import { execute } from "./calls/execute.ts";
import { runJob } from "./jobs/tidy.ts";
import { MIGRATIONS } from "./migrations/all.ts";
import { migrate, NewerDatabaseError } from "./migrations/migrate.ts";
import { createParts, isStoresLedger, type LedgerParts } from "./parts.ts";
import { readValues } from "./reads/read-values.ts";
import { countReport, RefusedReport } from "./usage/count-report.ts";

export class Ledger extends DurableObject<Env> implements LedgerRpc {
  #made: LedgerParts | undefined;
  /** Set where newer code has written the database: then it is not touched. */
  #newer: LunakeyError | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    // Objects of other names get no database: any script of the account can make them.
    if (!isStoresLedger(ctx, env)) return;
    // Nothing is delivered before this is done.
    void ctx.blockConcurrencyWhile(async () => {
      this.#newer = findNewerDatabase(() => migrate(ctx.storage, MIGRATIONS));
    });
  }

  /** A consumer's values, for a ticket or a signed call. @throws Error with a fixed text. */
  async read(call: unknown, request?: unknown): Promise<ReadResponse> {
    if (typeof call === "string") return this.#readByTicket(call, request);
    return this.#answer("read", call, (parts, { actor, payload }) =>
      readValues(parts, actor, payload as ReadRequest),
    );
  }

  /** A consumer's own counts. @throws Error with a fixed text. */
  async report(call: unknown): Promise<ReportResponse> {
    return this.#answer("report", call, countReport);
  }

  /** A command of people or CI. @throws Error with a fixed text, for calls that are not proved. */
  async execute(call: unknown): Promise<Result<unknown>> {
    if (this.#newer !== undefined) {
      await verifyCall(getKeyring(this.env), Date.now(), "execute", call);
      // Returned, not thrown: an error would lose its code on the way to the operator.
      return { ok: false, error: this.#newer.toFailure() };
    }
    return this.#answer("execute", call, execute);
  }

  /** Does the jobs that are due. Called by the platform; calling it otherwise does no harm. */
  override async alarm(): Promise<void> {
    const parts = this.#parts();
    await parts.scheduler.run(parts.now(), (name, now) => runJob(parts, name, now));
  }

  async #answer<T>(
    name: CallName,
    call: unknown,
    work: (parts: LedgerParts, call: VerifiedCall) => T | Promise<T>,
  ): Promise<T> {
    try {
      const parts = this.#parts();
      const proved = await this.#prove(parts, name, call);
      if (name !== "execute") assertServing(parts);
      return await work(parts, proved);
    } catch (error) {
      throw withFixedText(error);
    }
  }

  async #readByTicket(ticket: string, request: unknown): Promise<ReadResponse> {
    try {
      const parts = this.#parts();
      const known = parts.tickets.find(ticket, parts.now());
      const actor = known ?? (await this.#proveTicket(parts, ticket));
      assertServing(parts);
      // The gateway has looked at it, but nothing proves that it is the gateway's.
      if (!isReadRequest(request)) throw refused(parts, "read", "bad_shape");
      return await readValues(parts, actor, request);
    } catch (error) {
      throw withFixedText(error);
    }
  }

  async #proveTicket(parts: LedgerParts, ticket: string): Promise<ConsumerActor> {
    try {
      return await parts.tickets.prove(parts.keyring, ticket, parts.now());
    } catch (error) {
      if (error instanceof RefusedCall) auditRefusedCall(parts, "read", error.reason);
      throw error;
    }
  }

  async #prove(parts: LedgerParts, name: CallName, call: unknown): Promise<VerifiedCall> {
    try {
      const proved = await verifyCall(parts.keyring, parts.now(), name, call);
      if (!parts.nonces.use(proved.nonce, proved.expiresAt, parts.now())) {
        throw new RefusedCall("replayed");
      }
      return proved;
    } catch (error) {
      if (error instanceof RefusedCall) auditRefusedCall(parts, name, error.reason);
      throw error;
    }
  }

  #parts(): LedgerParts {
    if (this.#newer !== undefined) throw this.#newer;
    this.#made ??= createParts(this.ctx, this.env);
    return this.#made;
  }
}

/** The answer to every call where the database is newer than this code; undefined where it is not. */
function findNewerDatabase(migrateAll: () => void): LunakeyError | undefined {
  try {
    migrateAll();
    return undefined;
  } catch (error) {
    if (!(error instanceof NewerDatabaseError)) throw error;
    return new LunakeyError({
      code: "store_unavailable",
      message: error.message,
      hint: "Deploy the gateway that wrote it, or a newer one; or restore a backup into an empty store.",
    });
  }
}

function refused(parts: LedgerParts, name: CallName, reason: RefusalReason): RefusedCall {
  auditRefusedCall(parts, name, reason);
  return new RefusedCall(reason);
}

/** What may cross: our own words. Anything else may hold what must not leave. */
function withFixedText(error: unknown): Error {
  if (error instanceof RefusedCall || error instanceof RefusedReport) return error;
  if (error instanceof LunakeyError) return error;
  return new Error("The ledger failed. Nothing of the cause is shown.");
}
