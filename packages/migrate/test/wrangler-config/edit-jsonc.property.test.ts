/** As for TOML: JSON configs of random content and layout, with comments and trailing commas. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConfigOperation } from "../../src/wrangler-config/config-operation.ts";
import { editConfig } from "../../src/wrangler-config/edit-config.ts";
import { isExactEdit } from "../../src/wrangler-config/verify-edit.ts";

const RUNS = process.env.SLOW ? 3000 : 150;
const PATH = "wrangler.jsonc";

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

const service = fc.constantFrom("API", "WEB").map((binding) => ({ binding, service: "s" }));
const environmentOf = fc.record(
  {
    vars: fc.dictionary(fc.constantFrom("A", "B", "vars", "services"), fc.constantFrom("x", "//y")),
    services: fc.array(service, { maxLength: 2 }),
    routes: fc.constant([]),
  },
  { requiredKeys: [] },
);
const root = fc
  .tuple(environmentOf, environmentOf, environmentOf, fc.boolean())
  .map(([top, staging, production, isFirst]) => {
    const env = { staging, production };
    return isFirst ? { name: "api", env, ...top } : { name: "api", ...top, env };
  });

/** Decides at each turn how the text goes on: a stream of small numbers. */
type Choose = (options: readonly string[]) => string;

function render(value: Json, choose: Choose, indent: string): string {
  if (typeof value !== "object") return JSON.stringify(value);
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((item) => (inner: string) => render(item, choose, inner))
    : Object.entries(value).map(
        ([key, item]) =>
          (inner: string) =>
            `${JSON.stringify(key)}:${choose([" ", ""])}${render(item, choose, inner)}`,
      );
  const [open, close] = isList ? "[]" : "{}";
  if (choose(["spread", "flat", "spread"]) === "flat") {
    const items = parts.map((part) => part(indent)).join(choose([", ", ","]));
    return `${open}${choose([" ", "", "/* vide */"])}${items}${choose([" ", ""])}${close}`;
  }
  const inner = `${indent}  `;
  const lines = parts.map((part, index) => {
    const isLast = index === parts.length - 1;
    const comma = isLast ? choose(["", ","]) : ",";
    const above = choose(["", "", `${inner}// au-dessus\n`, `${inner}/* deux\n lignes */\n`]);
    const behind = choose(["", "", " // derrière", " /* ici */", " /* deux\n   lignes */"]);
    return `${above}${inner}${part(inner)}${comma}${behind}\n`;
  });
  const remark = choose(["", "", `${inner}// "services": []\n`]);
  return `${open}\n${lines.join("")}${remark}${indent}${close}`;
}

const config = fc
  .tuple(root, fc.array(fc.nat(60), { minLength: 40, maxLength: 200 }), fc.boolean())
  .map(([value, turns, isWindows]) => {
    let turn = 0;
    const choose: Choose = (options) => {
      turn += 1;
      return options[(turns[turn % turns.length] ?? 0) % options.length] ?? "";
    };
    const text = `${render(value as Json, choose, "")}\n`;
    return isWindows ? text.replaceAll("\n", "\r\n") : text;
  });

const environment = fc.constantFrom("default", "staging", "production");
const entry = { binding: "SECRETS", service: "lunakey-store", props: { v: 1, worker: "api" } };
const operation: fc.Arbitrary<ConfigOperation> = fc.oneof(
  environment.map((to): ConfigOperation => {
    return { type: "add-entry", environment: to, kind: "services", entry, comment: "Secrets" };
  }),
  environment.map((to): ConfigOperation => {
    return { type: "set-var", environment: to, name: "A", value: "shadow" };
  }),
  fc.constant<ConfigOperation>({
    type: "add-environment",
    environment: "preview",
    members: { routes: [] },
    comment: "Preview",
  }),
);

describe("editConfig, on random JSON", () => {
  it("does what the operation says, and nothing else", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(
        config,
        fc.uniqueArray(operation, { minLength: 1, maxLength: 3 }),
        (text, asked) => {
          const after = editConfig(text, PATH, asked);
          expect(isExactEdit(text, after, PATH, asked)).toBe(true);
          const isWindows = text.includes("\r\n");
          expect(isWindows ? /[^\r]\n/.test(after) : after.includes("\r")).toBe(false);
          for (const remark of ["// au-dessus", "// derrière", "/* ici */", "/* vide */"]) {
            expect(after.split(remark)).toHaveLength(text.split(remark).length);
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("takes out again what it added", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(config, environment, (text, to) => {
        const add: ConfigOperation = {
          type: "set-var",
          environment: to,
          name: "LUNAKEY_MODE",
          value: "shadow",
        };
        const remove: ConfigOperation = {
          type: "remove-var",
          environment: to,
          name: "LUNAKEY_MODE",
        };
        const added = editConfig(text, PATH, [add]);
        expect(isExactEdit(text, editConfig(added, PATH, [remove]), PATH, [])).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});
