/** /auth/*: Auth.js itself; sign-in, its callback, session and sign-out. */
import { Auth } from "@auth/core";
import type { Context } from "hono";
import { authConfig } from "../auth";
import type { AppEnv } from "../types";

export function handleAuth(c: Context<AppEnv>): Promise<Response> {
  return Auth(c.req.raw, authConfig(c.env));
}
