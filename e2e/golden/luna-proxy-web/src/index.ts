/** The web site of Luna Proxy: its routes, and the headers and checks that hold for all of them. */
import { Hono } from "hono";
import { csrf } from "hono/csrf";
import { html } from "hono/html";
import { secureHeaders } from "hono/secure-headers";
import { page, STYLE } from "./page";
import { handleAccount, handleCheckout } from "./routes/account";
import { handleAuth } from "./routes/auth";
import { handleHome } from "./routes/home";
import type { AppEnv } from "./types";

const app = new Hono<AppEnv>();

app.use(
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      // Signing in and paying are posts that are redirected to these.
      formAction: [
        "'self'",
        "https://github.com",
        "https://accounts.google.com",
        "https://checkout.stripe.com",
      ],
    },
  }),
);
app.use(csrf());

app.get("/", handleHome);
app.get("/account", handleAccount);
app.post("/account/checkout", handleCheckout);
app.on(["GET", "POST"], "/auth/*", handleAuth);
app.get("/style.css", (c) => c.body(STYLE, 200, { "Content-Type": "text/css; charset=utf-8" }));

app.onError((error, c) => {
  if ("getResponse" in error) return error.getResponse();
  console.error("Unhandled error", error);
  const content = html`<h1>Something went wrong</h1><p>Please try again in a moment.</p>`;
  return c.html(page("Something went wrong", content), 500);
});

export default app;
