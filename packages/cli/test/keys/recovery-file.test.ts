import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openRecovery, sealRecovery } from "../../src/keys/recovery-file.ts";

interface Vector {
  readonly passphrase: string;
  readonly rootKeys: Record<string, string>;
  readonly tokenHash: string;
  readonly file: string;
}

const VECTOR = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "vectors", "recovery-1.json"), "utf8"),
) as Vector;
const { passphrase, rootKeys, tokenHash, file } = VECTOR;
const STORE = "e0cc9185036e40cebc8c4b86840a961f";

async function codeOf(text: string, phrase = passphrase): Promise<string> {
  try {
    await openRecovery(text, phrase);
    return "opened";
  } catch (error) {
    return (error as { failure: { code: string } }).failure.code;
  }
}

function change(fields: object): string {
  return JSON.stringify({ ...JSON.parse(file), ...fields });
}

describe("the recovery file", () => {
  it("of format 1 opens for ever", async () => {
    expect(await openRecovery(file, passphrase)).toEqual({ store: STORE, rootKeys, tokenHash });
  });

  it("opens as it was sealed, and is another each time", async () => {
    const content = { store: STORE, rootKeys, tokenHash };
    const sealed = await sealRecovery(content, "pässphrase with ünicode");
    expect(await openRecovery(sealed, "pässphrase with ünicode")).toEqual(content);
    expect(sealed).not.toContain(rootKeys["1"]);
    expect(sealed).not.toContain(tokenHash);
    expect(sealed).not.toBe(await sealRecovery(content, "pässphrase with ünicode"));
  });

  it("does not open under another passphrase, or where anything of it was altered", async () => {
    const { sealed } = JSON.parse(file) as { sealed: string };
    expect(await codeOf(file, `${passphrase} `)).toBe("passphrase_wrong");
    expect(await codeOf(change({ store: "another" }))).toBe("passphrase_wrong");
    expect(await codeOf(change({ tokenId: "0".repeat(16) }))).toBe("passphrase_wrong");
    const flipped = `${sealed.startsWith("A") ? "B" : "A"}${sealed.slice(1)}`;
    expect(await codeOf(change({ sealed: flipped }))).toBe("passphrase_wrong");
  });

  it("is refused before any work where its form or its parameters are others", async () => {
    const { kdf } = JSON.parse(file) as { kdf: object };
    for (const text of [
      "",
      "no JSON",
      "{}",
      change({ v: 2 }),
      change({ sealed: "AAAA" }),
      change({ sealed: "not base64!" }),
      change({ more: 1 }),
      change({ kdf: { ...kdf, N: 2 ** 30 } }),
      change({ kdf: { ...kdf, salt: "AAAA" } }),
    ]) {
      expect(await codeOf(text)).toBe("file_invalid");
    }
  });
});
