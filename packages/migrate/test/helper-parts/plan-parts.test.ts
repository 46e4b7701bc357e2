import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { planParts } from "../../src/helper-parts/plan-parts.ts";
import { createDisk } from "../../src/repository/disk.ts";

const PARTS = [
  {
    file: "usage.ts",
    text: 'import { find } from "./secrets.ts";\nimport { run } from "./platform.ts";\n',
  },
  { file: "platform.ts", text: "export {};\n" },
];
const CALLS = [{ name: "reportUsage", file: "usage.ts" }];
const HANDLER = "export default { fetch() {} };\n";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lunakey-parts-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function plan(entry: string | null, more: Readonly<Record<string, string>> = {}) {
  const files = { ...more, ...(entry === null ? {} : { "src/index.ts": entry }) };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return planParts({
    disk: createDisk(root),
    helper: "src/secrets.ts",
    entry: entry === null ? null : "src/index.ts",
    parts: PARTS,
    calls: CALLS,
  });
}

const after = (planned: ReturnType<typeof plan>, path: string) =>
  planned.changes.find((change) => change.path === path)?.after;

describe("parts of the runtime beside the helper", () => {
  it("import each other and the helper as the entry imports its own", () => {
    const plain = plan(`import { a } from './a';\n${HANDLER}`);
    expect(after(plain, "src/lunakey-runtime/usage.ts")).toBe(
      'import { find } from "../secrets";\nimport { run } from "./platform";\n',
    );
    const withExtension = plan(`import { a } from "./a.js";\n${HANDLER}`);
    expect(after(withExtension, "src/lunakey-runtime/usage.ts")).toBe(
      'import { find } from "../secrets.js";\nimport { run } from "./platform.js";\n',
    );
  });

  it.each([
    [
      `import { z } from './z'\nimport Hono from 'hono'\n\n${HANDLER}`,
      `import { z } from './z'\nimport Hono from 'hono'\nimport { reportUsage } from './lunakey-runtime/usage'\n\nreportUsage()\n\n${HANDLER}`,
    ],
    [
      `import { Hono } from "hono";\nimport { z } from "./z.ts";\n\n${HANDLER}`,
      `import { Hono } from "hono";\nimport { reportUsage } from "./lunakey-runtime/usage.ts";\nimport { z } from "./z.ts";\n\nreportUsage();\n\n${HANDLER}`,
    ],
    [
      `/** The Worker. */\n\n${HANDLER}`,
      `/** The Worker. */\nimport { reportUsage } from "./lunakey-runtime/usage";\n\nreportUsage();\n\n${HANDLER}`,
    ],
    [
      HANDLER,
      `import { reportUsage } from "./lunakey-runtime/usage";\n\nreportUsage();\n\n${HANDLER}`,
    ],
  ])("are called once, behind the imports", (before, expected) => {
    expect(after(plan(before), "src/index.ts")).toBe(expected);
  });

  it("change nothing the second time", () => {
    const { changes } = plan(`import { a } from "./a";\n${HANDLER}`);
    const written = Object.fromEntries(changes.map((one) => [one.path, one.after ?? ""]));
    expect(plan(written["src/index.ts"] ?? "", written).changes).toEqual([]);
  });

  it("say what is left to be called where a build makes the entry", () => {
    const { callsLeft, changes } = plan(null);
    expect(callsLeft).toEqual(CALLS);
    expect(changes.map(({ path }) => path)).toEqual([
      "src/lunakey-runtime/usage.ts",
      "src/lunakey-runtime/platform.ts",
    ]);
  });
});
