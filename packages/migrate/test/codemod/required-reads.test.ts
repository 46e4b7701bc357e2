/** Which reads the report lists as ones that throw from now on where the secret is missing. */
import { describe, expect, it } from "vitest";
import { migrate } from "./compare.ts";

const namesRequiredBy = (...lines: string[]) => {
  const text = [
    'import type { Env } from "./types";',
    "export default {",
    "  fetch(_request, env) {",
    ...lines,
    "  },",
    "} satisfies ExportedHandler<Env>;",
  ].join("\n");
  const { plan } = migrate(new Map([["src/index.ts", text]]), {});
  expect(plan.gaveUp).toEqual([]);
  return plan.required.map(({ name }) => name);
};

describe("what a migration requires", () => {
  it("is what is used as a text", () => {
    const lines = ["const key: string = env.API_KEY;", "return new Response(key);"];
    expect(namesRequiredBy(...lines)).toEqual(["API_KEY"]);
  });

  it("is nothing that is only asked for, whatever the answer is given to", () => {
    const lines = [
      'const isOn: boolean = "API_KEY" in env;',
      'const both = "SENTRY_DSN" in env && isOn;',
      "return Response.json({ isOn, both });",
    ];
    expect(namesRequiredBy(...lines)).toEqual([]);
  });
});
