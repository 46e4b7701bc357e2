/** A Cloudflare that takes a request and never answers: each question to it has an end. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openStoreSecrets } from "../../src/account/store-secret.ts";
import { openWorkerScripts } from "../../src/account/worker-scripts.ts";

const DEADLINE_MS = 20_000;
/** The first, and as many again. */
const TRIES_COUNT = 3;
/** More than the client waits between two tries. */
const PAUSE_MS = 10_000;

interface Try {
  readonly at: number;
  abortedAt?: number;
}

let tries: Try[];
beforeEach(() => {
  vi.useFakeTimers();
  tries = [];
});
afterEach(() => {
  vi.useRealTimers();
});

/** As fetch does it: no answer ever, and a rejection when it is told to stop. */
const fetch: typeof globalThis.fetch = (_, init) =>
  new Promise((_resolve, reject) => {
    const one: Try = { at: Date.now() };
    tries.push(one);
    init?.signal?.addEventListener("abort", () => {
      one.abortedAt = Date.now();
      reject(new DOMException("This operation was aborted", "AbortError"));
    });
  });

const ports = { env: {}, fetch };
const access = {
  key: { apiToken: "token", apiKey: null, apiEmail: null },
  accountId: "account",
};
const scripts = () => openWorkerScripts(ports, access);
const secrets = () => openStoreSecrets(ports, access, "store");

describe("a request to Cloudflare that nobody answers", () => {
  it.each<[string, () => Promise<unknown>]>([
    ["what runs", () => scripts().read("shop")],
    ["a removal of secrets", () => scripts().removeSecrets("shop", ["A"])],
    ["a look for a secret", () => secrets().find("A")],
    ["a change of a secret", () => secrets().change({ id: "id", modifiedAt: 0 }, "value")],
  ])("is given up after its time, each time: %s", async (_, ask) => {
    const failed = ask().then(
      () => null,
      (error: unknown) => error,
    );
    await vi.advanceTimersByTimeAsync(DEADLINE_MS - 1);
    expect(tries).toMatchObject([{ at: expect.any(Number) }]);
    expect(tries[0]?.abortedAt).toBeUndefined();
    await vi.advanceTimersByTimeAsync(TRIES_COUNT * (DEADLINE_MS + PAUSE_MS));
    expect(tries.map(({ at, abortedAt = 0 }) => abortedAt - at)).toEqual(
      Array.from({ length: TRIES_COUNT }, () => DEADLINE_MS),
    );
    const error = await failed;
    expect(error).toMatchObject({
      failure: { code: "account_refused" },
      message: "Cloudflare's API did not answer.",
    });
  });
});
