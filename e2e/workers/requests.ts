/** What requests to the two Workers have in common, and their errors. */
import { expect } from "vitest";
import type { Seed } from "../doubles/seed.ts";
import type { System } from "./system.ts";
import type { Answer } from "./traffic.ts";

/** The admin key's header. */
export function asAdmin(seed: Seed): { readonly headers: Record<string, string> } {
  return { headers: { authorization: `Bearer ${seed.api.ADMIN_API_KEY}` } };
}

/** A session token's header, for a user of that id. */
export async function asUser(
  { api, ask, seed }: System,
  userId: string,
): Promise<{ readonly headers: Record<string, string> }> {
  const answer = await ask(`${api}/admin/sessions`, {
    ...asAdmin(seed),
    method: "POST",
    body: JSON.stringify({ user_id: userId, email: "user@example.com" }),
  });
  const { token } = answer.json() as { token: string };
  return { headers: { authorization: `Bearer ${token}` } };
}

/** An error of luna-proxy-api: a code, one sentence, and the field where one was wrong. */
export function expectError(
  answer: Answer,
  status: number,
  code: string,
  message: unknown = expect.stringMatching(/^\S.*\.$/),
  field?: string,
): void {
  const error = { code, message, ...(field === undefined ? {} : { field }) };
  expect({ status: answer.status, body: answer.json() }).toEqual({ status, body: { error } });
}
