/** A browser on luna-proxy-web: cookies, form posts, and the way to a provider and back. */
import { createCookieJar } from "./cookie-jar.ts";
import type { System } from "./system.ts";
import type { Answer } from "./traffic.ts";

export interface Browser {
  readonly cookies: ReturnType<typeof createCookieJar>;
  get(path: string): Promise<Answer>;
  /** Sends a form from a page of the site itself. */
  post(path: string, form: Readonly<Record<string, string>>): Promise<Answer>;
}

/** Where a browser goes, and how. */
export type Site = Pick<System, "web" | "ask">;

export const SESSION_COOKIE = "authjs.session-token";

export function openBrowser({ web, ask }: Site): Browser {
  const cookies = createCookieJar();
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set("Cookie", cookies.header);
    const answer = await ask(new URL(path, web).href, { ...init, headers });
    cookies.take(answer.headers);
    return answer;
  };
  return {
    cookies,
    get: (path) => send(path),
    post: (path, form) =>
      send(path, {
        method: "POST",
        headers: { Origin: web },
        body: new URLSearchParams(form),
      }),
  };
}

/** Starts signing in. @returns the address at the provider that the browser is sent to. */
export async function askToSignIn(browser: Browser, provider: string): Promise<URL> {
  const answer = await browser.post(`/auth/signin/${provider}`, { callbackUrl: "/account" });
  return new URL(locationOf(answer));
}

/** What the provider's page does once its user agreed. @returns the address back at the site. */
export async function agreeAtProvider(
  { doubles }: Pick<System, "doubles">,
  address: URL,
): Promise<URL> {
  const response = await doubles.fetch(new Request(address));
  return new URL(response.headers.get("Location") ?? "", address);
}

/** All of it. @returns the last answer, which leads to the account. */
export async function signIn(
  system: Pick<System, "doubles">,
  browser: Browser,
  provider: string,
): Promise<Answer> {
  const back = await agreeAtProvider(system, await askToSignIn(browser, provider));
  return browser.get(back.pathname + back.search);
}

/** Where an answer sends the browser. @throws Error where it does not. */
export function locationOf({ status, headers }: Answer): string {
  const location = headers.get("Location");
  if (location === null) throw new Error(`no redirect: status ${status}`);
  return location;
}
