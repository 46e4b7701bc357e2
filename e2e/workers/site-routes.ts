/** The routes of luna-proxy-web. */
import { encode } from "@auth/core/jwt";
import { describe, expect, it } from "vitest";
import { GITHUB_USER } from "../doubles/github.ts";
import { GOOGLE_USER } from "../doubles/google.ts";
import { renderCheckoutCompleted, signStripePayload } from "../doubles/stripe-webhook.ts";
import {
  agreeAtProvider,
  askToSignIn,
  type Browser,
  locationOf,
  openBrowser,
  SESSION_COOKIE,
  signIn,
} from "./browser.ts";
import { type System, without } from "./system.ts";

const USERS = [
  ["github", "github.com", `github:${GITHUB_USER.id}`, GITHUB_USER],
  ["google", "accounts.google.com", `google:${GOOGLE_USER.sub}`, GOOGLE_USER],
] as const;

export function testSiteRoutes(get: () => System): void {
  describe("GET /", () => {
    it("offers both ways to sign in, under a strict policy", async () => {
      const { status, text, headers } = await openBrowser(get()).get("/");
      expect(status).toBe(200);
      expect(text).toContain('action="/auth/signin/github"');
      expect(text).toContain('action="/auth/signin/google"');
      expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    });

    it("has its style sheet, and no other pages", async () => {
      const browser = openBrowser(get());
      const style = await browser.get("/style.css");
      expect(style.status).toBe(200);
      expect(style.headers.get("Content-Type")).toMatch(/^text\/css/);
      expect((await browser.get("/nothing-here")).status).toBe(404);
    });
  });

  describe.each(USERS)("signing in with %s", (provider, host, id, user) => {
    it("goes to the provider, and comes back to the account with a session", async () => {
      const browser = openBrowser(get());
      const address = await askToSignIn(browser, provider);
      expect(address.hostname).toBe(host);
      const back = await agreeAtProvider(get(), address);
      expect(back.origin).toBe(get().web);
      expect(back.pathname).toBe(`/auth/callback/${provider}`);
      const answer = await browser.get(back.pathname + back.search);
      expect(answer.status).toBe(302);
      expect(new URL(locationOf(answer), get().web).pathname).toBe("/account");
      expect(await sessionOf(browser)).toMatchObject({
        user: { id, name: user.name, email: user.email },
      });
    });

    it("shows name, e-mail and the plan that the API knows", async () => {
      const browser = openBrowser(get());
      await signIn(get(), browser, provider);
      expect(locationOf(await browser.get("/"))).toBe("/account");
      await payFor(get(), id, "starter");
      const { status, text } = await browser.get("/account");
      expect(status).toBe(200);
      for (const shown of [user.name, user.email, "<dd>starter</dd>"]) {
        expect(text).toContain(shown);
      }
    });

    it("opens no session for an answer of another sign-in", async () => {
      const [browser, other] = [openBrowser(get()), openBrowser(get())];
      const address = await askToSignIn(other, provider);
      await askToSignIn(browser, provider);
      const back = await agreeAtProvider(get(), address);
      const answer = await browser.get(back.pathname + back.search);
      expect(new URL(locationOf(answer), get().web).searchParams.get("error")).toBeTruthy();
      expect(await sessionOf(browser)).toBeNull();
    });
  });

  describe("signing in", () => {
    it("fails with a message where the provider refuses the client's secret", async () => {
      const browser = openBrowser(get());
      const address = await askToSignIn(browser, "github");
      const back = await agreeAtProvider(get(), address);
      const { githubClients } = get().accepted;
      await without(githubClients, async () => {
        const answer = await browser.get(back.pathname + back.search);
        const page = new URL(locationOf(answer), get().web);
        expect((await browser.get(page.pathname + page.search)).text).toContain('role="alert"');
      });
      expect(await sessionOf(browser)).toBeNull();
    });

    it.each([
      ["from another site", { Origin: "https://evil.example" }],
      ["from nowhere", {}],
    ])("is refused to a form %s", async (_, headers: Record<string, string>) => {
      const { web, ask } = get();
      for (const path of ["/auth/signin/github", "/auth/signout", "/account/checkout"]) {
        const body = new URLSearchParams({ callbackUrl: "/" });
        const answer = await ask(web + path, { method: "POST", headers, body });
        expect(answer.status).toBe(403);
      }
    });
  });

  describe("a session", () => {
    it.each(["AUTH_SECRET", "NEXTAUTH_SECRET"] as const)("opens under %s", async (name) => {
      const browser = openBrowser(get());
      browser.cookies.set(SESSION_COOKIE, await sealSession(get().seed.web[name]));
      expect(await sessionOf(browser)).toMatchObject({ user: { id: "github:7", name: "Seven" } });
      expect((await browser.get("/account")).text).toContain("Seven");
    });

    it("does not open under any other secret", async () => {
      const browser = openBrowser(get());
      browser.cookies.set(SESSION_COOKIE, await sealSession("x".repeat(44)));
      expect(await sessionOf(browser)).toBeNull();
      expect(locationOf(await browser.get("/account"))).toBe("/");
    });

    it("is over after signing out", async () => {
      const browser = openBrowser(get());
      await signIn(get(), browser, "github");
      const answer = await browser.post("/auth/signout", { callbackUrl: "/" });
      expect(new URL(locationOf(answer), get().web).pathname).toBe("/");
      expect(browser.cookies.get(SESSION_COOKIE)).toBeUndefined();
      expect(await sessionOf(browser)).toBeNull();
      expect(locationOf(await browser.get("/account"))).toBe("/");
    });
  });

  describe("POST /account/checkout", () => {
    it("goes on to the payment page", async () => {
      const browser = openBrowser(get());
      await signIn(get(), browser, "google");
      const answer = await browser.post("/account/checkout", { plan: "starter" });
      expect(answer.status).toBe(303);
      expect(locationOf(answer)).toMatch(/^https:\/\/checkout\.stripe\.com\//);
    });

    it("goes home without a session", async () => {
      const answer = await openBrowser(get()).post("/account/checkout", { plan: "starter" });
      expect(answer.status).toBe(303);
      expect(locationOf(answer)).toBe("/");
    });

    it("fails with a page of its own where the plan is not sold", async () => {
      const browser = openBrowser(get());
      await signIn(get(), browser, "google");
      const answer = await browser.post("/account/checkout", { plan: "galaxy" });
      expect(answer.status).toBe(500);
      expect(answer.text).toContain("Something went wrong");
    });
  });
}

async function sessionOf(browser: Browser): Promise<unknown> {
  const answer = await browser.get("/auth/session");
  expect(answer.status).toBe(200);
  return answer.json();
}

/** A session cookie as Auth.js makes it on a site without TLS. */
function sealSession(secret: string): Promise<string> {
  const token = { sub: "github:7", name: "Seven", email: "seven@example.com" };
  return encode({ token, secret, salt: SESSION_COOKIE });
}

/** What Stripe tells the API once a user paid. */
async function payFor({ api, ask, seed }: System, userId: string, plan: string): Promise<void> {
  const body = renderCheckoutCompleted(userId, plan);
  const signature = await signStripePayload(body, seed.api.STRIPE_WEBHOOK_SECRET);
  const headers = { "Stripe-Signature": signature };
  await ask(`${api}/billing/webhook`, { method: "POST", headers, body });
}
