import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { useLocalStore } from "./local-store.ts";

const { cwd, run } = useLocalStore();

function write(name: string, content: string): void {
  writeFileSync(join(cwd, name), content);
}

async function countSecrets(environment: string): Promise<number> {
  const { stdout } = await run(`list --env ${environment} --json`);
  return (JSON.parse(stdout) as { secrets: unknown[] }).secrets.length;
}

describe("lunakey import", () => {
  it("compares only, under --dry-run", async () => {
    write(".dev.vars", "A=canary1\nB='canary 2'\n");
    const { status, stdout, stderr } = await run("import .dev.vars --env dry --dry-run");
    expect({ status, stdout, stderr }).toMatchInlineSnapshot(`
      {
        "status": 0,
        "stderr": "",
        "stdout": "NAME  STATUS  VERSION IN STORE
      A     new     -
      B     new     -
      Nothing was written to environment dry in local store http://127.0.0.1:8790: 2 new.
      ",
      }
    `);
    expect(await countSecrets("dry")).toBe(0);
  });

  it("shows what would change, asks, and writes all", async () => {
    write(".dev.vars", "A=canary1\nB='canary 2'\n");
    const no = await run("import .dev.vars --env asked", { typed: ["\n"] });
    expect(no.status).toBe(130);
    expect(await countSecrets("asked")).toBe(0);
    const yes = await run("import .dev.vars --env asked", { typed: ["y\n"] });
    expect(yes.all).not.toContain("canary");
    expect(`\n${yes.stderr}\n${yes.stdout}`).toMatchInlineSnapshot(`
      "
      NAME  STATUS  VERSION IN STORE
      A     new     -
      B     new     -
      Write these to environment asked in the local store http://127.0.0.1:8790: 2 new? [y/N] 
      NAME  STATUS  VERSION IN STORE
      A     new     1
      B     new     1
      Written to environment asked in local store http://127.0.0.1:8790: 2 new.
      "
    `);
  });

  it("needs --yes where there is no terminal", async () => {
    write(".dev.vars", "A=1\n");
    const { status, stderr } = await run("import .dev.vars --env piped");
    expect(status).toBe(2);
    expect(stderr).toContain("Add --yes to confirm; nothing was changed.");
    expect(await countSecrets("piped")).toBe(0);
  });

  it("writes nothing where a value differs, unless told to overwrite", async () => {
    write("one.env", "A=1\nB=2\n");
    write("two.env", "A=1\nB=3\nC=4\n");
    await run("import one.env --env over --yes");
    const refused = await run("import two.env --env over --yes");
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatchInlineSnapshot(`
      "NAME  STATUS     VERSION IN STORE
      A     same       1
      B     different  1
      C     new        -
      Error: 1 value differs from the store's; nothing was written.
        Add --overwrite to make new versions of them, or take them out of the file.
      "
    `);
    expect(await countSecrets("over")).toBe(2);
    const done = await run("import two.env --env over --yes --overwrite");
    expect(done.stdout).toMatchInlineSnapshot(`
      "NAME  STATUS     VERSION IN STORE
      A     same       1
      B     different  2
      C     new        1
      Written to environment over in local store http://127.0.0.1:8790: 1 new, 1 different, 1 the same.
      "
    `);
    const again = await run("import two.env --env over");
    expect([again.status, again.stdout.split("\n").at(-2)]).toEqual([
      0,
      "Nothing to write to environment over in local store http://127.0.0.1:8790: 3 the same.",
    ]);
  });

  it("writes the very values: a set of the same bytes changes nothing", async () => {
    const values = { A: " a $HOME \"b\" 'c' \u0000\n", B: "é🙂\ufeff", C: '{"x": 1}' };
    write("exact.json", JSON.stringify(values));
    await run("import exact.json --env exact --yes");
    for (const [name, input] of Object.entries(values)) {
      const { stdout } = await run(`set ${name} --env exact --json`, { input });
      expect(JSON.parse(stdout)).toMatchObject({ changed: false });
    }
  });

  it("warns of values that look live, by name, in a local store", async () => {
    const live = { A: "sk_live_canary", B: "AKIAABCDEFGHIJKLMNOP", C: "sk_test_canary" };
    write("live.json", JSON.stringify(live));
    const { stderr, all, status } = await run("import live.json --env live --yes");
    expect([status, stderr]).toEqual([
      0,
      "Note: Values that look live, for a store that is for development: A, B.\n",
    ]);
    expect(all).not.toContain("canary");
  });

  it("passes on what a person may not expect of the file", async () => {
    write("notes.env", "A=ab#c\n");
    const { stderr } = await run("import notes.env --env notes --yes");
    expect(stderr).toMatchInlineSnapshot(`
      "Note: A (line 1) ends before the #, as wrangler reads it; put quotes around it if the # belongs.
      "
    `);
  });
});
