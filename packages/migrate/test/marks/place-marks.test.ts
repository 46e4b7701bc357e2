import { describe, expect, it } from "vitest";
import type { GaveUp } from "../../src/codemod/migration-plan.ts";
import { NOTHING } from "../../src/codemod/repository/join-plans.ts";
import { withoutMarks } from "../../src/marks/mark.ts";
import { placeMarks } from "../../src/marks/place-marks.ts";
import { createDisk } from "../../src/repository/disk.ts";
import { folderOf } from "../inventory/repository-of.ts";

const FILE = "src/index.ts";

/** A read in a text: where `at` begins, after `from`. */
function left(text: string, at: string, names: string[], more: Partial<GaveUp> = {}): GaveUp {
  const lines = text.slice(0, text.indexOf(at)).split("\n");
  const place = { file: FILE, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
  return { code: "constructor", place, names, blockedAt: place, subject: null, ...more };
}

interface Given {
  readonly before: string;
  /** What the migration makes of it; nothing where not given. */
  readonly after?: string;
  readonly gaveUp?: readonly GaveUp[];
  readonly isAsked?: boolean;
}

/** The text of the file, marked. */
function marked({ before, after = before, gaveUp = [], isAsked = true }: Given): string {
  const disk = createDisk(folderOf({ [FILE]: before }));
  const changes = before === after ? [] : [{ path: FILE, before, after }];
  const workers = [{ config: "wrangler.toml", plan: { ...NOTHING, gaveUp }, crashes: [] }];
  const all = placeMarks(disk, { workers, changes }, isAsked ? ({ code }) => `why, ${code}` : null);
  return all.find(({ path }) => path === FILE)?.after ?? before;
}

const CLASS = `/** Keeps a key. */
export class Client {
  readonly key: string;

  constructor(env: Env) {
    // eslint-disable-next-line no-restricted-syntax
    this.key = env.API_KEY;
    this.other = [env.JWT_SECRET, env.JWT_SECRET];
  }
}
`;
const IN_CLASS = [
  left(CLASS, "env.API_KEY", ["API_KEY"]),
  left(CLASS, "env.JWT_SECRET,", ["JWT_SECRET"]),
  left(CLASS, "env.JWT_SECRET]", ["JWT_SECRET"]),
];
const MARKED_CLASS = `/** Keeps a key. */
export class Client {
  readonly key: string;

  constructor(env: Env) {
    // TODO(lunakey): API_KEY: why, constructor
    // eslint-disable-next-line no-restricted-syntax
    this.key = env.API_KEY;
    // TODO(lunakey): JWT_SECRET: why, constructor
    this.other = [env.JWT_SECRET, env.JWT_SECRET];
  }
}
`;

describe("a mark", () => {
  it("stands over the statement of a read that is left, and over the comments that belong to it", () => {
    expect(marked({ before: CLASS, gaveUp: IN_CLASS })).toBe(MARKED_CLASS);
  });

  it("is not there where nobody asks for it", () => {
    expect(marked({ before: CLASS, gaveUp: IN_CLASS, isAsked: false })).toBe(CLASS);
  });

  it("is not put there twice, whatever reason it gives", () => {
    const gaveUp = [left(MARKED_CLASS, "env.API_KEY", ["API_KEY"], { code: "getter" })];
    expect(marked({ before: MARKED_CLASS, gaveUp })).toBe(MARKED_CLASS);
  });

  it("goes with the line ends of the file", () => {
    const windows = (text: string) => text.replaceAll("\n", "\r\n");
    const gaveUp = [left(windows(CLASS), "env.API_KEY", ["API_KEY"]), ...IN_CLASS.slice(1)];
    expect(marked({ before: windows(CLASS), gaveUp })).toBe(windows(MARKED_CLASS));
  });

  it("finds its place in what the migration made of the lines above and of its own", () => {
    const before = `function f(env: Env) {
  const a = env.API_KEY;
  return { a, b: new Kept(env.JWT_SECRET, env.API_KEY) };
}
`;
    const after = `import { requireSecret } from "./secrets";

async function f(env: Env) {
  const apiKey = await requireSecret(env, "API_KEY");
  const a = apiKey;
  return { a, b: new Kept(env.JWT_SECRET, apiKey) };
}
`;
    const gaveUp = [left(before, "env.JWT_SECRET", ["JWT_SECRET"])];
    expect(marked({ before, after, gaveUp })).toBe(
      after.replace("  return", "  // TODO(lunakey): JWT_SECRET: why, constructor\n  return"),
    );
  });

  it("is of no text between tags, and of no expression that shares its line", () => {
    const before = `export const Page = ({ env }: Props) => (
  <main>
    {env.API_KEY}
  </main>
);
export default { fetch(r: Request, env: Env) { return use(env.API_KEY); } };
`;
    const gaveUp = [
      left(before, "env.API_KEY}", ["API_KEY"]),
      left(before, "env.API_KEY)", ["API_KEY"]),
    ];
    const mark = "// TODO(lunakey): API_KEY: why, constructor\n";
    const expected = `${mark}${before.replace("export default", `${mark}export default`)}`;
    const path = "src/page.tsx";
    const inPage = gaveUp.map((one) => ({ ...one, place: { ...one.place, file: path } }));
    const disk = createDisk(folderOf({ [path]: before }));
    const workers = [{ config: "", plan: { ...NOTHING, gaveUp: inPage }, crashes: [] }];
    const [change] = placeMarks(disk, { workers, changes: [] }, ({ code }) => `why, ${code}`);
    expect(change?.after).toBe(expected);
  });

  it("says so of a name that is only known when the code runs, and nothing of a write or a copy", () => {
    const before = `const a = env[name];
process.env.API_KEY = "";
const b = { ...env, first: list[0 + 0] };
`;
    const gaveUp = [
      left(before, "env[name]", [], { code: "dynamic-key" }),
      left(before, "process", ["API_KEY"], { code: "write-target" }),
      left(before, "...env", [], { code: "spread" }),
    ];
    expect(marked({ before, gaveUp })).toBe(
      `// TODO(lunakey): env[…]: why, dynamic-key\n${before}`,
    );
  });

  it("is taken out when its read has moved, by a run that adds none, and no other with it", () => {
    const after = MARKED_CLASS.replace(
      "this.key = env.API_KEY;",
      'this.key = () => getSecret(env, "API_KEY");',
    );
    expect(marked({ before: MARKED_CLASS, after, isAsked: false })).toBe(
      after.replace("    // TODO(lunakey): API_KEY: why, constructor\n", ""),
    );
  });

  it("is taken out where the name is that of a property, and stays where the name is used", () => {
    const before = `// TODO(lunakey): API_KEY: why
const keys = { API_KEY: env.API_KEY };
// TODO(lunakey): JWT_SECRET: why
const other = { JWT_SECRET };
`;
    const after = before.replace("env.API_KEY", 'await getSecret(env, "API_KEY")');
    expect(marked({ before, after, isAsked: false })).toBe(
      after.replace("// TODO(lunakey): API_KEY: why\n", ""),
    );
  });

  it("is one line, whatever its reason is", () => {
    const disk = createDisk(folderOf({ [FILE]: CLASS }));
    const [gaveUp] = IN_CLASS;
    if (!gaveUp) throw new Error("nothing is left");
    const workers = [{ config: "", plan: { ...NOTHING, gaveUp: [gaveUp] }, crashes: [] }];
    const [change] = placeMarks(disk, { workers, changes: [] }, () => "of `a(1)\n  .b`");
    expect(change?.after).toBe(
      CLASS.replace("    // eslint", "    // TODO(lunakey): API_KEY: of `a(1) .b`\n    // eslint"),
    );
  });

  it("is nothing that is left to do for who leaves", () => {
    expect(withoutMarks(MARKED_CLASS)).toBe(CLASS);
    const other = "// TODO(lunakey) move this\n// TODO: API_KEY: why\n";
    expect(withoutMarks(other)).toBe(other);
  });
});
