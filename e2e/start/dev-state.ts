/**
 * What `npm start` keeps beside the store: the generated development values, which the doubles of
 * Stripe and the others have to accept again after a restart. Only the owner may read the files.
 */
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createSeed, type Seed } from "../doubles/seed.ts";

export interface DevState {
  readonly seed: Seed;
  /** File with the value of ADMIN_API_KEY, for commands to paste. */
  readonly adminApiKeyFile: string;
  /** File with all values as JSON by name, for `lunakey import`. */
  readonly valuesFile: string;
  /** False until the store holds the values. */
  readonly filled: boolean;
  markFilled(): Promise<void>;
}

export async function openDevState(folder: string): Promise<DevState> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const seedFile = join(folder, "seed.json");
  const filledFile = join(folder, "filled");
  const adminApiKeyFile = join(folder, "ADMIN_API_KEY");
  const valuesFile = join(folder, "values.json");
  const kept = await readIfThere(seedFile);
  const seed = kept === null ? createSeed() : (JSON.parse(kept) as Seed);
  if (kept === null) await writePrivate(seedFile, JSON.stringify(seed, null, 2));
  await writePrivate(adminApiKeyFile, seed.api.ADMIN_API_KEY);
  await writePrivate(valuesFile, JSON.stringify({ ...seed.api, ...seed.web }, null, 2));
  return {
    seed,
    adminApiKeyFile,
    valuesFile,
    filled: (await readIfThere(filledFile)) !== null,
    markFilled: () => writePrivate(filledFile, ""),
  };
}

async function writePrivate(path: string, content: string): Promise<void> {
  await writeFile(path, content, { mode: 0o600 });
  await chmod(path, 0o600); // it may have been there with another mode
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
