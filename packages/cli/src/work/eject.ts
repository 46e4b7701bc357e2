/** Leaves Lunakey: finds its changes in the history, takes them back, and says what comes next. */

import type { EjectReport } from "@lunakey/contract";
import {
  type Disk,
  type EjectPlan,
  type Inventory,
  ParsedFiles,
  planEject,
} from "@lunakey/migrate";
import { failure, usageError } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome, textOption } from "../command-spec.ts";
import { REPOSITORY_WORDS } from "../language/catalogues/repository.ts";
import { counted } from "../language/counted.ts";
import { phrase } from "../language/phrase.ts";
import { renderDiff } from "../output/diff.ts";
import { describeEject, ejectDiff } from "../output/eject/describe-plan.ts";
import { renderEject } from "../output/eject/text.ts";
import { nameOf } from "../repository/choose-workers.ts";
import { readGitState } from "../repository/git-state.ts";
import {
  openRepository,
  recoverRepository,
  undoRepository,
  writeRepository,
} from "../repository/open-repository.ts";
import { refuseDirty } from "../repository/refuse-dirty.ts";
import { takeInventory } from "../repository/take-inventory.ts";
import type { Session } from "../session.ts";
import { confirm } from "../terminal/confirm.ts";
import { type EjectHistory, readHistory } from "./eject/history.ts";
import { type EjectTargets, findTargets } from "./eject/targets.ts";
import {
  describePlanned,
  type EjectedValue,
  listOverwritten,
  planValues,
  sendValues,
  type ValuesPlanned,
} from "./eject/values.ts";

const OPERATION = "eject";

export interface EjectPlanned {
  readonly targets: EjectTargets;
  readonly first: EjectHistory["first"];
  readonly plan: EjectPlan;
  /** null with `--code-only`, and where nothing is bound. */
  readonly values: ValuesPlanned | null;
}

export async function eject(session: Session, input: CommandInput): Promise<Outcome> {
  if (hasFlag(input, "codeOnly") && hasFlag(input, "verify")) {
    throw usageError("Give --code-only or --verify, not both.");
  }
  const disk = openRepository(session, undefined);
  if (hasFlag(input, "undo")) return undo(session, disk);
  recoverRepository(session, disk);
  const targets = findTargets(session, input, disk);
  if (!targets.isThere) return concludeEmpty(session, disk);
  const isDryRun = hasFlag(input, "dryRun");
  if (!isDryRun && !hasFlag(input, "allowDirty")) await refuseDirty(session, disk.root, []);
  const planned = await plan(session, input, disk, targets);
  const isAsked = !isDryRun && !hasFlag(input, "yes");
  if (isAsked) await ask(session, planned);
  const values = isDryRun ? planned.values && describePlanned(planned.values) : null;
  const sent = isDryRun ? values : await carryOut(session, input, disk, planned);
  const { changes } = planned.plan;
  const report = describeEject(
    planned,
    { root: disk.root, dryRun: isDryRun, written: changes.length > 0 && !isDryRun },
    sent ?? [],
    session.language,
  );
  const isShown = isAsked && session.canAsk;
  return {
    json: report satisfies EjectReport,
    text: (view) => renderEject(report, view, isShown ? "" : ejectDiff(session, changes)),
  };
}

/** Values first: until the files are deployed, the Workers go on reading the store. */
async function carryOut(
  session: Session,
  input: CommandInput,
  disk: Disk,
  { plan: { changes }, values }: EjectPlanned,
): Promise<readonly EjectedValue[]> {
  const sent = values === null ? [] : await sendValues(session, input, values);
  if (changes.length > 0) writeRepository(session, disk, changes, OPERATION);
  return sent;
}

async function plan(
  session: Session,
  input: CommandInput,
  disk: Disk,
  targets: EjectTargets,
): Promise<EjectPlanned> {
  const { env } = session.ports;
  const git = await readGitState(disk.root, env);
  const words = REPOSITORY_WORDS[session.language];
  if (git.state === "no_git") throw failure("not_a_repository", words.noGit, words.noGitHint);
  const { configs, environments, helpers, bound } = targets;
  const isCodeOnly = hasFlag(input, "codeOnly") || bound.length === 0;
  const values = isCodeOnly ? null : await planValues(session, bound);
  const parsed = new ParsedFiles();
  const inventory = await takeInventory(session, disk, "quick", parsed);
  const history = await readHistory(session, {
    disk,
    place: { folder: disk.root, env },
    configs,
    since: textOption(input, "since"),
    environments,
    parsed,
    names: namesRead(inventory),
  });
  session.say(phrase("… {what}", { what: session.speak("taking back and proving") }));
  const made = await session.ports.compute(async () =>
    planEject({
      disk,
      inventory,
      configs: configs.map(({ path }) => path),
      files: history.files,
      isLinear: history.isLinear,
      environments,
      helpers,
      parsed,
    }),
  );
  return { targets, first: history.first, plan: made, values };
}

/** Secrets that any Worker reads. */
function namesRead({ secrets }: Inventory): Set<string> {
  const read = secrets.filter(({ workers }) => workers.some(({ reads }) => reads > 0));
  return new Set(read.map(({ name }) => name));
}

function undo(session: Session, disk: Disk): Outcome {
  const undone = undoRepository(session, disk, OPERATION);
  const words = REPOSITORY_WORDS[session.language];
  return { json: { v: 1, undone }, text: () => `${words.undone(undone.length)}\n` };
}

/** A second run, or a repository that was never moved: there is nothing to do, and nothing wrong. */
function concludeEmpty(session: Session, disk: Disk): Outcome {
  const report: EjectReport = {
    v: 1,
    root: disk.root,
    dryRun: false,
    written: false,
    files: [],
    since: null,
    workers: [],
    values: [],
    left: [],
    next: [],
  };
  return { json: report, text: () => `${session.speak("Nothing of Lunakey is left here.")}\n` };
}

async function ask(session: Session, { plan, targets, values }: EjectPlanned): Promise<void> {
  const { stderr } = session.ports;
  if (session.canAsk) {
    stderr.write(renderDiff(ejectDiff(session, plan.changes), session.viewOf(stderr)));
  }
  const overwritten = values === null ? [] : listOverwritten(values);
  if (overwritten.length > 0) {
    session.say(
      phrase(
        "First the store writes these individual secrets; what they hold now can not be read back: {what}",
        { what: overwritten.join("; ") },
      ),
    );
  }
  const workers = [...new Set(targets.configs.map(nameOf))].join(", ");
  await confirm(
    session,
    phrase("Take Lunakey out of {workers} ({files})?", {
      workers,
      files: counted(plan.changes.length, "files"),
    }),
  );
}
