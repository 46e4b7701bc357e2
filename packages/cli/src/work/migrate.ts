/** Moves reads of secrets to the helper: plans with proof, shows, writes, and says what is left. */
import type { MigrateReport } from "@lunakey/contract";
import { type Disk, type FileChange, isHelperText, renderUnifiedDiff } from "@lunakey/migrate";
import { CliError, EXIT, usageError } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome, textOption } from "../command-spec.ts";
import { MIGRATE_WORDS } from "../language/catalogues/migrate.ts";
import { REPOSITORY_WORDS } from "../language/catalogues/repository.ts";
import { describeChange } from "../output/changed-files.ts";
import { lunakeyCommand } from "../output/deployed-commands.ts";
import { describePlan } from "../output/migrate/describe-plan.ts";
import { renderMigration } from "../output/migrate/text.ts";
import { maskLine } from "../output/scan/mask-line.ts";
import { chooseWorkers, nameOf } from "../repository/choose-workers.ts";
import {
  openRepository,
  recoverRepository,
  undoRepository,
  writeRepository,
} from "../repository/open-repository.ts";
import { refuseDirty } from "../repository/refuse-dirty.ts";
import type { Session } from "../session.ts";
import { planWorkers, type WorkerPlanned } from "./migrate/plan.ts";

const OPERATION = "migrate";

export async function migrate(session: Session, input: CommandInput): Promise<Outcome> {
  if (hasFlag(input, "check") && hasFlag(input, "dryRun")) {
    throw usageError("Give --check or --dry-run, not both.");
  }
  const disk = openRepository(session, undefined);
  if (hasFlag(input, "undo")) return undo(session, disk);
  recoverRepository(session, disk);
  const workers = chooseWorkers(session, input, disk);
  const { workers: planned, changes, labels } = await planWorkers(session, input, disk, workers);
  if (hasFlag(input, "check")) refusePending(session, planned);
  const isDryRun = hasFlag(input, "dryRun") || hasFlag(input, "check");
  const isWritten = !isDryRun && changes.length > 0;
  if (isWritten) {
    if (!hasFlag(input, "allowDirty")) await refuseDirty(session, disk.root, changes);
    writeRepository(session, disk, changes, OPERATION);
  }
  const report = describe(session, disk, planned, changes, { isDryRun, isWritten });
  const isFailed = planned.some(({ crashes }) => crashes.length > 0);
  return {
    json: report,
    ...(isFailed ? { exitStatus: EXIT.FAILED } : {}),
    text: (view) =>
      renderMigration(report, view, {
        language: session.language,
        diff: isDryRun ? diffOf(session, changes) : "",
        route: textOption(input, "route"),
        lunakey: lunakeyCommand(),
        labels,
      }),
  };
}

function undo(session: Session, disk: Disk): Outcome {
  const undone = undoRepository(session, disk, OPERATION);
  const words = REPOSITORY_WORDS[session.language];
  return { json: { v: 1, undone }, text: () => `${words.undone(undone.length)}\n` };
}

function refusePending(session: Session, planned: readonly WorkerPlanned[]): void {
  const open = planned.flatMap(({ plan }) => plan.converted);
  // What Workers share is in the plan of each of them.
  const keys = open.map(({ place, name }) => `${place.file}:${place.line}:${place.column} ${name}`);
  const count = new Set(keys).size;
  if (count === 0) return;
  const words = MIGRATE_WORDS[session.language];
  throw new CliError(
    { code: "not_migrated", message: words.pending(count), hint: words.pendingHint },
    EXIT.FAILED,
  );
}

function describe(
  session: Session,
  disk: Disk,
  planned: readonly WorkerPlanned[],
  changes: readonly FileChange[],
  { isDryRun, isWritten }: { readonly isDryRun: boolean; readonly isWritten: boolean },
): MigrateReport {
  return {
    v: 1,
    root: disk.root,
    dryRun: isDryRun,
    written: isWritten,
    files: changes.map(describeChange),
    workers: planned.map(({ config, plan, crashes, settings, nextRoute }) =>
      describePlan(
        { plan, crashes, settings },
        { worker: nameOf(config), config: config.path, nextRoute },
        session.language,
      ),
    ),
  };
}

/** The helper is the same in every Worker: that it is made is all there is to see of it. */
function diffOf(session: Session, changes: readonly FileChange[]): string {
  const words = MIGRATE_WORDS[session.language];
  const isHelperMade = ({ before, after }: FileChange) =>
    before === null && after !== null && isHelperText(after);
  const made = changes
    .filter(isHelperMade)
    .map(({ path, after }) => `+++ ${words.helperMade(path, after?.split("\n").length ?? 0)}\n`);
  const diffs = changes
    .filter((change) => !isHelperMade(change))
    .map((change) => renderUnifiedDiff(change, { renderContext: (line) => maskLine(line) }));
  return [...made, ...diffs].join("");
}
