/** The one clock of helper and ledger. It stands still unless it is moved. */
import { vi } from "vitest";

export const START_MS = 1_900_000_000_000;

export function startClock(): void {
  vi.useFakeTimers({ toFake: ["Date"], now: START_MS });
}

export function advance(ms: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
}

export function stopClock(): void {
  vi.useRealTimers();
}
