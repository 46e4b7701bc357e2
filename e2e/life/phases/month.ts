/** A month of everyday use: each route of each Worker every day, in both environments. */
import { DAY_MS } from "../clock.ts";
import type { Life } from "../life.ts";

/** One more than evidence has to be of. */
const DAYS_COUNT = 31;

export async function liveOneMonth(life: Life): Promise<void> {
  await life.pass(DAYS_COUNT * DAY_MS, DAY_MS);
}
