/** What of the runtime can stand beside a Worker's copy of the helper, and the texts of it. */
import type { HelperPart, PartCall } from "@lunakey/migrate";
import { readRuntimeText } from "./helper-file.ts";

interface Part {
  readonly files: readonly string[];
  /** What has to be called once, at module scope. */
  readonly calls: readonly PartCall[];
}

export const HELPER_PARTS = {
  reports: {
    files: ["observers.ts", "platform.ts", "shadow.ts", "usage.ts"],
    calls: [
      { name: "compareInShadow", file: "shadow.ts" },
      { name: "reportUsage", file: "usage.ts" },
    ],
  },
  verify: { files: ["verify-with-secret.ts"], calls: [] },
  client: { files: ["with-secret.ts"], calls: [] },
} as const satisfies Readonly<Record<string, Part>>;

export type HelperPartName = keyof typeof HELPER_PARTS;

export function isHelperPart(name: string): name is HelperPartName {
  return Object.hasOwn(HELPER_PARTS, name);
}

/** @throws CliError `file_unreadable` where this installation is not whole. */
export async function readPart(name: HelperPartName): Promise<readonly HelperPart[]> {
  const { files } = HELPER_PARTS[name];
  return Promise.all(files.map(async (file) => ({ file, text: await readRuntimeText(file) })));
}
