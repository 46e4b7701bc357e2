/**
 * Tells the store of requests that are turned away before it is asked for anything, so that its
 * audit has them too. Says why and nothing of the request. Nobody waits for it.
 */
import { type AdminRpc, LunakeyError, type RefusedRequest } from "@lunakey/contract";
import type { Context } from "hono";
import type { AdminApp } from "./env.ts";

/** @param error what the request was turned away with; others than refusals are left alone. */
export function noteRefusal(context: Context<AdminApp>, error: unknown): void {
  const reason = findReason(error, context.req.raw.headers);
  if (reason !== undefined) context.executionCtx.waitUntil(tell(context.env.STORE, reason));
}

function findReason(error: unknown, headers: Headers): RefusedRequest | undefined {
  switch (error instanceof LunakeyError ? error.code : undefined) {
    case "misdirected":
      return "foreign_host";
    case "forbidden":
      return "foreign_origin";
    case "unauthenticated":
      return headers.get("Authorization") === null ? "missing_token" : "malformed_token";
    default:
      return undefined;
  }
}

async function tell(store: AdminRpc, reason: RefusedRequest): Promise<void> {
  try {
    await store.refuse(reason);
  } catch {
    // Out of reach, or older than this Worker: the request is refused all the same.
  }
}
