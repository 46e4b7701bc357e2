import { describe, expect, it } from "vitest";
import { runCli } from "./run-cli.ts";

const cwd = process.cwd();
const RED = "\u001b[31m";

describe("colour", () => {
  it("is there on a terminal", async () => {
    const { stderr } = await runCli(["nope"], { cwd, typed: [], env: { NO_COLOR: "" } });
    expect(stderr).toContain(`${RED}Error:`);
  });

  it.each([
    { typed: [], env: { NO_COLOR: "0" } },
    { typed: [], env: { NO_COLOR: "", TERM: "dumb" } },
    { env: { NO_COLOR: "" } },
  ])("is not there where it is not wanted or not seen (%#)", async (options) => {
    const { all } = await runCli(["nope"], { cwd, ...options });
    expect(all).toContain("Error: There is no such command.");
  });
});
