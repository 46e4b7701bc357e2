/**
 * Recovery files and backups, field by field and as a whole. Reads what was made by the commands
 * themselves, changes it as the tables say, and gives it back to them.
 */
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../../packages/cli/test/run-cli.ts";
import { parseTable } from "../ways-in/markdown-table.ts";
import { takeSnapshot } from "../ways-in/snapshot.ts";
import { type Stand, startStand } from "../ways-in/stand.ts";
import { DOCUMENT, type Input, readKinds } from "./input-table.ts";
import { placeAt } from "./place.ts";

const FIELDS = parseTable(DOCUMENT, ["part", "field", "kind", "needed"]);
const RECOVERY_FILES = parseTable(DOCUMENT, ["recovery file", "exit", "says"]);
const BACKUPS = parseTable(DOCUMENT, ["backup", "exit", "says"]);
const KINDS = readKinds((_, index) => index + 1);
const PARTS = ["recovery file", "line 1", "chunk", "manifest"] as const;
type Part = (typeof PARTS)[number];

/** `packages/cli/test/vectors`: made by another implementation. */
const VECTOR = JSON.parse(
  await readFile(
    join(import.meta.dirname, "../../packages/cli/test/vectors/recovery-1.json"),
    "utf8",
  ),
) as { readonly file: string; readonly passphrase: string; readonly rootKeys: object };
const MADE = JSON.parse(VECTOR.file) as Record<string, unknown>;

interface Run {
  readonly status: number;
  readonly message: string;
  readonly stdout: string;
  readonly all: string;
}

let stand: Stand;
let cwd: string;
/** Lines of a backup of the stand's store: head, manifest, records. */
let lines: string[];

beforeAll(async () => {
  stand = await startStand();
  cwd = await mkdtemp(join(tmpdir(), "lunakey-bad-files-"));
  await writeFile(join(cwd, "passphrase"), VECTOR.passphrase);
  const set = { type: "secret.set", environment: "e", name: "KEPT", value: "kept" };
  await stand.call({ binding: "ADMIN", method: "execute", args: [stand.token, set] });
  const env = { LUNAKEY_URL: stand.store.url, LUNAKEY_TOKEN: stand.token };
  expect((await runCli(["backup", "made"], { cwd, env })).status).toBe(0);
  lines = (await readFile(join(cwd, "made"), "utf8")).trimEnd().split("\n");
});

afterAll(async () => {
  await stand.stop();
  await rm(cwd, { recursive: true });
});

/** One command on a file of this content, which must stay as it is where the command fails. */
async function give(
  argv: readonly string[],
  content: string | Uint8Array,
  passphrase = VECTOR.passphrase,
): Promise<Run> {
  const file = join(cwd, "given");
  await writeFile(file, content, { mode: 0o600 });
  await writeFile(join(cwd, "passphrase"), passphrase);
  const env = { LUNAKEY_URL: stand.store.url, LUNAKEY_TOKEN: stand.token };
  const run = await runCli([...argv, "--json"], { cwd, env });
  expect(Buffer.compare(await readFile(file), Buffer.from(content))).toBe(0);
  const [last = ""] = run.stderr.trim().split("\n").toReversed();
  const message = run.status === 0 ? "" : JSON.parse(last).error.message;
  return { ...run, message, all: run.all.replaceAll(cwd, "") };
}

const WITH_PASSPHRASE = ["given", "--passphrase-file", "passphrase"];
const recover = (content: string | Uint8Array, passphrase?: string) =>
  give(["recovery", "secrets", ...WITH_PASSPHRASE], content, passphrase);
const restore = (content: string | Uint8Array) => give(["restore", "given", "--yes"], content);

const joinLines = (all: readonly string[]) => `${all.join("\n")}\n`;
const change = (text: string, field: string, value: unknown) =>
  JSON.stringify(placeAt(JSON.parse(text), field, value));

/** With another body, and the digest that fits. */
function withBody(chunk: string, body: string): string {
  const digest = createHash("sha256").update(body).digest("hex");
  return JSON.stringify({ ...JSON.parse(chunk), body, digest });
}

const bodyOf = (chunk: string) => (JSON.parse(chunk) as { body: string }).body;

/** Gives a part with an input in the place of a field to the command that reads it. */
function tryField(part: Part, field: string, value: unknown): Promise<Run> {
  const [head = "", manifest = "", ...records] = lines;
  switch (part) {
    case "recovery file":
      return recover(change(VECTOR.file, field, value));
    case "line 1":
      return restore(joinLines([change(head, field, value), manifest, ...records]));
    case "chunk":
      return restore(joinLines([head, change(manifest, field, value), ...records]));
    case "manifest": {
      const body = change(bodyOf(manifest), field, value);
      return restore(joinLines([head, withBody(manifest, body), ...records]));
    }
  }
}

/** What JSON can say, and a file of at most 64 KiB can hold. */
function inFile({ value, isRpcOnly }: Input): boolean {
  return !isRpcOnly && !(typeof value === "string" && value.length > 60_000);
}

describe("docs/bad-input.md", () => {
  it("has a row for each field of recovery files, chunks and manifests, and no other", () => {
    const listed = (part: Part) =>
      FIELDS.filter((row) => row.part === part && !/[.[]/.test(row.field ?? "")).map(
        ({ field }) => field,
      );
    expect(listed("recovery file").sort()).toEqual(Object.keys(MADE).sort());
    const [head = "", manifest = ""] = lines;
    expect(listed("line 1").sort()).toEqual(Object.keys(JSON.parse(head)).sort());
    // The body is the manifest or the records.
    expect([...listed("chunk"), "body"].sort()).toEqual(Object.keys(JSON.parse(manifest)).sort());
    expect(listed("manifest").sort()).toEqual(Object.keys(JSON.parse(bodyOf(manifest))).sort());
    expect(FIELDS.filter(({ kind }) => !KINDS.has(kind ?? ""))).toEqual([]);
  });
});

describe.each(FIELDS)("$part, $field", ({ part: name, field = "", kind: kindName, needed }) => {
  const part = PARTS.find((each) => each === name) ?? "recovery file";
  const kind = KINDS.get(kindName ?? "") ?? { right: [], accepted: [], refused: [] };

  it("says what is right to all that is wrong, and nothing has changed", async () => {
    const before = await takeSnapshot(stand);
    const missing = needed === "yes" ? [{ title: "nothing", value: undefined }] : [];
    const faults: string[] = [];
    for (const { title, value } of [...kind.refused.filter(inFile), ...missing]) {
      const { status, message, stdout, all } = await tryField(part, field, value);
      const words = [field, ...(value === undefined ? ["is missing: it"] : [])].join(" ");
      const isExplained = kind.right.some((text) => message.includes(`${words} ${text}.`));
      const isFault = status !== 1 || stdout !== "" || !isExplained || all.includes("zq");
      if (isFault) faults.push(`${title}: ${status} ${message}`);
    }
    expect(faults).toEqual([]);
    expect(await takeSnapshot(stand)).toBe(before);
  });

  it("takes what is right, up to the limit", async () => {
    // Each costs a derivation of the key in a recovery file: the limits are enough there.
    const sizes = kind.accepted.filter(({ title }) => /^\d+ /.test(title));
    for (const { value } of part === "recovery file" ? sizes : kind.accepted.filter(inFile)) {
      const { status, message } = await tryField(part, field, value);
      expect(status === 0 || !message.includes(`${field} must`), message).toBe(true);
    }
  });
});

const padded = (bytes: number) => VECTOR.file.padEnd(bytes, " ");
const sealed = String(MADE.sealed);
const flipped = `${sealed.startsWith("A") ? "B" : "A"}${sealed.slice(1)}`;

/** The rows of "Recovery files as a whole". */
const RECOVERY_CHANGES: Readonly<Record<string, () => [string | Uint8Array, string?]>> = {
  nothing: () => [""],
  "`zq`": () => ["zq"],
  "hex `7a71ff`": () => [Buffer.from("7a71ff", "hex")],
  "a backup": () => [lines[0] ?? ""],
  "made, cut at half": () => [VECTOR.file.slice(0, VECTOR.file.length / 2)],
  "made, twice": () => [VECTOR.file + VECTOR.file],
  "made, of version 2": () => [change(VECTOR.file, "v", 2)],
  "made, with one field more": () => [change(VECTOR.file, "zq", "zq")],
  "made, padded to 65536 bytes": () => [padded(65_536)],
  "made, padded to 65537 bytes": () => [padded(65_537)],
  "made, for another store": () => [change(VECTOR.file, "store", "another")],
  "made, one bit of sealed altered": () => [change(VECTOR.file, "sealed", flipped)],
  "made, the passphrase with a space more": () => [VECTOR.file, `${VECTOR.passphrase} `],
  "made, the passphrase empty": () => [VECTOR.file, ""],
  "made, the passphrase of 1025 bytes": () => [VECTOR.file, "zq".padEnd(1_025, "q")],
};

describe("a recovery file as a whole", () => {
  it.each(RECOVERY_FILES)("ends with $exit: $recovery file", async (row) => {
    const [content, passphrase] = RECOVERY_CHANGES[row["recovery file"] ?? ""]?.() ?? ["none"];
    const run = await recover(content, passphrase);
    expect([run.message, run.status]).toEqual([
      expect.stringContaining(row.says ?? ""),
      Number(row.exit),
    ]);
    if (row.exit === "0") return expect(Object.keys(JSON.parse(run.stdout))).toHaveLength(3);
    expect([run.stdout, run.all.includes("zq")]).toEqual(["", false]);
    const adding = ["recovery", "new-key", ...WITH_PASSPHRASE];
    expect((await give(adding, content, passphrase)).message).toBe(run.message);
  });
});

/** A manifest that its maker would have signed, were it theirs to sign. */
const withManifest = (field: string, value: unknown) => {
  const [head = "", manifest = "", ...rest] = lines;
  return [head, withBody(manifest, change(bodyOf(manifest), field, value)), ...rest];
};

/** The rows of "Backups as a whole". */
const BACKUP_CHANGES: Readonly<Record<string, () => readonly string[]>> = {
  "made, of version 2": () => [change(lines[0] ?? "", "v", 2), ...lines.slice(1)],
  "made, without its first line": () => lines.slice(1),
  "made, cut in a line": () => [...lines.slice(0, 2), (lines[2] ?? "").slice(0, 300)],
  "made, without its last line": () => lines.slice(0, -1),
  "made, a line twice": () => [...lines, lines.at(-1) ?? ""],
  "made, a record altered": () => [...lines.slice(0, 2), (lines[2] ?? "").replace("KEPT", "ZEPT")],
  "made, its manifest altered with the digest": () => withManifest("at", 1),
  "made, of another store": () => withManifest("store", "another"),
  "made, by a newer store": () => withManifest("schemaVersion", 99),
  "made, as it is, into a store that is not empty": () => lines,
  "a recovery file": () => [VECTOR.file],
};

describe("a backup as a whole", () => {
  it.each(BACKUPS)("ends with $exit: $backup", async ({ backup = "", exit, says = "" }) => {
    const before = await takeSnapshot(stand);
    const run = await restore(joinLines(BACKUP_CHANGES[backup]?.() ?? ["none"]));
    expect([run.message, run.status]).toEqual([expect.stringContaining(says), Number(exit)]);
    expect(run.stdout).toBe("");
    expect(await takeSnapshot(stand)).toBe(before);
  });
});
