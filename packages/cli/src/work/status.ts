/** Which store this is and how much is in it; how far the repository's Workers are, and what is next. */
import { access } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { RepositoryStatus, ResultOf } from "@lunakey/contract";
import { type Disk, readConfigs, type WranglerConfig, walkRepository } from "@lunakey/migrate";
import { CliError } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome } from "../command-spec.ts";
import type { AdminClient } from "../connection/admin-client.ts";
import { openStore } from "../connection/store-session.ts";
import { STATUS_WORDS } from "../language/catalogues/status.ts";
import { renderRepository } from "../output/status/repository.ts";
import { renderStore } from "../output/status/store.ts";
import { openRepository } from "../repository/open-repository.ts";
import { isOwnWorker } from "../repository/own-workers.ts";
import { takeInventory } from "../repository/take-inventory.ts";
import type { Session } from "../session.ts";
import { addDeployed } from "./status/deployed.ts";
import { listNext } from "./status/next-steps.ts";
import { describeWorker } from "./status/phases.ts";
import { listShadowSteps, listShadows, type Shadow } from "./status/shadow-steps.ts";

export interface StoreStatus {
  readonly client: AdminClient;
  readonly url: string;
  readonly status: ResultOf<"store.status">;
}

interface FoundRepository {
  readonly status: RepositoryStatus;
  readonly shadows: readonly Shadow[];
}

/** What makes a folder worth a look at all of its files. */
const MARKS = [".git", "lunakey.jsonc", "wrangler.toml", "wrangler.json", "wrangler.jsonc"];

/** @throws CliError as other commands, where there is neither a store nor a Worker. */
export async function showStatus(session: Session, input: CommandInput): Promise<Outcome> {
  const found = await readRepository(session, input);
  const store = await readStore(session, found !== null);
  const repository = found && (await addShadows(session, found, store));
  const json = store === null ? {} : { url: store.url, ...store.status };
  return {
    json: { ...json, ...(repository === null ? {} : { repository }) },
    text: (view) =>
      [
        store === null ? `${STATUS_WORDS[session.language].noStore}\n` : renderStore(store, view),
        repository === null ? "" : renderRepository(repository, view, session.language),
      ]
        .filter((part) => part !== "")
        .join("\n"),
  };
}

/** @param isOptional whether the command has something to say without a store. */
async function readStore(session: Session, isOptional: boolean): Promise<StoreStatus | null> {
  try {
    const client = await openStore(session);
    return {
      client,
      url: client.connection.url,
      status: await client.call({ type: "store.status" }),
    };
  } catch (error) {
    const isAbsent = error instanceof CliError && error.failure.code === "no_store";
    if (isOptional && isAbsent) return null;
    throw error;
  }
}

/** @returns null where no Worker to move is here. */
async function readRepository(
  session: Session,
  input: CommandInput,
): Promise<FoundRepository | null> {
  if (!(await isRepository(session.ports.cwd))) return null;
  const disk = openRepository(session, undefined);
  const configs = listWorkers(disk);
  if (configs.length === 0) return null;
  const inventory = await takeInventory(session, disk, "quick");
  const known = configs
    .filter(({ path }) => inventory.workers.some(({ config }) => config === path))
    .map((config) => describeWorker(disk, inventory, config));
  const workers = hasFlag(input, "offline") ? known : await addDeployed(session, disk, known);
  const next = listNext(workers, inventory.verdict.choice, STATUS_WORDS[session.language]);
  return { status: { v: 1, root: disk.root, workers, next }, shadows: listShadows(configs) };
}

/** What a Worker in mode shadow has compared comes first: it is not complete before it is trusted. */
async function addShadows(
  session: Session,
  { status, shadows }: FoundRepository,
  store: StoreStatus | null,
): Promise<RepositoryStatus> {
  if (store === null || shadows.length === 0) return status;
  const words = STATUS_WORDS[session.language];
  const steps = await listShadowSteps(store.client, shadows, session.ports.now(), words);
  const others = status.next.filter(({ what }) => what !== words.complete);
  return { ...status, next: [...steps, ...others] };
}

function listWorkers(disk: Disk): WranglerConfig[] {
  return readConfigs(disk, walkRepository(disk)).configs.filter(
    (config) => config.kind === "worker" && !isOwnWorker(config),
  );
}

/** A folder in a git repository, or one with a config: not somebody's whole home. */
async function isRepository(cwd: string): Promise<boolean> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const marks = folder === cwd ? MARKS : [".git", "lunakey.jsonc"];
    const found = await Promise.all(marks.map((mark) => exists(join(folder, mark))));
    if (found.includes(true)) return true;
    if (dirname(folder) === folder) return false;
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
