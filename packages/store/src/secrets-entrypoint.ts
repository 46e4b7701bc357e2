/**
 * What Workers bind: `get`, `read` and `report`. Finds out who asks from the binding's props, checks
 * the request's shape and hands on. Decides nothing: a caller without proper props is answered by
 * the ledger too, which refuses and writes it down.
 */
import { WorkerEntrypoint } from "cloudflare:workers";
import {
  consumerProps,
  describeIssue,
  type ReadRequest,
  type ReadResponse,
  type ReportRequest,
  type ReportResponse,
  readRequest,
  reportRequest,
  type SecretsRpc,
} from "@lunakey/contract";
import type * as z from "zod";
import { createBackend } from "./backend/create-backend.ts";
import { type Env, getStoreId } from "./env.ts";
import { callReport } from "./ledger-client.ts";
import type { CallActor } from "./signed-call.ts";

export class Secrets extends WorkerEntrypoint<Env> implements SecretsRpc {
  /** The current value, or null where there is none for this caller. @throws TypeError */
  async get(name: string): Promise<string | null> {
    if (typeof name !== "string") throw new TypeError("name must be a string.");
    const response = await this.read({ v: 1, names: [name] });
    return response.items[0]?.value ?? null;
  }

  /** One item per name. @throws TypeError where the request's shape is wrong; names the field. */
  async read(request: ReadRequest): Promise<ReadResponse> {
    const checked = checkShape(readRequest, request);
    if (checked.known !== undefined && checked.known.length !== checked.names.length) {
      throw new TypeError("known must be as long as names.");
    }
    return createBackend(this.env).read(identify(this.env, this.ctx.props), checked);
  }

  /** Counts once per batch. @throws TypeError where the request's shape is wrong. */
  async report(request: ReportRequest): Promise<ReportResponse> {
    const checked = checkShape(reportRequest, request);
    return callReport(this.env, identify(this.env, this.ctx.props), checked);
  }
}

function identify(env: Env, props: unknown): CallActor {
  if (isEmpty(props)) return { kind: "unknown", reason: "no_props" };
  const parsed = consumerProps.safeParse(props);
  if (!parsed.success) return { kind: "unknown", reason: "bad_props" };
  const { store, worker, environment } = parsed.data;
  if (store !== getStoreId(env)) return { kind: "unknown", reason: "other_store" };
  return { kind: "consumer", worker, environment };
}

/** A binding without props gives `{}`, as measured on workerd 1.20261117. */
function isEmpty(props: unknown): boolean {
  return typeof props !== "object" || props === null || Object.keys(props).length === 0;
}

function checkShape<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new TypeError(describeIssue(parsed.error.issues[0], input, "request").message);
}
