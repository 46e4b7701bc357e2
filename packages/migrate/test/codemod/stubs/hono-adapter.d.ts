import type { Context } from "hono";
export function env<T extends object>(c: Context): T;
