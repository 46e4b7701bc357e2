/**
 * One environment as its users know it: where the two Workers are, and which keys the senders of
 * webhooks and the admins hold at the moment. The Workers are told none of this.
 */
import type { Doubles } from "../../doubles/create-doubles.ts";
import type { Seed } from "../../doubles/seed.ts";
import type { Clock } from "../clock.ts";
import type { Tokens } from "./tokens.ts";

export interface Site {
  readonly environment: "staging" | "production";
  /** Without a slash at the end. */
  readonly api: string;
  readonly web: string;
  /** What was set at first. */
  readonly seed: Seed;
  readonly clock: Clock;
  readonly doubles: Doubles;
  /** What Stripe signs with: any of them, as endpoints are rolled at Stripe. */
  webhookKeys: readonly string[];
  /** Webhook keys that count no more. */
  retiredWebhookKeys: readonly string[];
  /** Session tokens that were issued or signed earlier. */
  readonly tokens: Tokens;
}

/** An answer that was read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  json(): unknown;
}

/** Far beyond any deadline of the helper. */
const PATIENCE_MS = 30_000;

/** Follows no redirect. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const response = await fetch(url, { ...init, redirect: "manual", signal });
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, text, json: () => JSON.parse(text) as unknown };
}

/** Thrown where an answer is not what it must be; without what was sent. */
export function expect(condition: boolean, wrong: string): asserts condition {
  if (!condition) throw new Error(wrong);
}

/** @throws Error that says the status, and the error's code where the answer has one. */
export function expectStatus(answer: Answer, status: number): void {
  if (answer.status === status) return;
  const code = /"code":"(\w+)"/.exec(answer.text)?.[1];
  throw new Error(`status ${answer.status}${code === undefined ? "" : ` (${code})`}`);
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
