/** Rotates secrets: one, several of one environment, or those of a file; all of them or none. */
import { resolve } from "node:path";
import {
  type CopiesChoice,
  copiesChoice,
  LIMITS,
  type Rotated,
  secretEnvironment,
  secretName,
  secretRotate,
} from "@lunakey/contract";
import { CliError, usageError } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome, textOption } from "../command-spec.ts";
import type { AdminClient } from "../connection/admin-client.ts";
import { openStore } from "../connection/store-session.ts";
import type { FollowedCopy } from "../copies/follow-rotation.ts";
import { type FileChange, readChanges } from "../input/changes-file.ts";
import { readDuration } from "../input/duration.ts";
import { generateValue } from "../input/generate-value.ts";
import { readCount, readExpiry, readInput } from "../input/user-input.ts";
import { decodeUtf8, readFileBytes, readInputBytes } from "../input/value-input.ts";
import { asIs, phrase } from "../language/phrase.ts";
import {
  copyCommands,
  describeCopyCommands,
  describeFollowed,
  describeLeftCopies,
  describeRotated,
  describeShortOverlap,
  describeUnknownCopies,
  isSameCopy,
} from "../output/rotation.ts";
import { readNewValue, readRecipe } from "../rotation/new-value.ts";
import type { RotationOptions } from "../rotation/rotate-at-cloudflare.ts";
import type { Session } from "../session.ts";
import { confirm, confirmByName } from "../terminal/confirm.ts";

const LARGEST_VERSION = 2 ** 31;

interface Asked {
  readonly changes: readonly FileChange[];
  /** The file that holds the one new value; null where there is none. */
  readonly file: string | null;
  /** Was the value made by this run, and is known to no other? */
  readonly isMade: boolean;
  readonly discard: () => Promise<void>;
}

export async function rotateSecrets(session: Session, input: CommandInput): Promise<Outcome> {
  const options = readRotationOptions(input);
  assertConsistent(input);
  const asked = await readAsked(session, input);
  const client = await openStore(session);
  if (!hasFlag(input, "yes")) await askFirst(session, client, asked.changes);
  const changes = await apply(session, client, asked, options).catch(async (error: unknown) => {
    // What may have been carried out has its value in the file only.
    if (isRefusal(error)) await asked.discard();
    throw error;
  });
  return conclude(session, client, changes, options.copies, asked.file);
}

/** One after the other in Cloudflare's store, which knows no changes of several; else all at once. */
async function apply(
  session: Session,
  client: AdminClient,
  { changes, isMade }: Asked,
  options: RotationOptions,
): Promise<readonly Rotated[]> {
  const status = await client.call({ type: "store.status" });
  const [change] = changes;
  if (status.backend === "cloudflare" && changes.length === 1 && change !== undefined) {
    const { rotateAtCloudflare } = await import("../rotation/rotate-at-cloudflare.ts");
    return [await rotateAtCloudflare(session, client, status, change, options, isMade)];
  }
  return (await client.call({ type: "changes.apply", changes: [...changes], ...options })).changes;
}

/** Options of rotations of any kind. */
function readRotationOptions(input: CommandInput): RotationOptions {
  const overlapSeconds = readDuration(input, "overlap", LIMITS.OVERLAP_SECONDS);
  if (hasFlag(input, "sync") && hasFlag(input, "leaveCopies")) {
    throw usageError("Give --sync or --leave-copies, not both.");
  }
  if (hasFlag(input, "pending") && overlapSeconds !== undefined) {
    throw usageError("--overlap is given to lunakey promote where --pending is.");
  }
  const copies: CopiesChoice = hasFlag(input, "sync")
    ? copiesChoice.enum.update
    : hasFlag(input, "leaveCopies")
      ? copiesChoice.enum.leave
      : copiesChoice.enum.refuse;
  return {
    copies,
    ...(overlapSeconds === undefined ? {} : { overlapSeconds }),
    ...(hasFlag(input, "pending") ? { pending: true } : {}),
  };
}

function assertConsistent(input: CommandInput): void {
  const isFromFile = textOption(input, "fromFile") !== undefined;
  const ofOne = ["file", "out", "ifVersion", "expires", "comment"].find(
    (option) => input.options[option] !== undefined,
  );
  const flag = `--${ofOne?.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (isFromFile) {
    const own = ["generate", "format", "env"].find((option) => input.options[option] !== undefined);
    if (input.operands.length > 0 || own !== undefined || ofOne !== undefined) {
      throw usageError("--from-file names secrets, environments and values itself.");
    }
    return;
  }
  if (input.operands.length === 0) throw usageError("NAME is missing.", "Or give --from-file.");
  if (textOption(input, "env") === undefined)
    throw usageError(
      "--env is required.",
      phrase("See {help}.", { help: "lunakey rotate --help" }),
    );
  if (input.operands.length > 1 && ofOne !== undefined) {
    throw usageError(
      phrase("{flag} goes with one NAME.", { flag }),
      "Use --from-file for several with values.",
    );
  }
  if (textOption(input, "out") !== undefined && readRecipe(input) === undefined) {
    throw usageError("--out keeps a value that --generate makes.");
  }
}

async function readAsked(session: Session, input: CommandInput): Promise<Asked> {
  const nothing = async () => undefined;
  const fromFile = textOption(input, "fromFile");
  if (fromFile !== undefined) {
    const changes = readChanges(await readText(session, fromFile));
    return { changes, file: null, isMade: false, discard: nothing };
  }
  const environment = readInput(secretEnvironment, textOption(input, "env"), "--env");
  const names = input.operands.map((name) => readInput(secretName, name, "NAME"));
  const recipe = readRecipe(input);
  const key = { action: "rotate" as const, environment };
  const [name] = names;
  if (names.length > 1 || name === undefined) {
    if (recipe === undefined) {
      throw usageError("Several secrets have no one value.", "Add --generate, or use --from-file.");
    }
    const changes = names.map((each) => ({ ...key, name: each, value: generateValue(recipe) }));
    return { changes, file: null, isMade: true, discard: nothing };
  }
  const fields = readVersionFields(session, input);
  const { value, file, discard } = await readNewValue(session, input, name, recipe);
  const isMade = recipe !== undefined;
  return { changes: [{ ...key, name, value, ...fields }], file, isMade, discard };
}

async function readText(session: Session, file: string): Promise<string> {
  const bytes =
    file === "-"
      ? await readInputBytes(session, LIMITS.IMPORT_BYTES)
      : await readFileBytes(resolve(session.ports.cwd, file), "--from-file", LIMITS.IMPORT_BYTES);
  return decodeUtf8(bytes, file === "-" ? asIs("Standard input") : file);
}

function readVersionFields(session: Session, input: CommandInput) {
  const expectVersion = readCount(input, "ifVersion", LARGEST_VERSION);
  const expiresAt = readExpiry(input, session.ports.now());
  const comment = textOption(input, "comment");
  return {
    ...(expectVersion === undefined ? {} : { expectVersion }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(comment === undefined
      ? {}
      : { comment: readInput(secretRotate.shape.comment, comment, "--comment") }),
  };
}

async function askFirst(
  session: Session,
  client: AdminClient,
  changes: readonly FileChange[],
): Promise<void> {
  const [first] = changes;
  const { label } = client.connection;
  if (changes.length === 1 && first !== undefined) {
    const { name, environment } = first;
    const parts = { name, environment, store: label };
    const question = phrase("Rotates {name} for {environment} in {store}.", parts);
    return confirmByName(session, question, name);
  }
  const names = changes.map(({ name, environment }) => `${name} (${environment})`);
  return confirm(
    session,
    phrase("Rotate {names} in {store}?", { names: names.join(", "), store: label }),
  );
}

/** After these nobody can say that nothing was written. */
const UNCERTAIN: readonly string[] = [
  "unreachable",
  "bad_answer",
  "cancelled",
  "internal",
  "store_unavailable",
  "rotation_unfinished",
];

/** The store has said no: nothing was written. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof CliError)) return false;
  return !UNCERTAIN.includes(error.failure.code);
}

/** Reading configs loads the compiler, which takes longer than a rotation: only where they are asked for. */
async function findConfigs(session: Session): Promise<(worker: string) => string | null> {
  return (await import("../rotation/config-paths.ts")).findConfigPaths(session);
}

/** As above. @returns the copies that the store writes. */
async function follow(
  session: Session,
  client: AdminClient,
  changes: readonly Rotated[],
): Promise<readonly FollowedCopy[]> {
  const { followRotation } = await import("../copies/follow-rotation.ts");
  return followRotation(session, client, changes);
}

async function conclude(
  session: Session,
  client: AdminClient,
  changes: readonly Rotated[],
  copies: CopiesChoice,
  file: string | null,
): Promise<Outcome> {
  const { label, url } = client.connection;
  const isSync = copies === "update";
  const configOf = isSync ? await findConfigs(session) : () => null;
  const followed = isSync ? await follow(session, client, changes) : [];
  const commands = isSync
    ? changes
        .flatMap((one) => copyCommands(one, file, configOf))
        .filter((command) => !followed.some((copy) => isSameCopy(copy, command)))
    : [];
  for (const one of changes) {
    const unknown = describeUnknownCopies(one);
    const kept = one.copies.filter(({ follows }) => follows !== true);
    const left = isSync ? null : describeLeftCopies(one.name, kept);
    for (const note of [describeShortOverlap(one), left, unknown])
      if (note !== null) session.warn(note);
  }
  const now = session.ports.now();
  return {
    json: { changes, followedCopies: followed, copyCommands: commands, store: url },
    text: ({ language }) =>
      [
        ...changes.map((one) => describeRotated(one, label, now)),
        describeFollowed(followed),
        describeCopyCommands(commands),
      ]
        .map((each) => each[language])
        .join(""),
  };
}
