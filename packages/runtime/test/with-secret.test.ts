import { describe, expect, it } from "vitest";
import { withSecret } from "../src/with-secret.ts";
import { elapse, settle, useStandingClock } from "./clock.ts";
import { createStoreDouble } from "./store-double.ts";

useStandingClock();

type AnyEnv = Record<string, unknown>;

/** A function that builds a client, as a module has it, and counts. */
function createBuilder() {
  const built: string[] = [];
  const build = (value: string) => {
    built.push(value);
    return { value };
  };
  return { build, built };
}

describe("withSecret", () => {
  it("builds once per value, and again after a rotation", async () => {
    const SECRETS = createStoreDouble({ KEY: "one" });
    const env: AnyEnv = { SECRETS };
    const { build, built } = createBuilder();
    const first = await withSecret(env, "KEY", build);
    expect(await withSecret({ ...env }, "KEY", build)).toBe(first);
    SECRETS.put("KEY", "two");
    await elapse(60_001);
    await withSecret(env, "KEY", build);
    await settle();
    expect(await withSecret(env, "KEY", build)).toEqual({ value: "two" });
    await withSecret(env, "KEY", build);
    expect(built).toEqual(["one", "two"]);
  });

  it("keeps clients apart by function, by name and by store", async () => {
    const env: AnyEnv = { SECRETS: createStoreDouble({ A: "same", B: "same" }) };
    const other: AnyEnv = { SECRETS: createStoreDouble({ A: "same" }) };
    const [one, two] = [createBuilder(), createBuilder()];
    const a = await withSecret(env, "A", one.build);
    expect(await withSecret(env, "B", one.build)).not.toBe(a);
    expect(await withSecret(env, "A", two.build)).not.toBe(a);
    expect(await withSecret(other, "A", one.build)).not.toBe(a);
    expect(await withSecret(env, "A", one.build)).toBe(a);
  });

  it("does not keep a build that failed", async () => {
    const env: AnyEnv = { KEY: "one" };
    let fails = true;
    const build = async (value: string) => {
      if (fails) throw new Error("no network");
      return value.length;
    };
    await expect(withSecret(env, "KEY", build)).rejects.toThrow("no network");
    fails = false;
    expect(await withSecret(env, "KEY", build)).toBe(3);
  });

  it("never lets one request wait for the build of another", async () => {
    const env: AnyEnv = { KEY: "one" };
    let calls = 0;
    const build = async (value: string) =>
      ++calls === 1 ? new Promise<string>(() => undefined) : value;
    void withSecret(env, "KEY", build);
    await settle();
    expect(await withSecret(env, "KEY", build)).toBe("one");
  });

  it("throws with the reason where there is no value, and builds nothing", async () => {
    const { build, built } = createBuilder();
    await expect(withSecret({} as AnyEnv, "KEY", build)).rejects.toMatchObject({
      code: "missing",
    });
    expect(built).toEqual([]);
  });
});
