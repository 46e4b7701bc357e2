/**
 * What Workers bind: `get`, `read` and `report`. Finds out who asks from the binding's props, checks
 * the request's shape and hands on. Decides nothing: a caller without proper props is answered by
 * the ledger too, which refuses and writes it down.
 */
import { WorkerEntrypoint } from "cloudflare:workers";
import {
  type ConsumerProps,
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
import { isReadRequest } from "./read-request.ts";
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
    const checked = isReadRequest(request) ? request : explainRequest(request);
    return createBackend(this.env).read(identify(this.env, this.ctx.props), checked);
  }

  /** Counts once per batch. @throws TypeError where the request's shape is wrong. */
  async report(request: ReportRequest): Promise<ReportResponse> {
    const checked = checkShape(reportRequest, request);
    return callReport(this.env, identify(this.env, this.ctx.props), checked);
  }
}

/** @throws TypeError, with what is wrong. */
function explainRequest(request: unknown): ReadRequest {
  const { known, names, ...rest } = checkShape(readRequest, request);
  if (known === undefined) return { ...rest, names };
  if (known.length !== names.length) throw new TypeError("known must be as long as names.");
  return { ...rest, names, known };
}

function identify(env: Env, props: unknown): CallActor {
  const known = findKnown(env, props);
  if (known !== undefined) return known;
  if (isEmpty(props)) return { kind: "unknown", reason: "no_props" };
  const parsed = consumerProps.safeParse(props);
  if (!parsed.success) return { kind: "unknown", reason: "bad_props" };
  const { store, worker, environment } = parsed.data;
  if (store !== getStoreId(env)) return { kind: "unknown", reason: "other_store" };
  const actor: CallActor = { kind: "consumer", worker, environment };
  remember(env, parsed.data, actor);
  return actor;
}

/**
 * Consumers whose props were right, by what the props say: looking at them costs more than the rest
 * of a read here. By the env object, which is the same for all requests of an isolate.
 */
const known = new WeakMap<Env, Map<string, CallActor>>();
/** A consumer is a Worker of the account: more there are not. */
const KNOWN_COUNT = 10_000;
const PROPS_COUNT = 4;

function findKnown(env: Env, props: unknown): CallActor | undefined {
  const { v, store, worker, environment } = Object(props) as Record<string, unknown>;
  if (v !== 1 || Object.keys(Object(props)).length !== PROPS_COUNT) return undefined;
  if (typeof store !== "string" || typeof worker !== "string") return undefined;
  if (typeof environment !== "string") return undefined;
  return known.get(env)?.get(keyOf(store, worker, environment));
}

function remember(env: Env, props: ConsumerProps, actor: CallActor): void {
  const actors = known.get(env) ?? new Map<string, CallActor>();
  if (actors.size >= KNOWN_COUNT) actors.clear();
  actors.set(keyOf(props.store, props.worker, props.environment), actor);
  known.set(env, actors);
}

/** What is remembered holds two spaces, so that props with a space in a part never equal it. */
function keyOf(store: string, worker: string, environment: string): string {
  return `${store} ${worker} ${environment}`;
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
