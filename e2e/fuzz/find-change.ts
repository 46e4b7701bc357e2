/** Whether something that was refused changed the store all the same. */
import { takeSnapshot } from "../ways-in/snapshot.ts";
import { type Call, CONSUMER, type Stand } from "../ways-in/stand.ts";
import { SECRET_NAME } from "./arbitrary.ts";
import { isRefused } from "./faults.ts";

/** Sent again: either something of it is right by now, or nothing has changed. */
export async function findChange(stand: Stand, refused: readonly Call[]): Promise<string[]> {
  await settleStages(stand);
  const before = await takeSnapshot(stand);
  const answers = await stand.callAll(refused);
  const after = await takeSnapshot(stand);
  if (!answers.every(isRefused) || after === before) return [];
  // What the clock changed meanwhile, it will not change again.
  if (hasEnded(before)) return findChange(stand, refused);
  const inputs = JSON.stringify(refused).slice(0, 2_000);
  return [`${explainDifference(before, after)} changed by one of ${inputs}`];
}

/** What the clock has decided is written down with the next change, which then shows. */
async function settleStages(stand: Stand): Promise<void> {
  const { worker, environment } = CONSUMER;
  const input = { type: "grant.add", worker, environment, names: [SECRET_NAME] };
  await stand.call({ binding: "ADMIN", method: "execute", args: [stand.token, input] });
}

/** Was a stage of some secret over, or due, since the look at it? */
function hasEnded(snapshot: string): boolean {
  return [...snapshot.matchAll(/"until":(\d+)/g)].some(([, until]) => Number(until) <= Date.now());
}

/** Where two texts part. */
function explainDifference(before: string, after: string): string {
  const at = before.split("").findIndex((letter, index) => letter !== after[index]);
  const around = (text: string) => text.slice(Math.max(0, at - 200), at + 200);
  return `${around(before)} -> ${around(after)}`;
}
