/** The helper on a store without versions, and with one name that can not be reached. */
import { find, getSecrets, secretName } from "@lunakey/runtime";
import { describe, expect, it } from "vitest";

const A = secretName("A");
const B = secretName("B");
const fresh = { status: "ok", maxAgeSeconds: 60, fallback: "allowed" } as const;

/** A Worker whose store answers with these items; remembers the names and versions it was asked for. */
function createEnv(items: readonly object[], own: object = {}) {
  const asked: { names: string[]; known: number[] }[] = [];
  const read = async (request: { names: string[]; known: number[] }) => {
    asked.push(request);
    return { v: 1, items };
  };
  return { asked, env: { SECRETS: { read }, ...own } };
}

describe("the helper", () => {
  it("serves and keeps a value that has no version", async () => {
    const { env, asked } = createEnv([{ ...fresh, name: "A", value: "a" }]);
    expect(await find(env, A)).toMatchObject({ value: "a", source: "store", status: "ok" });
    expect(await find(env, A)).toMatchObject({ value: "a", source: "store" });
    expect(asked).toHaveLength(1);
  });

  it("takes a name that is left out as unreachable, and the others as answered", async () => {
    const { env } = createEnv([{ ...fresh, name: "A", value: "a" }]);
    expect(await getSecrets(env, [A, B])).toEqual({ A: "a", B: null });
    expect(await find(env, B)).toMatchObject({ value: null, status: "unreachable" });
  });

  it("serves the individual secret of a name that is left out", async () => {
    const { env } = createEnv([{ ...fresh, name: "A", value: "a" }], { B: "own" });
    expect(await find(env, B)).toMatchObject({ value: "own", source: "individual" });
  });

  it("serves the value that it holds of a name that is left out later", async () => {
    const items = [{ ...fresh, maxAgeSeconds: 0, name: "B", value: "held" }];
    const { env, asked } = createEnv(items, { B: "own" });
    expect(await find(env, B)).toMatchObject({ value: "held" });
    items.splice(0);
    expect(await find(env, B)).toMatchObject({ value: "held", source: "store" });
    expect(asked[1]).toMatchObject({ names: ["B"], known: [0] });
  });
});
