/** The account page, with what the API knows about the user, and the way to a paid plan. */
import type { Context } from "hono";
import { html } from "hono/html";
import { getUser } from "../auth";
import { page } from "../page";
import { requireSecret } from "../secrets";
import type { AppEnv } from "../types";

/** A service binding ignores the host; the URL has to have one all the same. */
const API = "https://luna-proxy-api";

interface Account {
  plan: string | null;
  providers: string[];
}

/** GET /account */
export async function handleAccount(c: Context<AppEnv>): Promise<Response> {
  const user = await getUser(c.req.raw, c.env);
  if (!user) return c.redirect("/");

  const response = await c.env.API.fetch(`${API}/admin/users/${encodeURIComponent(user.id)}`, {
    headers: { Authorization: `Bearer ${await requireSecret(c.env, "ADMIN_API_KEY")}` },
  });
  if (!response.ok) throw new Error(`The API answered status ${response.status}`);
  const { plan, providers } = await response.json<Account>();
  return c.html(
    page(
      "Your account",
      html`<h1>Your account</h1>
      <dl>
        <dt>Name</dt><dd>${user.name ?? user.id}</dd>
        <dt>E-mail</dt><dd>${user.email ?? "none"}</dd>
        <dt>Plan</dt><dd>${plan ?? "none yet"}</dd>
        <dt>Providers</dt><dd>${providers.length > 0 ? providers.join(", ") : "none yet"}</dd>
      </dl>
      <form method="post" action="/account/checkout">
        <button name="plan" value="starter">Choose Starter</button>
        <button name="plan" value="growth">Choose Growth</button>
      </form>
      <form method="post" action="/auth/signout">
        <input type="hidden" name="callbackUrl" value="/">
        <button>Sign out</button>
      </form>`,
    ),
  );
}

/** POST /account/checkout: on to Stripe's payment page. */
export async function handleCheckout(c: Context<AppEnv>): Promise<Response> {
  const user = await getUser(c.req.raw, c.env);
  if (!user) return c.redirect("/", 303);

  const { plan } = await c.req.parseBody();
  const response = await c.env.API.fetch(`${API}/billing/checkout`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ plan, user_id: user.id, email: user.email }),
  });
  if (!response.ok) throw new Error(`The API answered status ${response.status}`);
  const { url } = await response.json<{ url: string }>();
  return c.redirect(url, 303);
}
