/** What is wrong with an answer, whatever was asked. */
import type { Answer, Call } from "../ways-in/stand.ts";
import { CANARY } from "./mutate.ts";

interface Got {
  readonly ok?: boolean;
  readonly status?: number;
  readonly text?: string;
  readonly error?: { readonly code: string };
}

export function isRefused({ got, refused }: Answer): boolean {
  const { ok, status } = (got ?? {}) as Got;
  return refused !== undefined || ok === false || (status ?? 200) >= 400;
}

const TYPE_ERRORS = /^(TypeError|DataCloneError)$/;

/** With the input; none where all is well. */
export function explainFault(call: Call, answer: Answer): string[] {
  const fault = findFault(call, answer);
  return fault === null ? [] : [`${fault}: ${JSON.stringify(call).slice(0, 1_000)}`];
}

/** Null where nothing is wrong. */
export function findFault({ binding }: Call, answer: Answer): string | null {
  const { got, refused } = answer;
  if (refused !== undefined && !TYPE_ERRORS.test(refused.name)) return `threw a ${refused.name}`;
  const { status = 200, error } = (got ?? {}) as Got;
  if (status >= 500 || error?.code === "internal") return `failed inside (${status})`;
  if (binding === "ADMIN" && got === undefined) return "threw where it must answer";
  if (isRefused(answer) && JSON.stringify(answer).includes(CANARY)) return "repeated its input";
  return null;
}
