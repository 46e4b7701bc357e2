import { describe, expect, it } from "vitest";
import { verifyWithSecret } from "../src/verify-with-secret.ts";
import { elapse, settle, useStandingClock, watch } from "./clock.ts";
import { createStoreDouble } from "./store-double.ts";

useStandingClock();

type AnyEnv = Record<string, unknown>;

/** Accepts what was signed with `key`; throws with the value's place otherwise. */
function signedWith(key: string) {
  const tried: string[] = [];
  const check = (value: string) => {
    tried.push(value);
    if (value !== key) throw new Error(`not signed with attempt ${tried.length}`);
    return { verified: true };
  };
  return { check, tried };
}

function rotating(until: number) {
  const SECRETS = createStoreDouble();
  const stages = [
    { stage: "previous", version: 1, value: "before", until },
    { stage: "pending", version: 3, value: "next" },
  ] as const;
  SECRETS.put("KEY", "now", { stages });
  return { SECRETS, env: { SECRETS } as AnyEnv };
}

describe("verifyWithSecret", () => {
  it("gives a value up at its end, also one that it has from asking again", async () => {
    const SECRETS = createStoreDouble();
    SECRETS.put("KEY", "old", { expiresAt: Date.now() + 30_000 });
    const env: AnyEnv = { SECRETS };
    // A forged token has the store asked again; what it says is kept for a minute.
    await expect(verifyWithSecret(env, "KEY", signedWith("forged").check)).rejects.toThrow();
    SECRETS.put("KEY", "new");
    await elapse(30_000);
    await expect(verifyWithSecret(env, "KEY", signedWith("old").check)).rejects.toThrow();
    expect(await verifyWithSecret(env, "KEY", signedWith("new").check)).toBeTruthy();
  });

  it("tries the current version first, then the pending, then the previous one", async () => {
    const { env } = rotating(Date.now() + 1_000);
    for (const key of ["now", "next", "before"]) {
      const { check, tried } = signedWith(key);
      expect(await verifyWithSecret(env, "KEY", check)).toEqual({ verified: true });
      expect(tried).toEqual(["now", "next", "before"].slice(0, tried.length));
    }
  });

  it("accepts the previous version until its overlap ends", async () => {
    const { env } = rotating(Date.now() + 1_000);
    await elapse(999);
    await verifyWithSecret(env, "KEY", signedWith("before").check);
    await elapse(1);
    await expect(verifyWithSecret(env, "KEY", signedWith("before").check)).rejects.toThrow();
  });

  it("throws the error of the current version", async () => {
    const { env } = rotating(Date.now() + 1_000);
    const verified = verifyWithSecret(env, "KEY", signedWith("forged").check);
    await expect(verified).rejects.toThrow("not signed with attempt 1");
  });

  it("takes a falsy result for a failure, and returns it", async () => {
    const { env } = rotating(Date.now() + 1_000);
    expect(await verifyWithSecret(env, "KEY", async (value) => value === "next")).toBe(true);
    expect(await verifyWithSecret(env, "KEY", async () => false)).toBe(false);
  });

  it("asks the store once more where all fail, at most once a minute", async () => {
    const SECRETS = createStoreDouble({ KEY: "old" });
    const env: AnyEnv = { SECRETS };
    await verifyWithSecret(env, "KEY", signedWith("old").check);
    SECRETS.put("KEY", "rotated");
    await verifyWithSecret(env, "KEY", signedWith("rotated").check);
    expect(SECRETS.requests).toHaveLength(2);
    // Those that come after have what the first one fetched, and forged ones ask no more.
    await verifyWithSecret(env, "KEY", signedWith("rotated").check);
    for (let i = 0; i < 10; i++) {
      await expect(verifyWithSecret(env, "KEY", signedWith("forged").check)).rejects.toThrow();
    }
    expect(SECRETS.requests).toHaveLength(2);
    await elapse(59_999);
    await expect(verifyWithSecret(env, "KEY", signedWith("forged").check)).rejects.toThrow();
    const before = SECRETS.requests.length;
    await elapse(2);
    await expect(verifyWithSecret(env, "KEY", signedWith("forged").check)).rejects.toThrow();
    await settle();
    expect(SECRETS.requests.length).toBeGreaterThan(before);
  });

  it.each(["rejects", "throws", "hangs"] as const)(
    "fails as it would where the store %s when it is asked again",
    async (behaviour) => {
      const SECRETS = createStoreDouble({ KEY: "old" });
      const env: AnyEnv = { SECRETS };
      await verifyWithSecret(env, "KEY", signedWith("old").check);
      SECRETS.behaviour = behaviour;
      const verified = watch(verifyWithSecret(env, "KEY", signedWith("forged").check));
      await elapse(1_001);
      expect(verified).toMatchObject({ settled: true, error: expect.any(Error) });
      expect(String(verified.error)).toContain("attempt 1");
    },
  );

  it("fails as it would where the store talks nonsense when it is asked again", async () => {
    const SECRETS = createStoreDouble({ KEY: "old" });
    const env: AnyEnv = { SECRETS };
    await verifyWithSecret(env, "KEY", signedWith("old").check);
    SECRETS.nonsense = { answer: {} };
    const verified = verifyWithSecret(env, "KEY", signedWith("forged").check);
    await expect(verified).rejects.toThrow("attempt 1");
  });

  it("does not ask the store about an individual secret", async () => {
    const SECRETS = createStoreDouble();
    const env: AnyEnv = { SECRETS, KEY: "own" };
    await expect(verifyWithSecret(env, "KEY", signedWith("forged").check)).rejects.toThrow();
    expect(SECRETS.requests).toHaveLength(1);
  });

  it("throws with the reason where there is no value", async () => {
    const verified = verifyWithSecret({} as AnyEnv, "KEY", signedWith("any").check);
    await expect(verified).rejects.toMatchObject({ name: "SecretError", code: "missing" });
  });
});
