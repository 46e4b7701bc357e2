/** Calls the admin Worker over HTTP, as the tests' caller. */
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { FIRST_ADMIN_TOKEN } from "./first-admin-token.ts";

export const ORIGIN = "https://lunakey.example.com";

export interface Question {
  readonly method?: string;
  readonly path: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, with no Content-Type of ours. */
  readonly body?: BodyInit;
  /** Null sends none. The first admin's where left out. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly admin?: Fetcher;
  readonly origin?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // What is in it is what the tests are about.
  readonly json: Record<string, unknown>;
}

export async function ask(question: Question): Promise<Answer> {
  const { method = "GET", path, json, token = FIRST_ADMIN_TOKEN, admin = env.ADMIN } = question;
  const headers = new Headers(question.headers);
  if (token !== null && !headers.has("Authorization")) {
    headers.set("Authorization", `Bearer ${token}`);
  }
  if (json !== undefined) headers.set("Content-Type", "application/json");
  const body = json === undefined ? question.body : JSON.stringify(json);
  const response = await admin.fetch(`${question.origin ?? ORIGIN}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

/** Asserts a refusal by status and code, and its field where one is given. */
export function expectError(answer: Answer, status: number, code: string, field?: string): void {
  expect(answer.json).toMatchObject({
    error: {
      code,
      message: expect.any(String),
      requestId: expect.any(String),
      ...(field === undefined ? {} : { field }),
    },
  });
  expect(answer.status).toBe(status);
}

function parse(text: string): Record<string, unknown> {
  return text === "" ? {} : JSON.parse(text);
}
