/** Binds Workers to the store: plans, shows, asks, writes, grants, and says what comes next. */
import type { BindReport } from "@lunakey/contract";
import type { Disk, FileChange, GrantNeeded } from "@lunakey/migrate";
import { createVarMask, renderUnifiedDiff } from "@lunakey/migrate";
import { CliError, EXIT } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome } from "../command-spec.ts";
import { BIND_WORDS } from "../language/catalogues/bind.ts";
import { REPOSITORY_WORDS } from "../language/catalogues/repository.ts";
import { joinTexts } from "../language/phrase.ts";
import { describeBinding } from "../output/bind/describe-plan.ts";
import { renderBinding } from "../output/bind/text.ts";
import { maskConfigLine } from "../output/config-context.ts";
import { renderDiff } from "../output/diff.ts";
import {
  openRepository,
  recoverRepository,
  undoRepository,
  writeRepository,
} from "../repository/open-repository.ts";
import { refuseDirty } from "../repository/refuse-dirty.ts";
import type { Session } from "../session.ts";
import { confirm } from "../terminal/confirm.ts";
import { type BindPlanned, planBind } from "./bind/plan.ts";
import { addGrants } from "./bind/store-facts.ts";

const OPERATION = "bind";

export async function bind(session: Session, input: CommandInput): Promise<Outcome> {
  const disk = openRepository(session, undefined);
  if (hasFlag(input, "undo")) return undo(session, disk);
  recoverRepository(session, disk);
  const planned = await planBind(session, input, disk);
  const isDryRun = hasFlag(input, "dryRun");
  const hasWork = planned.changes.length > 0 || planned.missingGrants.length > 0;
  const granted = hasWork && !isDryRun ? await carryOut(session, input, disk, planned) : [];
  const report = describeBinding(
    planned,
    {
      root: disk.root,
      dryRun: isDryRun,
      written: !isDryRun && planned.changes.length > 0,
      granted,
    },
    session.language,
  );
  // What was asked about was shown before the question.
  const isShown = !isDryRun && hasWork && session.canAsk && !hasFlag(input, "yes");
  return {
    json: report satisfies BindReport,
    text: (view) =>
      renderBinding(report, view, {
        language: session.language,
        diff: isShown ? "" : diffOf(planned.changes),
        store: planned.store?.client.connection.label[session.language] ?? null,
      }),
  };
}

function undo(session: Session, disk: Disk): Outcome {
  const undone = undoRepository(session, disk, OPERATION);
  const words = REPOSITORY_WORDS[session.language];
  return { json: { v: 1, undone }, text: () => `${words.undone(undone.length)}\n` };
}

/** @returns what was granted now. */
async function carryOut(
  session: Session,
  input: CommandInput,
  disk: Disk,
  planned: BindPlanned,
): Promise<readonly GrantNeeded[]> {
  const { changes, missingGrants, store } = planned;
  if (!hasFlag(input, "allowDirty") && changes.length > 0) {
    await refuseDirty(session, disk.root, changes);
  }
  if (!hasFlag(input, "yes")) await ask(session, planned);
  if (changes.length > 0) writeRepository(session, disk, changes, OPERATION);
  if (store === null) return [];
  try {
    for (const each of missingGrants) await addGrants(store, each);
    return missingGrants;
  } catch (error) {
    throw explainHalf(session, error, changes);
  }
}

async function ask(
  session: Session,
  { changes, missingGrants, store }: BindPlanned,
): Promise<void> {
  const words = BIND_WORDS[session.language];
  const { stderr } = session.ports;
  if (session.canAsk) stderr.write(renderDiff(diffOf(changes), session.viewOf(stderr)));
  const count = missingGrants.reduce((sum, { secrets }) => sum + secrets.length, 0);
  const label = store?.client.connection.label[session.language] ?? "";
  const withGrants =
    changes.length === 0
      ? words.questionGrants(count, label)
      : words.questionWithGrants(changes.length, count, label);
  await confirm(
    session,
    store === null || count === 0 ? words.question(changes.length) : withGrants,
  );
}

/** Files without grants are half of the way: that has to be said, whatever failed. */
function explainHalf(session: Session, error: unknown, changes: readonly FileChange[]): unknown {
  if (!(error instanceof CliError) || changes.length === 0) return error;
  const { message, hint } = error.failure;
  const words = BIND_WORDS[session.language];
  return new CliError(
    {
      ...error.failure,
      message: joinTexts([words.grantFailed, message], " "),
      hint: joinTexts([...(hint === undefined ? [] : [hint]), words.stepGrant], "\n"),
    },
    EXIT.FAILED,
  );
}

function diffOf(changes: readonly FileChange[]): string {
  return changes
    .map((change) =>
      renderUnifiedDiff(change, {
        renderContext: maskConfigLine,
        renderChanged: createVarMask(change),
      }),
    )
    .join("");
}
