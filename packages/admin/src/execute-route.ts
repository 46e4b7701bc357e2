/**
 * Turns a route into its handler: reads the token and the command, hands both to the store, and
 * answers with what it said. The store decides who may do what; nothing is decided here.
 */
import { type AdminRpc, LunakeyError, type Result } from "@lunakey/contract";
import type { Handler } from "hono";
import { readBearer } from "./bearer.ts";
import type { AdminApp } from "./env.ts";
import { renderFailure } from "./errors-to-http.ts";
import { type ReadRequestResult, readRequest } from "./read-request.ts";
import type { RequestSchemas, Route } from "./route.ts";

/** @param schemas those of the route. */
export function createHandler(route: Route, schemas: RequestSchemas): Handler<AdminApp> {
  return async (context) => {
    const token = readBearer(context.req.header("Authorization"));
    const asked = await readRequest(context.req.raw, context.req.param(), route, schemas);
    const result = await execute(context.env.STORE, token, asked);
    return result.ok
      ? Response.json(result.value)
      : renderFailure(result.error, context.get("requestId"));
  };
}

async function execute(
  store: AdminRpc,
  token: string,
  { command, idempotencyKey }: ReadRequestResult,
): Promise<Result<unknown>> {
  try {
    const options = idempotencyKey === undefined ? {} : { idempotencyKey };
    const result = await store.execute(token, command, options);
    release(result);
    return result;
  } catch {
    // The store answers with a Result whatever happens in it: an exception means that the call
    // did not get through. Its text is the platform's, and not for the caller.
    throw new LunakeyError({
      code: "store_unavailable",
      message: "The store did not answer.",
      hint: "Try again with the same Idempotency-Key: the command may have been carried out.",
    });
  }
}

/**
 * An RPC's result holds on to its callee until it is disposed of, which its type does not say. It
 * is plain data, and stays readable.
 * https://developers.cloudflare.com/workers/runtime-apis/rpc/lifecycle/
 */
function release(result: object & Partial<Disposable>): void {
  result[Symbol.dispose]?.();
}
