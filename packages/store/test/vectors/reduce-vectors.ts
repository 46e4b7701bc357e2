/**
 * Makes `nist-aes-256-gcm.json` and `wycheproof-aes-256-gcm.json` from what NIST and Wycheproof
 * publish: `node packages/store/test/vectors/reduce-vectors.ts FOLDER`, where FOLDER holds
 * `gcmEncryptExtIV256.rsp`, `gcmDecrypt256.rsp` and `aes_gcm_test.json`. Keeps what the envelope
 * uses, keys of 256 bits, nonces of 96 and tags of 128, and of that everything.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Vector {
  /** Which one of its source. */
  readonly id: string;
  readonly key: string;
  readonly nonce: string;
  readonly aad: string;
  /** Null where it must not open. */
  readonly plaintext: string | null;
  /** Ciphertext and tag. */
  readonly sealed: string;
}

const SECTION = { Keylen: "256", IVlen: "96", Taglen: "128" };
const [folder = "."] = process.argv.slice(2);
const hashes: Record<string, string> = {};

function read(file: string): string {
  const bytes = readFileSync(join(folder, file));
  hashes[file] = createHash("sha256").update(bytes).digest("hex");
  return bytes.toString("utf8");
}

/** Blocks of `Name = value` lines, with the section's own `[Name = value]` lines above them. */
function readNist(file: string): Vector[] {
  const section = new Map<string, string>();
  return read(file)
    .replaceAll("\r", "")
    .split(/\n\n+/)
    .flatMap((block) => {
      for (const [, name = "", value = ""] of block.matchAll(/^\[(\w+) = (\d+)\]$/gm)) {
        section.set(name, value);
      }
      const fields = new Map(
        [...block.matchAll(/^(\w+) = ?(.*)$/gm)].map(([, name = "", value = ""]) => [name, value]),
      );
      const isOurs = Object.entries(SECTION).every(([name, value]) => section.get(name) === value);
      if (!isOurs || !fields.has("Count")) return [];
      const get = (name: string) => fields.get(name)?.trim() ?? "";
      const sizes = `PTlen ${section.get("PTlen")} AADlen ${section.get("AADlen")}`;
      return [
        {
          id: `${file} ${sizes} Count ${get("Count")}`,
          key: get("Key"),
          nonce: get("IV"),
          aad: get("AAD"),
          plaintext: /^FAIL$/m.test(block) ? null : get("PT"),
          sealed: get("CT") + get("Tag"),
        },
      ];
    });
}

interface WycheproofGroup {
  readonly ivSize: number;
  readonly keySize: number;
  readonly tagSize: number;
  readonly tests: readonly (Record<"key" | "iv" | "aad" | "msg" | "ct" | "tag", string> & {
    readonly tcId: number;
    readonly result: string;
    readonly flags: readonly string[];
  })[];
}

function readWycheproof(file: string): Vector[] {
  const { testGroups } = JSON.parse(read(file)) as { testGroups: WycheproofGroup[] };
  return testGroups
    .filter(({ ivSize, keySize, tagSize }) => `${keySize} ${ivSize} ${tagSize}` === "256 96 128")
    .flatMap(({ tests }) => tests)
    .map(({ tcId, flags, key, iv, aad, msg, ct, tag, result }) => ({
      id: `tcId ${tcId} ${flags.join(" ")}`,
      key,
      nonce: iv,
      aad,
      plaintext: result === "valid" ? msg : null,
      sealed: ct + tag,
    }));
}

function write(file: string, source: string, vectors: readonly Vector[]): void {
  const used = Object.keys(hashes).map((name) => `${name} sha256:${hashes[name]}`);
  const head = JSON.stringify({ source, files: used }, null, 2).slice(0, -2);
  const lines = vectors.map((vector) => `    ${JSON.stringify(vector)}`).join(",\n");
  writeFileSync(join(import.meta.dirname, file), `${head},\n  "vectors": [\n${lines}\n  ]\n}\n`);
  for (const name of Object.keys(hashes)) delete hashes[name];
}

const nist = [...readNist("gcmEncryptExtIV256.rsp"), ...readNist("gcmDecrypt256.rsp")];
write("nist-aes-256-gcm.json", "NIST CAVP, CAVS 14.0, gcmtestvectors.zip", nist);
const wycheproof = readWycheproof("aes_gcm_test.json");
write("wycheproof-aes-256-gcm.json", "C2SP/wycheproof, testvectors_v1", wycheproof);
