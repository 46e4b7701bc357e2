import type { MiddlewareHandler } from "hono";
export function jwt(options: { secret: string }): MiddlewareHandler;
