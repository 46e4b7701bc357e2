import { expect, it } from "vitest";
import { maskDevVarsLine } from "../../src/output/cleanup/mask-dev-vars.ts";

it.each([
  ["KEY=canary\n", "KEY=…\n"],
  ['export KEY = "canary\r\n', "export KEY =…\r\n"],
  ["KEY: canary", "KEY:…"],
  ['canary of several lines"\n', "…\n"],
  ["# old: canary\n", "…\n"],
  ["\n", "\n"],
])("shows a name and no value: %j", (line, shown) => {
  expect(maskDevVarsLine(line)).toBe(shown);
});
