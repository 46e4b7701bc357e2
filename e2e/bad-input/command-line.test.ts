import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "../../packages/cli/test/run-cli.ts";
import { parseTable } from "../ways-in/markdown-table.ts";
import { takeSnapshot } from "../ways-in/snapshot.ts";
import { type Stand, startStand } from "../ways-in/stand.ts";
import { DOCUMENT } from "./input-table.ts";
import { readBytes } from "./spelled.ts";

const LINES = parseTable(DOCUMENT, ["arguments", "standard input", "exit", "says"]);
const FILES = parseTable(DOCUMENT, ["file", "content", "arguments", "exit", "says"]);

let stand: Stand;
/** As the last command left it. */
let before: string;
let cwd: string;

beforeAll(async () => {
  stand = await startStand();
  before = await takeSnapshot(stand);
});

afterAll(() => stand.stop());

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "lunakey-bad-input-"));
});

afterEach(() => rm(cwd, { recursive: true }));

/** A JSON list; `x × n` in it is a text of n times x. */
function readArguments(spelled: string): string[] {
  return (JSON.parse(spelled) as string[]).map((argument) => {
    const [, text, count] = /^(\S+) × (\d+)$/.exec(argument) ?? [];
    return text === undefined ? argument : text.repeat(Number(count));
  });
}

interface Expected {
  readonly exit?: string;
  readonly says?: string;
}

async function expectRefused(
  argv: readonly string[],
  input: Uint8Array,
  env: Readonly<Record<string, string>>,
  { exit, says = "" }: Expected,
): Promise<void> {
  const json = argv.includes("--json") ? [] : ["--json"];
  const { status, stdout, stderr, all } = await runCli([...argv, ...json], { cwd, env, input });
  if (exit === "0") {
    before = await takeSnapshot(stand);
    return expect([status, all.includes("zq")]).toEqual([0, false]);
  }
  const [last = ""] = stderr.trim().split("\n").toReversed();
  const { error } = JSON.parse(last) as { error: { code: string; message: string } };
  expect([error.message, status]).toEqual([expect.stringContaining(says), Number(exit)]);
  expect(error.code).not.toBe("internal_error");
  // The path of the folder is ours; what was typed is not in it.
  expect([stdout, all.replaceAll(cwd, "").includes("zq")]).toEqual(["", false]);
  expect(await takeSnapshot(stand)).toBe(before);
}

describe("the command line", () => {
  it.each(LINES)("ends with $exit: $arguments, $says", async (row) => {
    const argv = readArguments(row.arguments ?? "[]");
    const env = { LUNAKEY_URL: stand.store.url, LUNAKEY_TOKEN: stand.token };
    await expectRefused(argv, readBytes(row["standard input"] ?? ""), env, row);
  });
});

describe("a file", () => {
  it.each(FILES)("ends with $exit: $file, $content", async (row) => {
    const { file = "" } = row;
    await writeFile(join(cwd, file), readBytes(row.content ?? ""), { mode: 0o600 });
    const token = file === "token" ? {} : { LUNAKEY_TOKEN: stand.token };
    const url = file === "lunakey.jsonc" ? {} : { LUNAKEY_URL: stand.store.url };
    await expectRefused(
      readArguments(row.arguments ?? "[]"),
      new Uint8Array(),
      { ...token, ...url },
      row,
    );
  });
});
