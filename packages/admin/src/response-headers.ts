/** What every answer carries, errors included: it is never kept, sniffed, framed or referred to. */
import type { MiddlewareHandler } from "hono";
import type { AdminApp } from "./env.ts";

const HEADERS = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
} as const;

/** A middleware; it must be the outermost one. */
export const addResponseHeaders: MiddlewareHandler<AdminApp> = async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) context.res.headers.set(name, value);
};
