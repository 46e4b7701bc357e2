/** Promotes, rolls back and retires: versions change places, no value is needed. */
import {
  type ChangeAction,
  LIMITS,
  type Rotated,
  secretEnvironment,
  secretName,
} from "@lunakey/contract";
import { usageError } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome, textOption } from "../command-spec.ts";
import type { AdminClient } from "../connection/admin-client.ts";
import { openStore } from "../connection/store-session.ts";
import { readDuration } from "../input/duration.ts";
import { readCount, readInput } from "../input/user-input.ts";
import { joinTexts, phrase } from "../language/phrase.ts";
import { describeRotated } from "../output/rotation.ts";
import type { Session } from "../session.ts";
import { confirm, confirmByName } from "../terminal/confirm.ts";

const LARGEST_VERSION = 2 ** 31;

type Move = Exclude<ChangeAction, "rotate">;

type Warning =
  | "Workers go back to another version. {where}"
  | "What was made with the previous version is not accepted from then on. {where}";

/** What each asks before it is done; null where it can be taken back. */
const WARNINGS: Readonly<Record<Move, Warning | null>> = {
  promote: null,
  rollback: "Workers go back to another version. {where}",
  retire: "What was made with the previous version is not accepted from then on. {where}",
};

export async function moveVersions(
  session: Session,
  input: CommandInput,
  action: Move,
): Promise<Outcome> {
  const environment = readInput(secretEnvironment, textOption(input, "env"), "--env");
  const names = input.operands.map((name) => readInput(secretName, name, "NAME"));
  const options = readOptions(input, names.length);
  const client = await openStore(session);
  if (!hasFlag(input, "yes")) await askFirst(session, client, action, names, environment);
  const changes = await send(client, action, names, environment, options);
  const { label, url } = client.connection;
  const now = session.ports.now();
  return {
    json: { changes, store: url },
    text: ({ language }) =>
      changes.map((one) => describeRotated(one, label, now)[language]).join(""),
  };
}

type Options = ReturnType<typeof readOptions>;

function readOptions(input: CommandInput, count: number) {
  const overlapSeconds = readDuration(input, "overlap", LIMITS.OVERLAP_SECONDS);
  const expectVersion = readCount(input, "ifVersion", LARGEST_VERSION);
  const version = readCount(input, "to", LARGEST_VERSION);
  if (count > 1 && (expectVersion !== undefined || version !== undefined)) {
    throw usageError("--if-version and --to go with one NAME.");
  }
  return {
    ...(overlapSeconds === undefined ? {} : { overlapSeconds }),
    ...(expectVersion === undefined ? {} : { expectVersion }),
    ...(version === undefined ? {} : { version }),
  };
}

async function askFirst(
  session: Session,
  client: AdminClient,
  action: Move,
  names: readonly string[],
  environment: string,
): Promise<void> {
  const warning = WARNINGS[action];
  if (warning === null) return;
  const { label: store } = client.connection;
  const where = phrase("{names} for {environment} in {store}", {
    names: names.join(", "),
    environment,
    store,
  });
  const question = (end: string) => phrase(warning, { where: joinTexts([where, end], "") });
  const [name = ""] = names;
  if (names.length === 1) await confirmByName(session, question("."), name);
  else await confirm(session, question("?"));
}

/** One secret by its own command, several as one change. */
async function send(
  client: AdminClient,
  action: Move,
  names: readonly Rotated["name"][],
  environment: Rotated["environment"],
  { overlapSeconds, ...ofOne }: Options,
): Promise<readonly Rotated[]> {
  const overlap = overlapSeconds === undefined ? {} : { overlapSeconds };
  const [name = ""] = names;
  if (names.length > 1) {
    const changes = names.map((each) => ({ action, environment, name: each }));
    return (await client.call({ type: "changes.apply", changes, ...overlap })).changes;
  }
  const key = { environment, name, ...ofOne };
  switch (action) {
    case "promote":
      return [await client.call({ type: "secret.promote", ...key, ...overlap })];
    case "rollback":
      return [await client.call({ type: "secret.rollback", ...key, ...overlap })];
    case "retire":
      return [await client.call({ type: "secret.retire", ...key })];
  }
}
