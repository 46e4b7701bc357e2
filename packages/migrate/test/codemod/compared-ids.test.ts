/** Ids that code compares with what it is given: which of several is meant is no question of who may come in. */
import { describe, expect, it } from "vitest";
import { applied, migrate } from "./compare.ts";

const SECRETS = [
  ...["STRIPE_PRICE_PRO", "STRIPE_PRICE_TEAM", "NEWS_CHANNEL_ID", "HELP_CHANNEL_ID"],
  ...["OWNER_ID", "HELPER_USER_ID", "READ_TOKEN", "WRITE_TOKEN"],
];
const TYPES = [
  "export interface Env {",
  ...SECRETS.map((name) => `  ${name}: string;`),
  "  SECRETS: SecretsStore;",
  "}",
].join("\n");

const planOf = (...lines: string[]) => {
  const text = [
    'import type { Env } from "./types";',
    "export default {",
    "  async fetch(request: Request, env: Env) {",
    "    const body: { id: string; kind?: string } = await request.json();",
    "    const { id, kind } = body;",
    ...lines,
    "  },",
    "} satisfies ExportedHandler<Env>;",
  ].join("\n");
  const files = new Map([
    ["src/index.ts", text],
    ["src/types.ts", TYPES],
  ]);
  const { plan } = migrate(files, {}, new Set(SECRETS));
  expect(plan.gaveUp).toEqual([]);
  return { required: plan.required.map(({ name }) => name), after: applied(files, plan) };
};
const namesRequiredBy = (...lines: string[]) => planOf(...lines).required;

describe("an id of what is sold", () => {
  it.each([
    ["one after the other", 'if (id === env.STRIPE_PRICE_PRO) return new Response("pro");'],
    ["by a choice", 'return new Response(id === env.STRIPE_PRICE_PRO ? "pro" : "free");'],
    [
      "in a list",
      "return Response.json([env.STRIPE_PRICE_PRO, env.STRIPE_PRICE_TEAM].includes(id));",
    ],
    [
      "as a case",
      'switch (id) { case env.STRIPE_PRICE_PRO: return new Response("pro"); case env.STRIPE_PRICE_TEAM: return new Response("team"); }',
    ],
    [
      "in a table",
      'const plans: Record<string, string> = { [env.STRIPE_PRICE_PRO]: "pro", [env.STRIPE_PRICE_TEAM]: "team" }; return Response.json(plans[id]);',
    ],
    [
      "in a map",
      'return Response.json(new Map([[env.STRIPE_PRICE_PRO, "pro"], [env.STRIPE_PRICE_TEAM, "team"]]).get(id));',
    ],
    [
      "by a name",
      'const pro = env.STRIPE_PRICE_PRO; const { STRIPE_PRICE_TEAM } = env; return Response.json(id === pro ? "pro" : id === STRIPE_PRICE_TEAM);',
    ],
    [
      "in a list of plans",
      'const plans = [{ id: "pro", price: env.STRIPE_PRICE_PRO }, { id: "team", price: env.STRIPE_PRICE_TEAM }]; return Response.json(plans.find((plan) => plan.price === id));',
    ],
    [
      "in an object of plans",
      'const prices = { pro: env.STRIPE_PRICE_PRO, team: env.STRIPE_PRICE_TEAM }; return new Response(prices[kind === "team" ? "team" : "pro"]);',
    ],
  ])("may be missing %s", (_form, line) => {
    expect(namesRequiredBy(line)).toEqual([]);
  });

  it("stays the text that a table has for a key", () => {
    const { after } = planOf('return Response.json({ [env.STRIPE_PRICE_PRO]: "pro" }[id]);');
    expect(after.get("src/index.ts")).toContain(
      '{ [(await findSecret(env, "STRIPE_PRICE_PRO")) as string]: "pro" }[id]',
    );
  });

  it("is not to be equal to what is missing, too", () => {
    expect(namesRequiredBy("return Response.json(kind === env.STRIPE_PRICE_PRO);")).toEqual([
      "STRIPE_PRICE_PRO",
    ]);
  });

  it("is needed where it is used", () => {
    expect(namesRequiredBy('return fetch("https://shop.test/" + env.STRIPE_PRICE_PRO);')).toEqual([
      "STRIPE_PRICE_PRO",
    ]);
  });
});

describe("another id", () => {
  const both = (given: string, [first, second]: [string, string]) =>
    namesRequiredBy(
      `if (${given} === env.${first}) return new Response("1");`,
      `if (${given} === env.${second}) return new Response("2");`,
      'return new Response("3");',
    );

  it("may be missing where it is one of several, each with an answer of its own", () => {
    expect(both("id", ["NEWS_CHANNEL_ID", "HELP_CHANNEL_ID"])).toEqual([]);
  });

  it("is needed by itself, and where it is compared with what may be missing", () => {
    expect(namesRequiredBy("return Response.json(id === env.NEWS_CHANNEL_ID);")).toHaveLength(1);
    expect(both("kind", ["NEWS_CHANNEL_ID", "HELP_CHANNEL_ID"])).toHaveLength(2);
  });

  it("is needed where it says who may come in", () => {
    expect(both("id", ["OWNER_ID", "HELPER_USER_ID"])).toHaveLength(2);
    expect(both("id", ["READ_TOKEN", "WRITE_TOKEN"])).toHaveLength(2);
  });
});
