/** GET /: what this is, and how to sign in. Auth.js comes back here with `?error=` where it failed. */
import type { Context } from "hono";
import { html } from "hono/html";
import { getUser } from "../auth";
import { page } from "../page";
import type { AppEnv } from "../types";

export async function handleHome(c: Context<AppEnv>): Promise<Response> {
  if (await getUser(c.req.raw, c.env)) return c.redirect("/account");

  const failed = c.req.query("error") !== undefined;
  return c.html(
    page(
      "Luna Proxy",
      html`<h1>Luna Proxy</h1>
      <p>One endpoint for all of your AI providers, with your own keys.</p>
      ${failed ? html`<p role="alert">Signing in did not work. Please try again.</p>` : ""}
      <form method="post" action="/auth/signin/github">
        <input type="hidden" name="callbackUrl" value="/account">
        <button>Sign in with GitHub</button>
      </form>
      <form method="post" action="/auth/signin/google">
        <input type="hidden" name="callbackUrl" value="/account">
        <button>Sign in with Google</button>
      </form>`,
    ),
  );
}
