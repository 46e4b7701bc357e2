import { describe, expect, it } from "vitest";
import {
  dropHelperImports,
  keepHelperImports,
  listHelperUses,
} from "../../src/eject/helper-imports.ts";

const PATH = "src/index.ts";
const CURRENT = `import { getSecret, verifyWithSecret } from "./secrets";
import { log } from "./log";

export const a = async (env: Env) => log(await getSecret(env, "A"));
export const b = (env: Env) => verifyWithSecret(env, "B", check);
`;

describe("imports of the helper, after an eject", () => {
  it("come back for what people call themselves, with the names that are needed", () => {
    const text = CURRENT.replace(/^.*secrets";\n/, "").replace(
      'await getSecret(env, "A")',
      "env.A",
    );
    expect(keepHelperImports(PATH, text, CURRENT)).toBe(
      text.replace('"./log";\n', '"./log";\nimport { verifyWithSecret } from "./secrets";\n'),
    );
    expect(keepHelperImports(PATH, "export {};\n", CURRENT)).toBe("export {};\n");
  });

  it("lose the names that only Lunakey's calls used, and no others", () => {
    const text = CURRENT.replace('await getSecret(env, "A")', "env.A");
    expect(dropHelperImports(PATH, text, CURRENT)).toBe(
      text.replace("getSecret, verifyWithSecret", "verifyWithSecret"),
    );
    const neither = text.replace(/^export const b.*\n/m, "");
    expect(dropHelperImports(PATH, neither, CURRENT)).not.toContain("./secrets");
    // What people imported and do not use yet is theirs.
    const peoples = CURRENT.replace("getSecret,", "getSecret, findSecret,");
    expect(dropHelperImports(PATH, peoples, peoples)).toBe(peoples);
  });

  it("are those of an Astro file's own code, too", () => {
    const page =
      '---\nimport { findSecret, getSecret } from "../secrets";\nconst key = env.A;\n---\n';
    const current = page.replace("env.A", 'await getSecret(env, "A")');
    const template = "<p>{findSecret(env)} {key}</p>\n";
    expect(dropHelperImports("src/pages/a.astro", page + template, current + template)).toBe(
      page.replace("findSecret, getSecret", "findSecret") + template,
    );
  });

  it("lists each call that stays, with what could stand there", () => {
    expect(listHelperUses(PATH, CURRENT)).toEqual([
      {
        place: { file: PATH, line: 4, column: 48 },
        helper: "getSecret",
        name: "A",
        edit: "env.A",
      },
      expect.objectContaining({ helper: "verifyWithSecret", name: "B", edit: null }),
    ]);
  });

  it("lists a call once whose name is vouched for", () => {
    const text = `import { getSecret, secretName as named } from "./secrets";
export const a = async () => getSecret(await workerEnv(), named("A"));
`;
    expect(listHelperUses(PATH, text)).toEqual([
      expect.objectContaining({ helper: "getSecret", name: "A", edit: "(await workerEnv()).A" }),
    ]);
  });
});
