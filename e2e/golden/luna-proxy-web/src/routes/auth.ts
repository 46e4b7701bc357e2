/** /auth/*: Auth.js itself; sign-in, its callback, session and sign-out. */
import { Auth } from "@auth/core";
import type { Context } from "hono";
import { authConfig } from "../auth";
import type { AppEnv } from "../types";

export async function handleAuth(c: Context<AppEnv>): Promise<Response> {
  const response = await Auth(c.req.raw, await authConfig(c.env));
  // Some answers of Auth.js have immutable headers, and the site's own are still to be added.
  return new Response(response.body, response);
}
