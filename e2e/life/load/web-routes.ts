/** What is asked of luna-proxy-web by browsers: signing in, the account, paying. All of its secrets. */
import { encode } from "@auth/core/jwt";
import {
  type Browser,
  locationOf,
  openBrowser,
  SESSION_COOKIE,
  signIn,
} from "../../workers/browser.ts";
import { HOUR_MS, SECOND_MS } from "../clock.ts";
import type { Route } from "./load.ts";
import { ask, expect, expectStatus, type Site } from "./site.ts";

const browse = ({ web }: Site): Browser => openBrowser({ web, ask });

/** Browsers that signed in earlier. */
const signedIn = new WeakMap<Site, Browser[]>();
const KEPT_COUNT = 10;

async function goHome(site: Site): Promise<void> {
  const answer = await browse(site).get("/");
  expectStatus(answer, 200);
  expect(answer.text.includes("/auth/signin/github"), "no way to sign in");
}

const signInWith = (provider: "github" | "google") => async (site: Site) => {
  const browser = browse(site);
  const answer = await signIn(site, browser, provider);
  expect(new URL(locationOf(answer), site.web).pathname === "/account", "not signed in");
  const kept = signedIn.get(site) ?? [];
  signedIn.set(site, [browser, ...kept].slice(0, KEPT_COUNT));
  await showAccount(browser);
};

async function showAccount(browser: Browser): Promise<void> {
  const answer = await browser.get("/account");
  expectStatus(answer, 200);
  expect(answer.text.includes("Luna Tester"), "another user's account");
}

/** A session is good for 30 days; those that are kept are younger. */
async function comeBack(site: Site): Promise<void> {
  const kept = signedIn.get(site) ?? [];
  const browser = kept[Math.floor(Math.random() * kept.length)];
  if (browser === undefined) return;
  await showAccount(browser);
}

async function pay(site: Site): Promise<void> {
  const browser = signedIn.get(site)?.[0];
  if (browser === undefined) return;
  const answer = await browser.post("/account/checkout", { plan: "starter" });
  expectStatus(answer, 303);
  expect(locationOf(answer).startsWith("https://checkout.stripe.com/"), "no payment page");
}

/** A session from before Auth.js 5, sealed with the older key. */
async function openOldSession(site: Site): Promise<void> {
  const browser = browse(site);
  const token = { sub: "github:7", name: "Luna Tester", email: "seven@example.com" };
  const secret = site.seed.web.NEXTAUTH_SECRET;
  // It reckons from the real time.
  const maxAge = (site.clock.offsetMs + HOUR_MS) / SECOND_MS;
  const cookie = await encode({ token, secret, salt: SESSION_COOKIE, maxAge });
  browser.cookies.set(SESSION_COOKIE, cookie);
  await showAccount(browser);
}

export const WEB_ROUTES: readonly Route[] = [
  { name: "web GET /", ask: goHome },
  { name: "web sign in with GitHub", ask: signInWith("github") },
  { name: "web GET /account, signed in earlier", ask: comeBack },
  { name: "web POST /account/checkout", ask: pay },
  { name: "web sign in with Google", ask: signInWith("google") },
  { name: "web GET /account, session of the older key", ask: openOldSession },
];
