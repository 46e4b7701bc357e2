import { createDisk } from "@lunakey/migrate";
import { expect, it } from "vitest";
import { findHelper } from "../../src/repository/helper-place.ts";
import { makeFiles } from "./sample-repository.ts";

const CONFIG = "api/wrangler.jsonc";
const FILES = { "api/worker.ts": "", "api/src/mail.ts": "", "api/src/pay.ts": "" };
const HELPER = "/** A Worker's secrets: from the store bound as `env.SECRETS`, else … */\n";

function placeOf(files: Record<string, string>, entry: string | null, readers?: string[]) {
  const disk = createDisk(makeFiles({ [CONFIG]: "{}", ...files }));
  return findHelper(disk, { config: CONFIG, entry, ...(readers ? { readers } : {}) }).path;
}

it.each([
  ["beside the entry", "api/src/mail.ts", undefined, "api/src/secrets.ts"],
  ["beside an entry above `src`", "api/worker.ts", undefined, "api/secrets.ts"],
  [
    "there, where the entry reads too",
    "api/worker.ts",
    ["api/worker.ts", "api/src/pay.ts"],
    "api/secrets.ts",
  ],
  [
    "in `src`, where most is read",
    "api/worker.ts",
    ["api/worker.ts", "api/src/pay.ts", "api/src/mail.ts"],
    "api/src/secrets.ts",
  ],
  ["in `src`, where a build makes the entry", "api/dist/index.js", undefined, "api/src/secrets.ts"],
])("is made %s", (_what, entry, readers, path) => {
  expect(placeOf(FILES, entry, readers)).toBe(path);
});

it("is the one that is there, wherever it would be made", () => {
  const readers = ["api/src/pay.ts", "api/src/mail.ts"];
  expect(placeOf({ ...FILES, "api/secrets.ts": HELPER }, "api/worker.ts", readers)).toBe(
    "api/secrets.ts",
  );
});
