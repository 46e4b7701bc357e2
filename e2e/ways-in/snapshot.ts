/** All that a command can change, to compare before and after. */
import type { Stand } from "./stand.ts";

interface Result {
  readonly ok: boolean;
  readonly value: Record<string, unknown>;
}

/** As text; without the audit's refusals, and without when a token was last used. */
export async function takeSnapshot(stand: Pick<Stand, "callAll" | "token">): Promise<string> {
  const asked = ["store.status", "secret.list", "grant.list", "token.list", "usage.list"];
  const answers = await stand.callAll(
    asked.map((type) => {
      const page = type === "store.status" ? {} : { limit: 1_000 };
      return { binding: "ADMIN", method: "execute", args: [stand.token, { type, ...page }] };
    }),
  );
  const [status, secrets, grants, tokens, usage] = answers.map(({ got }) => {
    const { ok, value } = got as Result;
    if (!ok) throw new Error("the store can not be looked at");
    return value;
  });
  const { auditEvents: _, ...counts } = status ?? {};
  const listed = tokens?.tokens as object[] | undefined;
  const known = listed?.map((each) => ({ ...each, lastUsedAt: null }));
  return JSON.stringify([counts, secrets, grants, known, usage]);
}
