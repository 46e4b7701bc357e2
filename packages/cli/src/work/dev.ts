/** Runs the local store until Ctrl-C, or for as long as another command runs. */
import { basename, dirname, join, relative, resolve } from "node:path";
import { LOCAL_STORE_ID, secretEnvironment, storeId } from "@lunakey/contract";
import { usageError } from "../cli-error.ts";
import { type CommandInput, type Outcome, textOption } from "../command-spec.ts";
import { findConfig, LOCAL_FOLDER } from "../files/project-files.ts";
import { readCount, readInput } from "../input/user-input.ts";
import { asIs, phrase } from "../language/phrase.ts";
import { runCommand, wranglerEnvironment } from "../local/child.ts";
import {
  type LocalLog,
  type LocalStore,
  type LocalStoreOptions,
  startLocalStore,
} from "../local/start-local-store.ts";
import { plainText } from "../output/style.ts";
import type { Session } from "../session.ts";

const PORT_DEFAULT = 8_790;
const LARGEST_PORT = 65_535;

export async function runDev(session: Session, input: CommandInput): Promise<Outcome> {
  const { ports } = session;
  const port = readCount(input, "port", LARGEST_PORT) ?? PORT_DEFAULT;
  if (port === 0) throw usageError("--port must be at least 1.");
  const backend = chooseBackend(input);
  const { store, folder } = await choosePlace(session, input);
  session.say("Starting the local store…");
  const local = await startLocalStore({
    folder,
    port,
    storeId: store,
    ...backend,
    wranglerFrom: ports.cwd,
    onLog: (line) => showLog(session, line),
  });
  try {
    announce(session, local, input.operands.length > 0);
    const exitStatus = await waitForEnd(session, local, input.operands);
    return { json: null, text: () => "", exitStatus };
  } finally {
    await local.stop();
  }
}

async function choosePlace(session: Session, input: CommandInput) {
  const { cwd } = session.ports;
  const config = await findConfig(cwd);
  const given = textOption(input, "store");
  const persistTo = textOption(input, "persistTo");
  return {
    store:
      given === undefined
        ? (config?.content.store ?? LOCAL_STORE_ID)
        : readInput(storeId, given, "--store"),
    folder: persistTo
      ? resolve(cwd, persistTo)
      : join(config ? dirname(config.path) : cwd, LOCAL_FOLDER),
  };
}

function chooseBackend(input: CommandInput): Pick<LocalStoreOptions, "backend" | "environment"> {
  const backend = textOption(input, "backend") ?? "vault";
  const environment = textOption(input, "env");
  if (backend !== "vault" && backend !== "cloudflare") {
    throw usageError("--backend must be vault or cloudflare.");
  }
  if (environment === undefined) return { backend };
  if (backend === "vault") throw usageError("--env goes with --backend cloudflare only.");
  return { backend, environment: readInput(secretEnvironment, environment, "--env") };
}

/** Ctrl-C is how a local store is meant to end: it is a success. */
async function waitForEnd(
  session: Session,
  local: LocalStore,
  command: readonly string[],
): Promise<number> {
  if (command.length > 0) {
    return runCommand(command, wranglerEnvironment(local.registryPath), session.ports);
  }
  const { signal } = session.ports;
  if (!signal.aborted) {
    // The timer keeps the process alive for as long as it waits: a signal handler does not.
    const alive = setInterval(() => undefined, 60_000);
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    clearInterval(alive);
  }
  session.say("Stopped; everything is kept.");
  return 0;
}

function announce(session: Session, local: LocalStore, hasCommand: boolean): void {
  const { stdout, cwd } = session.ports;
  const { url, storeId: store, tokenFile, registryPath } = local;
  if (session.json) {
    stdout.write(`${JSON.stringify({ url, store, tokenFile, registryPath, pid: process.pid })}\n`);
    return;
  }
  const near = (path: string) => (path.startsWith(cwd) ? relative(cwd, path) : path);
  session.say(phrase("Store {store} is ready at {url}", { store, url }));
  session.say(phrase("  Data   {path}", { path: near(local.folder) }));
  session.say(phrase("  Token  {path}", { path: near(tokenFile) }));
  if (!isFoundFrom(cwd, local.folder)) {
    session.say("Commands find it with these in their environment:");
    session.say(asIs(`  LUNAKEY_URL='${url}' LUNAKEY_TOKEN_FILE='${tokenFile}'`));
  }
  announceBound(session, local);
  if (hasCommand) return;
  const prefix = Object.entries(wranglerEnvironment(registryPath)).map(([k, v]) => `${k}='${v}'`);
  session.say("Next, in another terminal:");
  if (local.bound === null) session.say(asIs("  lunakey set NAME --env default"));
  session.say(asIs("  lunakey grant WORKER NAME --env default"));
  session.say(asIs(`  ${prefix.join(" ")} npx wrangler dev`));
  session.say("Or both in one: lunakey dev -- npx wrangler dev. Ctrl-C stops.");
}

/** On backend `cloudflare`: what is there, and how more comes in. */
function announceBound(session: Session, { bound, folder, storeId: store }: LocalStore): void {
  if (bound === null) return;
  const { environment } = bound;
  const count = bound.names.length;
  session.say(
    count === 1
      ? phrase("  Values 1 name of wrangler's local Secrets Store, for environment {environment}", {
          environment,
        })
      : phrase(
          "  Values {count} names of wrangler's local Secrets Store, for environment {environment}",
          { count, environment },
        ),
  );
  session.say("It keeps values in clear on this disk: development values only. To put one in:");
  session.say(
    asIs(
      `  npx wrangler secrets-store secret create ${store} --name NAME --scopes workers --persist-to '${folder}'`,
    ),
  );
  session.say("A new name is bound at the next start, a new value of a bound one at once.");
}

/** Do commands in this folder find the store by themselves? */
function isFoundFrom(cwd: string, folder: string): boolean {
  const home = dirname(folder);
  return basename(folder) === LOCAL_FOLDER && (cwd === home || cwd.startsWith(join(home, "/")));
}

/** Only what went wrong: Workers of the store never log a value. */
function showLog(session: Session, { level, message }: LocalLog): void {
  if (level === "error" || level === "warn") session.say(asIs(`[store] ${plainText(message)}`));
}
