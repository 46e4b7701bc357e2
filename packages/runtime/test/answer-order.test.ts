import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { find } from "../src/secrets.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const settings = { name: "ONE", maxAgeSeconds: 60, fallback: "allowed" };

it("an answer `same` never puts its version on another version's value", async () => {
  const waiting: ((answer: object) => void)[] = [];
  const read = () => new Promise((resolve) => waiting.push((item) => resolve({ items: [item] })));
  const env = { SECRETS: { read }, ONE: "individual" };
  const asked = (count: number) => vi.waitUntil(() => waiting.length === count);

  const first = find(env, "ONE");
  await asked(1);
  waiting[0]?.({ ...settings, status: "ok", version: 1, value: "value 1" });
  await first;

  // Two requests ask at the same moment; the store changes between, and answers the later first.
  vi.setSystemTime(Date.now() + 120_001);
  const both = [find(env, "ONE"), find(env, "ONE")];
  await asked(3);
  waiting[2]?.({ ...settings, status: "ok", version: 2, value: "value 2" });
  await both[1];
  waiting[1]?.({ ...settings, status: "same", version: 1 });
  await both[0];

  expect(await find(env, "ONE")).toMatchObject({ value: "value 2", version: 2 });
});
