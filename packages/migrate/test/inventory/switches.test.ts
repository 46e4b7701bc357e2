/** Names whose values stand in the code are no secrets, and nobody has to move them. */
import { expect, it } from "vitest";
import { scan } from "./repository-of.ts";

const worker = (body: string) => ({
  "wrangler.jsonc": '{ "name": "api", "main": "src/index.ts" }',
  "src/index.ts": `interface Env { PAYMENT_MODE: string; API_KEY: string }
export default { async fetch(request: Request, env: Env): Promise<Response> { ${body} } };
`,
});

const namesIn = async (files: Record<string, string>) => {
  const { secrets } = await scan({ ...files });
  return secrets.map(({ name }) => name);
};

it.each([
  'return Response.json(env.PAYMENT_MODE === "live")',
  'return Response.json("live" !== env.PAYMENT_MODE.trim().toLowerCase())',
  'return Response.json((env.PAYMENT_MODE ?? "test") === "live")',
  'return Response.json(String(env.PAYMENT_MODE ?? "test").toLowerCase() === "live")',
  'if (!env.PAYMENT_MODE) return new Response(); return Response.json(env.PAYMENT_MODE === "live")',
  'return Response.json(["1", "true"].includes(env.PAYMENT_MODE))',
  'const mode = (env.PAYMENT_MODE ?? "test").toLowerCase(); if (mode === "live") return new Response("live"); return Response.json(mode === "off")',
  'switch (env.PAYMENT_MODE) { case "live": return new Response("live"); default: return new Response() }',
])("leaves out what is only compared: %s", async (body) => {
  expect(await namesIn(worker(body))).toEqual(["API_KEY"]);
});

it.each([
  'return new Response(env.PAYMENT_MODE === "live" ? "" : env.PAYMENT_MODE)',
  "return Response.json(env.PAYMENT_MODE === request.method)",
  "return Response.json(Boolean(env.PAYMENT_MODE))",
  "return Response.json(String(env.PAYMENT_MODE))",
  'const mode = env.PAYMENT_MODE; if (mode === "live") return new Response(mode); return new Response()',
  'let mode = env.PAYMENT_MODE; mode = ""; return Response.json(mode === "live")',
  'if (env.PAYMENT_MODE) return new Response("set"); return new Response()',
])("keeps what goes on, or is only asked whether it is there: %s", async (body) => {
  expect(await namesIn(worker(body))).toEqual(["API_KEY", "PAYMENT_MODE"]);
});

it("keeps what somebody says to be a secret", async () => {
  const files = worker(
    'return Response.json(env.PAYMENT_MODE === "live" && env.API_KEY === "test")',
  );
  expect(await namesIn(files)).toEqual(["API_KEY"]);
  // What is switched on for the own machine alone is not to be asked for in production.
  expect(await namesIn({ ...files, ".dev.vars": "PAYMENT_MODE=live\n" })).toEqual(["API_KEY"]);
  const fake = Object.entries(files).map(([path, text]) => [
    path,
    text.replaceAll("PAYMENT_MODE", "FAKE_PRO"),
  ]);
  expect(await namesIn({ ...Object.fromEntries(fake), ".dev.vars": "FAKE_PRO=true\n" })).toEqual([
    "API_KEY",
  ]);
  const required =
    '{ "name": "api", "main": "src/index.ts", "secrets": { "required": ["PAYMENT_MODE"] } }';
  expect(await namesIn({ ...files, "wrangler.jsonc": required })).toEqual([
    "API_KEY",
    "PAYMENT_MODE",
  ]);
});
