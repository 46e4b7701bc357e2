import { describe, expect, it } from "vitest";
import { findCommentedVars } from "../../src/wrangler-config/commented-vars.ts";

describe("variables that a config only shows", () => {
  it("stand in comments under [vars], at the top level or of an environment", () => {
    const toml = [
      'name = "api"',
      '# main = "other.ts"',
      "[vars] # settings",
      'PREFIX = "tmp"',
      '# TITLE = "My mails" # shown above',
      "# always shown = no name of a variable",
      "#LOCALE='en'",
      "[[kv_namespaces]]",
      '# BINDING = "KV"',
      "[env.staging.vars]",
      "# MAX_LENGTH = 30",
      "# [vars]",
      '# OTHER = "x"',
    ];
    const names = ["TITLE", "LOCALE", "MAX_LENGTH", "OTHER"];
    expect(findCommentedVars(toml.join("\n"), "toml")).toEqual(names);
    expect(findCommentedVars(toml.join("\r\n"), "toml")).toEqual(names);
  });

  it("stand between the braces of vars", () => {
    const jsonc = [
      "{",
      '  // "name": "api",',
      '  "vars": {',
      '    "PREFIX": "tmp",',
      '    // "TITLE": "My mails"',
      "  },",
      '  // "BINDING": "KV"',
      "}",
    ];
    expect(findCommentedVars(jsonc.join("\n"), "jsonc")).toEqual(["TITLE"]);
  });
});
