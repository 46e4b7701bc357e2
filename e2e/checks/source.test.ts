import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, run } from "./run.ts";

describe("the source", () => {
  it("is formatted, and the linter finds nothing, imports between parts included", async () => {
    const { status, output } = await run("biome", "ci", "--error-on-warnings", ".");
    expect(status, output).toBe(0);
  });

  it("type-checks in its tests, examples and scripts", async () => {
    const { status, output } = await run("node", "scripts/typecheck.ts");
    expect(status, output).toBe(0);
  });

  it("has no file over 300 lines", () => {
    const files = globSync("{packages,examples,e2e,scripts}/**/*.ts", {
      cwd: ROOT,
      exclude: (path) => /node_modules|dist|fixtures|\.tmp-/.test(String(path)),
    });
    const long = files
      .filter((file) => !/[/](test|test-d)[/]|\.test\.ts$/.test(file))
      .filter((file) => {
        return readFileSync(join(ROOT, file), "utf8").split("\n").length > 301;
      });
    expect(files.length).toBeGreaterThan(50);
    expect(long).toEqual([]);
  });

  it("gives the golden Workers the helper as it is", () => {
    const helper = readFileSync(join(ROOT, "packages/runtime/src/secrets.ts"), "utf8");
    for (const worker of ["luna-proxy-api", "luna-proxy-web"]) {
      const copy = readFileSync(join(ROOT, "e2e/golden", worker, "src/secrets.ts"), "utf8");
      expect(copy, worker).toBe(helper);
    }
  });
});
