/** Leaves Lunakey: finds its changes in the history, takes them back, and says what comes next. */
import type { EjectReport } from "@lunakey/contract";
import { type Disk, type EjectPlan, planEject } from "@lunakey/migrate";
import { failure } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome, textOption } from "../command-spec.ts";
import { phrase } from "../language/phrase.ts";
import { REPOSITORY_WORDS } from "../language/repository-words.ts";
import { renderDiff } from "../output/diff.ts";
import { describeEject, ejectDiff } from "../output/eject/describe-plan.ts";
import { renderEject } from "../output/eject/text.ts";
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

const OPERATION = "eject";

export interface EjectPlanned {
  readonly targets: EjectTargets;
  readonly first: EjectHistory["first"];
  readonly plan: EjectPlan;
}

export async function eject(session: Session, input: CommandInput): Promise<Outcome> {
  const disk = openRepository(session, undefined);
  if (hasFlag(input, "undo")) return undo(session, disk);
  recoverRepository(session, disk);
  const targets = findTargets(session, input, disk);
  if (!targets.isThere) return concludeEmpty(session, disk, targets);
  const isDryRun = hasFlag(input, "dryRun");
  if (!isDryRun && !hasFlag(input, "allowDirty")) await refuseDirty(session, disk.root, []);
  const planned = await plan(session, input, disk, targets);
  const { changes } = planned.plan;
  const hasWork = changes.length > 0;
  const isAsked = hasWork && !isDryRun && !hasFlag(input, "yes");
  if (isAsked) await ask(session, planned);
  if (hasWork && !isDryRun) writeRepository(session, disk, changes, OPERATION);
  const report = describeEject(
    planned,
    { root: disk.root, dryRun: isDryRun, written: hasWork && !isDryRun },
    session.language,
  );
  const isShown = isAsked && session.canAsk;
  return {
    json: report satisfies EjectReport,
    text: (view) => renderEject(report, view, isShown ? "" : ejectDiff(session, changes)),
  };
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
  const { configs, environments, helpers } = targets;
  const history = await readHistory(session, {
    disk,
    place: { folder: disk.root, env },
    configs,
    since: textOption(input, "since"),
    environments,
  });
  const inventory = await takeInventory(session, disk, "quick");
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
    }),
  );
  return { targets, first: history.first, plan: made };
}

function undo(session: Session, disk: Disk): Outcome {
  const undone = undoRepository(session, disk, OPERATION);
  const words = REPOSITORY_WORDS[session.language];
  return { json: { v: 1, undone }, text: () => `${words.undone(undone.length)}\n` };
}

/** A second run, or a repository that was never moved: there is nothing to do, and nothing wrong. */
function concludeEmpty(session: Session, disk: Disk, { bound }: EjectTargets): Outcome {
  const report: EjectReport = {
    ...{ v: 1, root: disk.root, dryRun: false, written: false, files: [], since: null },
    ...{ workers: bound.map(() => ({ worker: "", config: "", environments: [] })), values: [] },
    ...{ left: [], next: [] },
  };
  return { json: report, text: () => `${session.speak("Nothing of Lunakey is left here.")}\n` };
}

async function ask(session: Session, { plan, targets }: EjectPlanned): Promise<void> {
  const { stderr } = session.ports;
  if (session.canAsk) {
    stderr.write(renderDiff(ejectDiff(session, plan.changes), session.viewOf(stderr)));
  }
  const workers = [...new Set(targets.configs.map(({ name }) => name ?? ""))].filter(Boolean);
  await confirm(
    session,
    phrase("Take Lunakey out of {workers} ({count} files)?", {
      workers: workers.join(", "),
      count: plan.changes.length,
    }),
  );
}
