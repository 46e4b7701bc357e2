import { describe, expect, it } from "vitest";
import { createSearch, makeKey, makeText } from "./canary.ts";

const canary = makeText("text");
const { value } = canary;
const search = createSearch([canary]);
const bytes = Buffer.from(value);

describe("the search for a canary", () => {
  it.each([
    ["as it is", `before${value}after`],
    ["hexadecimal", bytes.toString("hex")],
    ["upper-case hexadecimal", bytes.toString("hex").toUpperCase()],
    ["in a URL", `/path?q=${encodeURIComponent(value)}`],
    ["in JSON", JSON.stringify({ value })],
    ["in JSON in JSON", JSON.stringify({ inner: JSON.stringify({ value }) })],
    ["UTF-16", Buffer.from(value, "utf16le")],
    ["base64", Buffer.from(`a${value}`).toString("base64")],
    ["base64", Buffer.from(`ab${value}b`).toString("base64")],
    ["base64", Buffer.from(`abc${value}bc`).toString("base64")],
    ["base64url", Buffer.from(value).toString("base64url")],
    ["reversed", [...value].reverse().join("")],
    ["halves swapped", value.slice(value.length / 2) + value.slice(0, value.length / 2)],
    ["a part of it", value.slice(14, 26)],
    ["a part, reversed", [...value.slice(14, 26)].reverse().join("")],
  ])("finds it %s", (form, content) => {
    expect(search(content)).toContain(`text (${form})`);
  });

  it("finds no other value", () => {
    expect(search(makeText("another").value + makeKey("key").value)).toEqual([]);
  });
});
