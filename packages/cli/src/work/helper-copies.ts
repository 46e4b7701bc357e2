/** Copies of the helper: which version each is, whether somebody changed it, and renewing them. */
import {
  type Disk,
  type FileChange,
  HELPER_FILES,
  readTextIfThere,
  renderUnifiedDiff,
  walkRepository,
} from "@lunakey/migrate";
import { CliError, EXIT, usageError } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome, textOption } from "../command-spec.ts";
import { readHelperText } from "../files/helper-file.ts";
import { HELPER_COPY_WORDS, type HelperCopyWords } from "../language/catalogues/helper-copy.ts";
import { MIGRATE_WORDS } from "../language/catalogues/migrate.ts";
import { REPOSITORY_WORDS } from "../language/catalogues/repository.ts";
import { renderDiff } from "../output/diff.ts";
import { maskLine } from "../output/scan/mask-line.ts";
import { chooseWorkers, nameOf } from "../repository/choose-workers.ts";
import { findHelper, placeOf } from "../repository/helper-place.ts";
import { type HelperIdentity, identifyHelper } from "../repository/helper-version.ts";
import {
  openRepository,
  recoverRepository,
  undoRepository,
  writeRepository,
} from "../repository/open-repository.ts";
import { refuseDirty } from "../repository/refuse-dirty.ts";
import type { Session } from "../session.ts";

const OPERATION = "helper";

interface Copy extends HelperIdentity {
  /** null: of code that Workers share. */
  readonly worker: string | null;
  readonly path: string;
  readonly before: string;
}

export async function manageHelper(session: Session, input: CommandInput): Promise<Outcome> {
  if (hasFlag(input, "check") && hasFlag(input, "update")) {
    throw usageError("Give --check or --update, not both.");
  }
  if (hasFlag(input, "force") && !hasFlag(input, "update")) {
    throw usageError("--force goes with --update.");
  }
  const disk = openRepository(session, undefined);
  if (hasFlag(input, "undo")) return undo(session, disk);
  recoverRepository(session, disk);
  const text = await readHelperText();
  const copies = listCopies(session, input, disk, text);
  return hasFlag(input, "update")
    ? update(session, input, disk, text, copies)
    : check(session, text, copies);
}

function undo(session: Session, disk: Disk): Outcome {
  const undone = undoRepository(session, disk, OPERATION);
  const words = REPOSITORY_WORDS[session.language];
  return { json: { v: 1, undone }, text: () => `${words.undone(undone.length)}\n` };
}

/** Each file once: several configs can be of one Worker, and several Workers of one package. */
function listCopies(session: Session, input: CommandInput, disk: Disk, text: string): Copy[] {
  const workers = new Map(
    chooseWorkers(session, input, disk).map((config) => {
      const { path } = findHelper(disk, placeOf(config));
      return [path, nameOf(config)];
    }),
  );
  const all = textOption(input, "worker") === undefined ? listNamedSo(disk) : [];
  return [...new Set([...workers.keys(), ...all])].sort().flatMap((path): Copy[] => {
    const before = readIfText(disk, path);
    const identity = before === null ? null : identifyHelper(before, text);
    if (before === null || identity === null) return [];
    return [{ ...identity, worker: workers.get(path) ?? null, path, before }];
  });
}

function listNamedSo(disk: Disk): string[] {
  const names: readonly string[] = HELPER_FILES;
  return walkRepository(disk)
    .files.filter(({ linkTo }) => linkTo === null)
    .map(({ path }) => path)
    .filter((path) => names.includes(path.slice(path.lastIndexOf("/") + 1)));
}

function readIfText(disk: Disk, path: string): string | null {
  try {
    return readTextIfThere(disk, path);
  } catch {
    // What is no text is no helper.
    return null;
  }
}

function check(session: Session, text: string, copies: readonly Copy[]): Outcome {
  const words = HELPER_COPY_WORDS[session.language];
  const others = copies.filter(({ isCurrent }) => !isCurrent);
  if (others.length > 0) {
    const changed = others.filter(isChanged);
    showChanges(
      session,
      changed.map(({ path, before }) => ({ path, before: text, after: before })),
    );
    throw new CliError(
      {
        code: "helper_differs",
        message: others.map((copy) => describe(copy, words)).join("\n"),
        hint: changed.length > 0 ? words.editedHint : words.differsHint,
      },
      EXIT.FAILED,
    );
  }
  return {
    json: { v: 1, copies: copies.map(describeCopy) },
    text: () =>
      copies.length === 0
        ? `${words.none}\n`
        : copies.map((copy) => `${describe(copy, words)}\n`).join(""),
  };
}

async function update(
  session: Session,
  input: CommandInput,
  disk: Disk,
  text: string,
  copies: readonly Copy[],
): Promise<Outcome> {
  const words = HELPER_COPY_WORDS[session.language];
  const stale = copies.filter(({ isCurrent }) => !isCurrent);
  const changes = stale.map(({ path, before }): FileChange => ({ path, before, after: text }));
  const files = changes.map(({ path }) => path);
  const isDryRun = hasFlag(input, "dryRun");
  if (!isDryRun && changes.length > 0) {
    if (!hasFlag(input, "force")) refuseEdited(session, stale, changes);
    if (!hasFlag(input, "allowDirty")) await refuseDirty(session, disk.root, changes);
    writeRepository(session, disk, changes, OPERATION);
  }
  const current = copies.filter(({ isCurrent }) => isCurrent);
  const end = isDryRun
    ? `${MIGRATE_WORDS[session.language].dryRun}\n`
    : files.length > 0
      ? `${words.updated(files)}\n`
      : "";
  return {
    json: { v: 1, dryRun: isDryRun, files, copies: copies.map(describeCopy) },
    text: (view) =>
      [
        copies.length === 0 ? `${words.none}\n` : "",
        ...current.map((copy) => `${describe(copy, words)}\n`),
        ...(isDryRun ? stale.map((copy) => `${describe(copy, words)}\n`) : []),
        isDryRun ? renderDiff(diffOf(changes), view) : "",
        end,
      ].join(""),
  };
}

/** What somebody wrote is not thrown away without having been looked at. */
function refuseEdited(
  session: Session,
  stale: readonly Copy[],
  changes: readonly FileChange[],
): void {
  const changed = stale.filter(isChanged);
  if (changed.length === 0) return;
  const paths = new Set(changed.map(({ path }) => path));
  showChanges(
    session,
    changes.filter(({ path }) => paths.has(path)),
  );
  const words = HELPER_COPY_WORDS[session.language];
  const message = changed.map((copy) => describe(copy, words)).join("\n");
  throw new CliError({ code: "helper_edited", message, hint: words.forceHint }, EXIT.FAILED);
}

const isChanged = ({ state }: Copy) => state === "edited" || state === "unknown";

function showChanges(session: Session, changes: readonly FileChange[]): void {
  if (changes.length === 0) return;
  session.say(renderDiff(diffOf(changes), session.viewOf(session.ports.stderr)).trimEnd());
}

/** People may have put anything into a copy. */
function diffOf(changes: readonly FileChange[]): string {
  const masked = { renderContext: (line: string) => maskLine(line), renderChanged: maskLine };
  return changes.map((change) => renderUnifiedDiff(change, masked)).join("");
}

function describe({ path, version, state, isCurrent, changedLines }: Copy, words: HelperCopyWords) {
  return words.states[state]({ path, version, isCurrent, changedLines });
}

function describeCopy({ worker, path, version, state, isCurrent, changedLines }: Copy) {
  return { worker, path, current: isCurrent, version, state, changedLines };
}
