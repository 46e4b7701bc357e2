import { describe, expect, it } from "vitest";
import { findCommentWords } from "../../src/wrangler-config/comment-words.ts";

describe("findCommentWords", () => {
  it("takes each word of TOML's comments once, and none of its values", () => {
    const text = 'name = "api#KEY" # of us\r\n# - API_KEY: of us\n#[vars]\nA = "b"\n';
    expect(findCommentWords(text, "toml")).toEqual(["of", "us", "API_KEY", "vars"]);
  });

  it("takes those of JSONC, in lines and in blocks, and no address", () => {
    const text = `{
      // secrets: API_KEY
      "vars": { "URL": "https://API_URL" }, // and JWT_SECRET
      /* wrangler secret put
       * OTHER_KEY
       */
    }`;
    const words = findCommentWords(text, "jsonc");
    expect(words).toEqual([
      "secrets",
      "API_KEY",
      "and",
      "JWT_SECRET",
      "wrangler",
      "secret",
      "put",
      "OTHER_KEY",
    ]);
  });
});
