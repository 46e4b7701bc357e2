/**
 * What stands between a copy that the store writes and the value that the store has now. From its row
 * alone: whether the Worker holds what was sent, only the Worker can tell.
 */
import type { CopyRow } from "@lunakey/contract";

/**
 * - `behind`: another version, or none, was sent last; `failed`: sending or deleting it failed.
 * - `left`: the store has nothing for it any more, and the Worker still has what was sent.
 * - `unproven`: Cloudflare has taken it, and no Worker has compared it since.
 * - `leaving`: will be deleted. `proven`: the Worker has compared it, and found it equal.
 */
export type CopyStanding = "proven" | "unproven" | "behind" | "failed" | "left" | "leaving";

const STANDINGS: Readonly<Record<CopyRow["state"], CopyStanding>> = {
  verified: "proven",
  sent: "unproven",
  queued: "behind",
  unsent: "behind",
  failed: "failed",
  left: "left",
  removing: "leaving",
};

export function standingOf({ state }: Pick<CopyRow, "state">): CopyStanding {
  return STANDINGS[state];
}
