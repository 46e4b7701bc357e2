/** Switches where a Worker's environment reads from: one variable of its wrangler config. */
import { consumerEnvironment } from "@lunakey/contract";
import {
  ConfigEditError,
  createVarMask,
  type Disk,
  editConfig,
  type FileChange,
  renderUnifiedDiff,
  type WranglerConfig,
} from "@lunakey/migrate";
import { CliError, EXIT, failure, usageError } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome, textOption } from "../command-spec.ts";
import { listAll, openStore } from "../connection/store-session.ts";
import { readInput } from "../input/user-input.ts";
import { phrase, speak } from "../language/phrase.ts";
import { maskConfigLine } from "../output/config-context.ts";
import { deployCommand } from "../output/deployed-commands.ts";
import { renderDiff } from "../output/diff.ts";
import { describeReadiness } from "../output/rollout.ts";
import { chooseWorkers, nameOf } from "../repository/choose-workers.ts";
import {
  openRepository,
  recoverRepository,
  undoRepository,
  writeRepository,
} from "../repository/open-repository.ts";
import { refuseDirty } from "../repository/refuse-dirty.ts";
import { judgeReadiness, type Readiness } from "../rotation/readiness.ts";
import type { Session } from "../session.ts";
import { confirm } from "../terminal/confirm.ts";

const OPERATION = "mode";
const VARIABLE = "LUNAKEY_MODE";
const MODES = ["shadow", "store-first", "store-only", "individual-first"] as const;
type Mode = (typeof MODES)[number];

/** Where the Worker's own copies do not serve first any more. */
const AWAY_FROM_COPIES: readonly Mode[] = ["store-first", "store-only"];

const PAGE_ROWS = 1_000;

interface Switch {
  readonly worker: string;
  readonly environment: string;
  readonly mode: Mode;
  readonly config: WranglerConfig;
}

export async function switchMode(session: Session, input: CommandInput): Promise<Outcome> {
  const disk = openRepository(session, undefined);
  if (hasFlag(input, "undo")) return undo(session, disk);
  const wanted = readSwitch(session, input, disk);
  recoverRepository(session, disk);
  const change = planChange(disk, wanted);
  const deploy = deployCommand(wanted.config.path, wanted.environment);
  if (change === null) return conclude(wanted, { changed: false, diff: "", deploy });
  if (AWAY_FROM_COPIES.includes(wanted.mode)) await assertReady(session, input, wanted);
  const diff = renderUnifiedDiff(change, {
    renderContext: maskConfigLine,
    renderChanged: createVarMask(change),
  });
  if (hasFlag(input, "dryRun")) {
    session.say("Nothing was written.");
    return conclude(wanted, { changed: false, diff, deploy });
  }
  if (!hasFlag(input, "allowDirty")) await refuseDirty(session, disk.root, [change]);
  const isAsked = !hasFlag(input, "yes");
  if (isAsked) await ask(session, diff);
  writeRepository(session, disk, [change], OPERATION);
  return conclude(wanted, { changed: true, diff: isAsked ? "" : diff, deploy });
}

function undo(session: Session, disk: Disk): Outcome {
  const undone = undoRepository(session, disk, OPERATION);
  return {
    json: { undone },
    text: ({ language }) =>
      `${phrase("Taken back: {files}", { files: undone.join(", ") })[language]}\n`,
  };
}

function readSwitch(session: Session, input: CommandInput, disk: Disk): Switch {
  const [typed] = input.operands;
  const environment = textOption(input, "env");
  const help = phrase("See {help}.", { help: "lunakey mode --help" });
  if (typed === undefined) throw usageError("MODE is required.", help);
  if (environment === undefined) throw usageError("--env is required.", help);
  const named = readInput(consumerEnvironment, environment, "--env");
  const mode = MODES.find((each) => each === typed);
  if (mode === undefined)
    throw usageError(phrase("MODE must be one of {modes}.", { modes: MODES.join(", ") }));
  const found = chooseWorkers(session, input, disk).filter((config) =>
    config.environments.some(({ name }) => name === named),
  );
  const [config, other] = found;
  if (config === undefined) {
    throw failure(
      "environment_unknown",
      "No Worker of this repository has that environment.",
      "The environment default is a config's top level.",
    );
  }
  if (other !== undefined) {
    const names = [...new Set(found.map(nameOf))].join(", ");
    throw usageError(
      "--worker is required.",
      phrase("Workers with that environment: {names}", { names }),
    );
  }
  return { worker: nameOf(config), environment: named, mode, config };
}

/** Null where it is so already. @throws CliError `file_invalid` */
function planChange(disk: Disk, { environment, mode, config }: Switch): FileChange | null {
  const before = disk.readText(config.path);
  try {
    const after = editConfig(before, config.path, [
      { type: "set-var", environment, name: VARIABLE, value: mode },
    ]);
    return after === before ? null : { path: config.path, before, after };
  } catch (error) {
    if (!(error instanceof ConfigEditError)) throw error;
    throw failure(
      "file_invalid",
      phrase("{path} can not be edited without touching other lines.", { path: config.path }),
      phrase(
        'Put it in by hand: {variable} = "{mode}" among the vars of environment {environment}.',
        { variable: VARIABLE, mode, environment },
      ),
    );
  }
}

/** @throws CliError `not_ready` where a copy is not known to be the store's value. */
async function assertReady(session: Session, input: CommandInput, wanted: Switch): Promise<void> {
  const readiness = await readReadiness(session, wanted);
  if (readiness?.isReady) return;
  const why =
    readiness === null
      ? phrase(
          "Whether the copies of {worker} in {environment} are the store's values is unknown.",
          {
            worker: wanted.worker,
            environment: wanted.environment,
          },
        )
      : describeReadiness(readiness);
  if (hasFlag(input, "force")) return session.warn(why);
  throw failure(
    "not_ready",
    why,
    phrase(
      "Look: lunakey parity --worker {worker} --env {environment}. To switch all the same: --force",
      { worker: wanted.worker, environment: wanted.environment },
    ),
  );
}

/** Null where nothing is known: no store can be reached, or it has no grant of this Worker. */
async function readReadiness(
  session: Session,
  { worker, environment }: Switch,
): Promise<Readiness | null> {
  try {
    const client = await openStore(session);
    const key = { worker, environment, limit: PAGE_ROWS };
    const rows = await listAll(
      (cursor) => client.call({ type: "parity.list", ...key, ...cursor }),
      (answer) => answer.parity,
    );
    return judgeReadiness(rows, session.ports.now())[0] ?? null;
  } catch (error) {
    if (!(error instanceof CliError) || error.exitStatus !== EXIT.FAILED) throw error;
    session.warn(error.failure.message);
    return null;
  }
}

async function ask(session: Session, diff: string): Promise<void> {
  const { stderr } = session.ports;
  if (session.canAsk) stderr.write(renderDiff(diff, session.viewOf(stderr)));
  await confirm(session, "Write this?");
}

function conclude(
  { worker, environment, mode, config }: Switch,
  { changed, diff, deploy }: { changed: boolean; diff: string; deploy: string },
): Outcome {
  const said = changed
    ? phrase("{worker} in {environment} is in mode {mode} from the next deploy on: {command}", {
        worker,
        environment,
        mode,
        command: deploy,
      })
    : phrase("{worker} in {environment} is in mode {mode} already.", { worker, environment, mode });
  const isSaid = changed || diff === "";
  return {
    json: { worker, environment, mode, changed, path: config.path, deploy },
    text: (view) => `${renderDiff(diff, view)}${isSaid ? `${speak(view.language, said)}\n` : ""}`,
  };
}
