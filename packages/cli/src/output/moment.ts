/** Moments as people read them, in UTC so that two people read the same. */

/** @param at milliseconds since 1970; null is rendered as a dash. */
export function renderMoment(at: number | null): string {
  return at === null ? "-" : `${new Date(at).toISOString().slice(0, 16).replace("T", " ")}Z`;
}
