/**
 * Sets a store up: keys on this machine, two Workers in the repository, commands to paste. Checks
 * everything before the first file is made, and deploys nothing.
 */
import { access, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { failure } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome, textOption } from "../command-spec.ts";
import { TOKEN_FILE } from "../connection/connection.ts";
import {
  renderAdmin,
  renderConfig,
  renderGateway,
  type WorkerBundle,
} from "../files/gateway-files.ts";
import { type NewFile, writeNewFiles } from "../files/new-file.ts";
import { CONFIG_FILE, findConfig } from "../files/project-files.ts";
import { hashToken, makeRootKey, makeToken } from "../keys/key-material.ts";
import { makePassphrase, readPassphrase } from "../keys/passphrase.ts";
import { openRecovery, type RecoveryContent, sealRecovery } from "../keys/recovery-file.ts";
import { phrase } from "../language/phrase.ts";
import { writePrivateFile } from "../local/private-file.ts";
import { renderInit } from "../output/init.ts";
import type { Session } from "../session.ts";
import { chooseStore, type InitChoices } from "./init-choices.ts";
import { readRecoveryText } from "./recovery.ts";

const FOLDER_DEFAULT = "lunakey";
const RECOVERY_FILE = "recovery.json";

export async function initRepository(session: Session, input: CommandInput): Promise<Outcome> {
  const { cwd } = session.ports;
  const repository = await findRepository(session, input);
  const given = textOption(input, "recovery");
  const before = given === undefined ? null : await openGiven(session, input, given);
  const choices = await chooseStore(session, input, before?.content.store);
  const folder = resolve(cwd, textOption(input, "folder") ?? FOLDER_DEFAULT);
  const keepIn = chooseKeepIn(session, input, choices.store);
  refuseInside(repository, keepIn);
  const rootKeys = before?.content.rootKeys ?? { 1: makeRootKey() };
  const files = await renderFiles(session, input, { ...choices, folder, rootKeys });
  const paths = { token: join(keepIn, TOKEN_FILE), recovery: join(keepIn, RECOVERY_FILE) };
  const config = join(folder, "store", "wrangler.jsonc");
  const isOwn = given !== undefined && resolve(cwd, given) === paths.recovery;
  const isDryRun = hasFlag(input, "dryRun");
  await refuseExisting([
    ...files,
    { path: paths.token },
    ...(isOwn ? [] : [{ path: paths.recovery }]),
  ]);
  if (!isDryRun) {
    const passphrase = before?.passphrase ?? (await makePassphrase(session, input));
    await writeAll(files, { ...paths, isOwn }, { store: choices.store, rootKeys }, passphrase);
  }
  return renderInit({
    isDryRun,
    store: choices.store,
    backend: choices.backend,
    files: files.map(({ path, content }) => ({ path: relative(cwd, path), content })),
    tokenFile: paths.token,
    recoveryFile: paths.recovery,
    gatewayConfig: relative(cwd, config),
    adminConfig:
      input.options.admin === false ? null : relative(cwd, join(folder, "admin", "wrangler.jsonc")),
    isRestore: before !== null,
  });
}

function refuseInside(repository: string, keepIn: string): void {
  if (!isInside(repository, keepIn)) return;
  throw failure(
    "file_unwritable",
    "The folder of --keep-in is inside of the repository, where a token would be committed.",
    "Name a folder outside of it.",
  );
}

/** The folder of `.git`; the current one where the user said that there is none. */
async function findRepository(session: Session, input: CommandInput): Promise<string> {
  const { cwd } = session.ports;
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (await exists(join(folder, ".git"))) return folder;
    if (dirname(folder) === folder) break;
  }
  if (hasFlag(input, "outsideGit")) return cwd;
  throw failure(
    "not_a_repository",
    "This is not a git repository, so what is written could not be looked at or undone.",
    "Go into one, or add --outside-git.",
  );
}

async function openGiven(session: Session, input: CommandInput, file: string) {
  const text = await readRecoveryText(resolve(session.ports.cwd, file), "--recovery");
  const passphrase = await readPassphrase(session, input);
  return { content: await openRecovery(text, passphrase), passphrase };
}

function chooseKeepIn({ ports }: Session, input: CommandInput, store: string): string {
  const given = textOption(input, "keepIn");
  if (given !== undefined) return resolve(ports.cwd, given);
  const home = ports.env.XDG_CONFIG_HOME || join(ports.env.HOME || homedir(), ".config");
  return join(home, "lunakey", store);
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !way.startsWith("..") && !isAbsolute(way);
}

interface FileChoices extends InitChoices {
  readonly folder: string;
  readonly rootKeys: RecoveryContent["rootKeys"];
}

async function renderFiles(
  session: Session,
  input: CommandInput,
  { folder, store, backend, environment, rootKeys }: FileChoices,
): Promise<NewFile[]> {
  const bundleOf = (name: string) => (hasFlag(input, "package") ? null : readBundle(name));
  const gateway = renderGateway({
    store,
    backend,
    environment,
    rootKeyVersions: Object.keys(rootKeys).map(Number),
    awaitRestore: textOption(input, "recovery") !== undefined,
    bundle: await bundleOf("store"),
  });
  const admin = input.options.admin === false ? [] : renderAdmin(await bundleOf("admin"));
  const place = (below: string, each: { name: string; content: string }): NewFile => ({
    path: join(folder, below, each.name),
    content: each.content,
    isPrivate: false,
  });
  const known = await findConfig(session.ports.cwd);
  return [
    ...(known === null ? [configFile(session.ports.cwd, store)] : []),
    place("", { name: ".gitignore", content: ".wrangler/\n.dev.vars*\n" }),
    ...gateway.map((each) => place("store", each)),
    ...admin.map((each) => place("admin", each)),
  ];
}

function configFile(cwd: string, store: string): NewFile {
  return { path: join(cwd, CONFIG_FILE), content: renderConfig(store), isPrivate: false };
}

/** The Worker as it was built, with the version of its package. */
async function readBundle(name: string): Promise<WorkerBundle> {
  try {
    const path = createRequire(import.meta.url).resolve(`@lunakey/${name}`);
    const manifest = await readFile(join(dirname(path), "..", "package.json"), "utf8");
    const { version } = JSON.parse(manifest) as { version: string };
    return { version, code: await readFile(path, "utf8") };
  } catch {
    throw failure(
      "file_unreadable",
      phrase("The package @lunakey/{name} is not whole.", { name }),
      "Install lunakey again; in its own repository: npm run build.",
    );
  }
}

async function refuseExisting(files: readonly { readonly path: string }[]): Promise<void> {
  const found: string[] = [];
  for (const { path } of files) if (await exists(path)) found.push(path);
  if (found.length === 0) return;
  throw failure(
    "file_exists",
    phrase("Nothing is overwritten, and these exist: {files}.", { files: found.join(", ") }),
    "Move them away, or name other folders with --folder and --keep-in.",
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Keys first: a gateway whose key nobody has is worth nothing. */
async function writeAll(
  files: readonly NewFile[],
  paths: { readonly token: string; readonly recovery: string; readonly isOwn: boolean },
  keys: Omit<RecoveryContent, "tokenHash">,
  passphrase: string,
): Promise<void> {
  const token = makeToken();
  const sealed = await sealRecovery({ ...keys, tokenHash: await hashToken(token) }, passphrase);
  const recovery = { path: paths.recovery, content: sealed, isPrivate: true };
  await writeNewFiles([
    ...(paths.isOwn ? [] : [recovery]),
    { path: paths.token, content: `${token}\n`, isPrivate: true },
    ...files,
  ]);
  if (paths.isOwn) await writePrivateFile(paths.recovery, sealed);
}
