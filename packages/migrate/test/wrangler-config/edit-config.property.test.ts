/**
 * Configs of random content, written in random forms. Whatever is done to one, the text must say what
 * the data says with the same done to it, and only lines that the operation names may change.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConfigOperation } from "../../src/wrangler-config/config-operation.ts";
import { editConfig } from "../../src/wrangler-config/edit-config.ts";
import { readConfig } from "../../src/wrangler-config/read-config.ts";
import { isExactEdit } from "../../src/wrangler-config/verify-edit.ts";

const RUNS = process.env.SLOW ? 3000 : 100;

const value = fc.constantFrom('"x"', "'lit # no'", "3", "true", '"""a\nb"""', '["a", "b"]', '"é"');
const name = fc.constantFrom("A", "B_2", '"quoted key"', "binding", "staging", "vars");
const gap = fc.constantFrom("", "\n", "\n\n# commentaire\n", "\n# [[services]]\n\n", "# collé\n");
const tail = fc.constantFrom("", " # fin", "  ");

interface EnvironmentText {
  /** Pairs that must stand at the top of the file, then blocks. */
  readonly pairs: string;
  readonly blocks: string;
}

/** How an environment may be written, down to its vars and services. */
function environmentText(env: string | null): fc.Arbitrary<EnvironmentText> {
  const path = env === null ? "" : `env.${env}.`;
  const header = (rest: string) => `${path}${rest}`;
  const vars = fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 3 });
  const services = fc.array(fc.constantFrom("API", "WEB"), { maxLength: 2 });
  const form = fc.constantFrom("blocks", "inline", "dotted", "braces");
  return fc.record({ vars, services, form, gap, tail, isSpread: fc.boolean() }).map((one) => {
    const inline = one.services.map((key) => `{ binding = "${key}", service = "s" }`);
    const list = one.isSpread
      ? `[\n${inline.map((item) => `  ${item},${one.tail}\n`).join("")}]`
      : `[${inline.join(", ")}]`;
    const pairs = one.vars.map(([key, text]) => `${key} = ${text}${one.tail}\n`);
    const flat = one.vars.filter(([, text]) => !text.includes("\n"));
    const braces = `{ ${flat.map(([key, text]) => `${key} = ${text}`).join(", ")} }`;
    if (one.form === "dotted") {
      const lines = one.vars.map(
        ([key, text]) => `${header("vars")}.${key} = ${text}${one.tail}\n`,
      );
      return { pairs: `${header("services")} = ${list}\n${lines.join("")}`, blocks: "" };
    }
    if (one.form === "braces" && env !== null) {
      return { pairs: `env.${env} = { vars = ${braces}, services = ${list} }\n`, blocks: "" };
    }
    const opening = env === null ? "" : `${one.gap}[env.${env}]${one.tail}\n`;
    if (one.form === "inline" && env !== null) {
      return { pairs: "", blocks: `${opening}services = ${list}\nvars = ${braces}\n` };
    }
    const blocks = one.services.map(
      (key) =>
        `${one.gap}[[${header("services")}]]\nbinding = "${key}"${one.tail}\nservice = "s"\n`,
    );
    return {
      pairs: "",
      blocks: `${opening}${one.gap}[${header("vars")}]\n${pairs.join("")}${blocks.join("")}`,
    };
  });
}

const config = fc
  .record({
    top: environmentText(null),
    staging: environmentText("staging"),
    production: environmentText("production"),
    gap,
    ending: fc.constantFrom("\n", "\r\n"),
    isTopLast: fc.boolean(),
    isOpenEnded: fc.boolean(),
    hasMark: fc.boolean(),
  })
  .map(({ top, staging, production, gap: space, ending, isTopLast, isOpenEnded, hasMark }) => {
    const blocks = [staging.blocks, production.blocks];
    const ordered = isTopLast ? [...blocks, top.blocks] : [top.blocks, ...blocks];
    const pairs = `name = "api"\n${space}${top.pairs}${staging.pairs}${production.pairs}`;
    const text = `${pairs}${ordered.join("")}`;
    const cut = isOpenEnded ? text.trimEnd() : text;
    return (hasMark ? "\uFEFF" : "") + cut.replaceAll("\n", ending);
  });

const environment = fc.constantFrom("default", "staging", "production");
const entry = { binding: "SECRETS", service: "lunakey-store", props: { v: 1, worker: "api" } };
const operation: fc.Arbitrary<ConfigOperation> = fc.oneof(
  environment.map((to): ConfigOperation => {
    const comment = "Secrets Store binding";
    return { type: "add-entry", environment: to, kind: "services", entry, comment };
  }),
  fc.tuple(environment, fc.constantFrom("A", "NEW", "quoted key", "vars")).map(
    ([to, key]): ConfigOperation => ({
      type: "set-var",
      environment: to,
      name: key,
      value: "shadow",
    }),
  ),
);
const operations = fc.array(operation, { minLength: 1, maxLength: 4 });

function read(text: string) {
  return readConfig(text, { path: "wrangler.toml", hasFile: () => true });
}

describe("editConfig, on random configs", () => {
  it("does what the operation says, and nothing else", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(config, operations, (text, asked) => {
        // A gap may leave two headers of one name: such a text is no config.
        fc.pre(read(text).problems.every(({ code }) => code !== "config_syntax"));
        const after = editConfig(text, "wrangler.toml", asked);
        expect(isExactEdit(text, after, "wrangler.toml", asked)).toBe(true);
        expect(after.startsWith("\uFEFF")).toBe(text.startsWith("\uFEFF"));
        expect(/(^|[^\r])\n/.test(after)).toBe(/(^|[^\r])\n/.test(text));
      }),
      { numRuns: RUNS },
    );
  });

  it("takes out again what it added", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(config, environment, (text, to) => {
        fc.pre(read(text).problems.every(({ code }) => code !== "config_syntax"));
        const add: ConfigOperation = {
          type: "add-entry",
          environment: to,
          kind: "services",
          entry,
          comment: null,
        };
        const added = editConfig(text, "wrangler.toml", [add]);
        const bindings = read(added).environments.find(({ name: own }) => own === to)?.bindings;
        const index = bindings?.filter(({ kind }) => kind === "services").length ?? 0;
        const remove: ConfigOperation = {
          type: "remove-entry",
          environment: to,
          kind: "services",
          index: index - 1,
        };
        const removed = editConfig(added, "wrangler.toml", [remove]);
        expect(isExactEdit(added, removed, "wrangler.toml", [remove])).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});
