/** What the audit says of a request to Cloudflare: the script, the names and versions; never a value. */
import type { AuditDraft } from "../audit/chain.ts";
import type { Batch, CopyChange } from "./take-batch.ts";

const ACTOR = { kind: "system", id: "copies" } as const;

/** @param code why it failed; null where it did not. */
export function draftBatch(
  { worker, environment, script }: Batch,
  changes: readonly CopyChange[],
  code: string | null,
): AuditDraft[] {
  const outcome = code === null ? "ok" : "failed";
  const target = { worker, environment, script };
  const draft = (action: string, of: readonly CopyChange[]): AuditDraft[] => {
    if (of.length === 0) return [];
    const details = {
      count: of.length,
      names: of.map(describe).join(" "),
      ...(code === null ? {} : { code }),
    };
    return [{ actor: ACTOR, action, outcome, target, details }];
  };
  return [
    ...draft(
      "copies.write",
      changes.filter(({ wanted }) => wanted !== null),
    ),
    ...draft(
      "copies.delete",
      changes.filter(({ wanted }) => wanted === null),
    ),
  ];
}

/** `STRIPE_SECRET_KEY@3`; without a version where there is none. */
function describe({ row, wanted }: CopyChange): string {
  return wanted === null || wanted.version === 0 ? row.name : `${row.name}@${wanted.version}`;
}
