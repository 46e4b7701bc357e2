/**
 * The folder `.lunakey` of a local store:
 *
 * | file          | content                                            | lives                 |
 * |---------------|----------------------------------------------------|-----------------------|
 * | `root-key`    | 32 random bytes in base64: seals the values        | as long as `state/`   |
 * | `admin-token` | the first admin's token; the store has only a hash | as long as `state/`   |
 * | `store-id`    | the id that the values are sealed for              | as long as `state/`   |
 * | `state/`      | SQLite                                             | until it is deleted   |
 * | `v3/`         | the same for backend `cloudflare`, and its values, | until it is deleted   |
 * |               | in clear: where wrangler looks for them            |                       |
 * | `registry/`   | how wrangler dev finds the store                   | while it runs         |
 * | `dev.json`    | address, process and store                         | while it runs         |
 * | `lock`        | process that runs it                               | while it runs         |
 */
import { chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { failure, systemCode } from "../cli-error.ts";
import { TOKEN_FILE } from "../connection/connection.ts";
import { hashToken, makeRootKey, makeToken } from "../keys/key-material.ts";
import { phrase } from "../language/phrase.ts";
import { readFileIfThere, writePrivateFile } from "./private-file.ts";

const PRIVATE_FOLDER_MODE = 0o700;

export type LocalBackend = "vault" | "cloudflare";

/** `--persist-to FOLDER` of wrangler means FOLDER/v3 (wrangler 4.155, also 4.164). */
const STATE_FOLDERS: Readonly<Record<LocalBackend, string>> = { vault: "state", cloudflare: "v3" };

/** What wrangler may have put there before the first start; no key of ours belongs to it. */
const NOT_SEALED: readonly string[] = ["secrets-store", "cache"];

export interface StateFolder {
  /** Absolute path. */
  readonly path: string;
  readonly statePath: string;
  readonly registryPath: string;
  readonly tokenFile: string;
  readonly devFile: string;
  readonly lockFile: string;
}

export interface StateSecrets {
  /** Base64 of 32 bytes. */
  readonly rootKey: string;
  /** `<id>:<sha256 of the whole token in hexadecimal>`, which is all that the store is told. */
  readonly adminTokenHash: string;
}

/**
 * Makes the folder where there is none.
 *
 * @throws CliError `file_unwritable`.
 */
export async function openStateFolder(
  path: string,
  backend: LocalBackend = "vault",
): Promise<StateFolder> {
  const folder: StateFolder = {
    path: resolve(path),
    statePath: resolve(path, STATE_FOLDERS[backend]),
    registryPath: resolve(path, "registry"),
    tokenFile: resolve(path, TOKEN_FILE),
    devFile: resolve(path, "dev.json"),
    lockFile: resolve(path, "lock"),
  };
  try {
    await makeFolders(folder);
  } catch (error) {
    throw failure(
      "file_unwritable",
      phrase("The folder of the local store can not be used ({code}).", {
        code: systemCode(error),
      }),
      "Keep it elsewhere: lunakey dev --persist-to FOLDER",
    );
  }
  return folder;
}

async function makeFolders({ path, statePath, registryPath }: StateFolder): Promise<void> {
  for (const each of [path, statePath, registryPath]) {
    await mkdir(each, { recursive: true, mode: PRIVATE_FOLDER_MODE });
    // One that existed keeps its mode in mkdir.
    await chmod(each, PRIVATE_FOLDER_MODE);
  }
  await writeFile(join(path, ".gitignore"), "*\n");
}

/**
 * The store's key and the admin's token, made on the first start.
 *
 * @throws CliError `local_state_damaged` where values exist that could not be opened with them.
 */
export async function openStateSecrets(
  folder: StateFolder,
  storeId: string,
): Promise<StateSecrets> {
  const hasValues = await holdsSealedValues(folder.path);
  await keepStoreId(folder, storeId, hasValues);
  const rootKeyFile = join(folder.path, "root-key");
  const rootKey = await readOrMake(rootKeyFile, hasValues, makeRootKey);
  const token = await readOrMake(folder.tokenFile, hasValues, makeToken);
  return { rootKey, adminTokenHash: await hashToken(token) };
}

/** The two backends share key, token and id. */
async function holdsSealedValues(path: string): Promise<boolean> {
  const found = await Promise.all(
    Object.values(STATE_FOLDERS).map((name) => listIfThere(join(path, name))),
  );
  return found.flat().some((entry) => !NOT_SEALED.includes(entry));
}

async function listIfThere(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** Values are sealed for one store's id: under another they would seem to be lost. */
async function keepStoreId(
  folder: StateFolder,
  storeId: string,
  hasValues: boolean,
): Promise<void> {
  const file = join(folder.path, "store-id");
  const known = (await readFileIfThere(file))?.trim();
  if (known === undefined || !hasValues) return writePrivateFile(file, `${storeId}\n`);
  if (known === storeId) return;
  throw failure(
    "local_state_damaged",
    phrase("{path} holds the store {known}, not {storeId}.", { path: folder.path, known, storeId }),
    phrase(
      "Start with --store {known}, or keep the other store elsewhere with --persist-to FOLDER.",
      { known },
    ),
  );
}

async function readOrMake(file: string, hasValues: boolean, make: () => string): Promise<string> {
  const known = (await readFileIfThere(file))?.trim();
  if (known) return known;
  if (hasValues) {
    throw failure(
      "local_state_damaged",
      phrase("{file} is gone, and the values beside it can not be used without it.", { file }),
      "Put it back, or delete the whole folder to begin again.",
    );
  }
  const made = make();
  await writePrivateFile(file, `${made}\n`);
  return made;
}
