import { type ConfigKind, createDisk } from "@lunakey/migrate";
import { expect, it } from "vitest";
import { findHelper } from "../../src/repository/helper-place.ts";
import { makeFiles } from "./sample-repository.ts";

const CONFIG = "api/wrangler.jsonc";
const FILES = { "api/worker.ts": "", "api/src/mail.ts": "", "api/src/pay.ts": "" };
const HELPER = "/** A Worker's secrets: from the store bound as `env.SECRETS`, else … */\n";

function placeOf(
  files: Record<string, string>,
  entry: string | null,
  readers?: string[],
  kind: ConfigKind = "worker",
) {
  const disk = createDisk(makeFiles({ [CONFIG]: "{}", ...files }));
  return findHelper(disk, { config: CONFIG, kind, entry, ...(readers ? { readers } : {}) }).path;
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

const READ = "api/functions/api/mail.ts";
const PAGES = { "api/src/main.tsx": "", [READ]: "" };
const APART = { "api/functions/_lib/mail.ts": "", "api/functions/_shared/pay.ts": "" };

it.each([
  ["in `functions`, where only those read", PAGES, [READ], "api/functions/secrets.ts"],
  [
    "in the folder of it that holds no routes",
    { ...PAGES, "api/functions/__mocks__/mail.ts": "", "api/functions/_lib/mail.ts": "" },
    [READ],
    "api/functions/_lib/secrets.ts",
  ],
  [
    "in that of such where most is read",
    { ...PAGES, ...APART },
    [READ, "api/functions/_shared/pay.ts"],
    "api/functions/_shared/secrets.ts",
  ],
  [
    "in `src`, where a framework's server reads",
    { ...PAGES, "api/src/server.ts": "" },
    ["api/src/server.ts"],
    "api/src/secrets.ts",
  ],
  ["in `src`, where there are no functions", { "api/src/main.tsx": "" }, [], "api/src/secrets.ts"],
])("of a Pages project is made %s", (_what, files, readers, path) => {
  expect(placeOf(files, null, readers, "pages")).toBe(path);
});

it("of a Pages project is found without its readers", () => {
  for (const path of ["api/functions/_shared/secrets.ts", "api/src/secrets.ts"]) {
    expect(placeOf({ ...PAGES, ...APART, [path]: HELPER }, null, undefined, "pages")).toBe(path);
  }
});
