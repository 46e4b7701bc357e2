/** Which of the places that a plan leaves are reads of a secret, and which are only to be known of. */
import type { GaveUp } from "./migration-plan.ts";

/** A secret is read there by its name: not an environment that is listed or kept, nor one that is written to. */
export function isLeftRead({ code, names }: Pick<GaveUp, "code" | "names">): boolean {
  return names.length > 0 && code !== "write-target";
}
