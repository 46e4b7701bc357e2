/** The file that asks for the environment, where it runs: in workerd with bindings, and in Node without. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { environmentText } from "../../src/codemod/text/environment-file.ts";
import { HELPER_TEXT } from "./virtual-repository.ts";

const READER = `import { getSecret } from "./secrets.mjs";
import { workerEnv } from "./worker-env.mjs";
export const read = async () => getSecret(await workerEnv(), "API_KEY");
`;
const WORKER = `import { read } from "./reader.mjs";
export default { fetch: async () => new Response(await read()) };
`;

function modulesFor(environment: string): Record<string, string> {
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  const compiled = (text: string) =>
    ts.transpileModule(text, { compilerOptions: options }).outputText;
  return {
    "worker.mjs": WORKER,
    "reader.mjs": READER,
    "secrets.mjs": compiled(HELPER_TEXT),
    "worker-env.mjs": compiled(environment),
  };
}

async function readInNode(environment: string): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), "environment-"));
  for (const [name, text] of Object.entries(modulesFor(environment))) {
    writeFileSync(join(folder, name), text);
  }
  const { read } = await import(pathToFileURL(join(folder, "reader.mjs")).href);
  return read();
}

describe("the environment of code that Node runs too", () => {
  it("is the Worker's in workerd", async () => {
    const modules = Object.entries(modulesFor(environmentText(false)));
    const miniflare = new Miniflare(
      convertV4MiniflareOptions({
        ...{ host: "127.0.0.1", port: 0, cf: false, log: new Log(LogLevel.NONE) },
        ...{ unsafeLocalExplorer: false, unsafeObservability: false },
        workers: [
          {
            name: "worker",
            modules: modules.map(([path, contents]) => ({ type: "ESModule", path, contents })),
            compatibilityDate: "2026-10-01",
            bindings: { API_KEY: "the Worker's" },
          },
        ],
      }),
    );
    try {
      const answer = await fetch(await miniflare.ready);
      expect(await answer.text()).toBe("the Worker's");
    } finally {
      await miniflare.dispose();
    }
  });

  it.each([
    ["of a Worker", false],
    ["of an app on OpenNext", true],
  ])("is Node's own in Node: %s", async (_title, isOnOpenNext) => {
    process.env.API_KEY = "of Node";
    try {
      expect(await readInNode(environmentText(isOnOpenNext))).toBe("of Node");
    } finally {
      delete process.env.API_KEY;
    }
  });
});
