/** Has the store write individual secrets: plans, shows, asks, sends, and waits where that is wanted. */
import {
  type ConsumerEnvironment,
  type CopyPlan,
  consumerEnvironment,
  type SecretName,
  secretName,
} from "@lunakey/contract";
import { usageError } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome, textOption } from "../command-spec.ts";
import type { AdminClient } from "../connection/admin-client.ts";
import { openStore } from "../connection/store-session.ts";
import { type ConfiguredTarget, findCopyTargets } from "../copies/copy-target.ts";
import { type Pruning, planPruning, prune } from "../copies/prune-copies.ts";
import { isToSend, planCopies, sendCopies } from "../copies/send-copies.ts";
import { type CopiesView, isSettled, waitForCopies } from "../copies/wait-for-copies.ts";
import { readDuration } from "../input/duration.ts";
import { readInput } from "../input/user-input.ts";
import { joinTexts, phrase, speak, type Wording } from "../language/phrase.ts";
import { describePruning, renderCopies, renderCopyPlans } from "../output/copies.ts";
import type { Session } from "../session.ts";
import { confirm } from "../terminal/confirm.ts";

const TIMEOUT_DEFAULT_SECONDS = 600;
const TIMEOUT_MAX_SECONDS = 86_400;

interface Asked {
  readonly environment: ConsumerEnvironment;
  /** Undefined for all that is granted. */
  readonly names: readonly SecretName[] | undefined;
  readonly timeoutSeconds: number;
}

/** A Worker, and what there is to do for it. */
interface Planned {
  readonly target: ConfiguredTarget;
  readonly plan: CopyPlan;
  /** Null where nothing was to be deleted. */
  readonly pruning: Pruning | null;
}

export async function syncCopies(session: Session, input: CommandInput): Promise<Outcome> {
  const asked = readAsked(input);
  const client = await openStore(session);
  const targets = findCopyTargets(session, input, asked.environment);
  const planned: Planned[] = [];
  for (const target of targets) {
    const one = await planOne(session, client, input, target, asked);
    if (one !== null) planned.push(one);
  }
  const ended = { view: null, isShown: false };
  if (hasFlag(input, "dryRun")) return conclude(input, client, planned, ended);
  const isShown = !hasFlag(input, "yes") && (await askFirst(session, planned));
  for (const { target, plan, pruning } of planned) {
    await sendCopies(client, target, plan);
    if (pruning !== null) await prune(client, target, pruning);
  }
  const view = hasFlag(input, "wait") ? await wait(session, client, asked, planned) : null;
  return conclude(input, client, planned, { view, isShown });
}

function readAsked(input: CommandInput): Asked {
  const environment = textOption(input, "env");
  if (environment === undefined)
    throw usageError("--env is required.", phrase("See {help}.", { help: "lunakey sync --help" }));
  const names = input.operands.map((name) => readInput(secretName, name, "NAME"));
  const timeout = readDuration(input, "timeout", TIMEOUT_MAX_SECONDS);
  return {
    environment: readInput(consumerEnvironment, environment, "--env"),
    names: names.length === 0 ? undefined : names,
    timeoutSeconds: timeout ?? TIMEOUT_DEFAULT_SECONDS,
  };
}

/** Null for a Worker that reads from the store, and was neither named nor has a copy. */
async function planOne(
  session: Session,
  client: AdminClient,
  input: CommandInput,
  target: ConfiguredTarget,
  { names }: Asked,
): Promise<Planned | null> {
  const plan = await planCopies(client, target, names);
  const isMeant = textOption(input, "worker") !== undefined || plan.script !== null;
  if (target.isBound && !isMeant) {
    const { worker } = target;
    session.warn(
      phrase(
        "{worker} is bound to the store and gets no copies; to write them all the same: --worker {worker}",
        { worker },
      ),
    );
    return null;
  }
  // Of a script that was never said nothing was sent.
  const isPruned = hasFlag(input, "prune") && plan.script !== null;
  return { target, plan, pruning: isPruned ? await planPruning(client, target, names) : null };
}

/**
 * Asks about what can not be brought back, below the whole of what would be done.
 *
 * @returns whether that was shown.
 */
async function askFirst(session: Session, planned: readonly Planned[]): Promise<boolean> {
  const overwritten = planned.flatMap(({ plan: { worker, items } }) => {
    const names = items.filter(({ status }) => status === "new").map(({ name }) => name);
    return names.length === 0 ? [] : [`${worker}: ${names.join(", ")}`];
  });
  const deleted = planned.flatMap(({ pruning }) => (pruning === null ? [] : [pruning]));
  const isDeleting = deleted.some(({ sent, foreign }) => sent.length + foreign.length > 0);
  if (overwritten.length === 0 && !isDeleting) return false;
  showPlans(session, planned);
  if (overwritten.length > 0) {
    await confirm(
      session,
      phrase(
        "Overwrite these individual secrets, whose present values can not be read back ({what})?",
        { what: overwritten.join("; ") },
      ),
    );
  }
  if (!isDeleting) return true;
  for (const line of deleted.flatMap(describePruning)) session.say(line);
  await confirm(session, "Delete these individual secrets? What they hold is lost.");
  return true;
}

/** For whoever is asked: without a terminal the question is refused, and says why. */
function showPlans(session: Session, planned: readonly Planned[]): void {
  const { stderr } = session.ports;
  if (!session.canAsk) return;
  const plans = planned.map(({ plan }) => plan);
  stderr.write(renderCopyPlans(plans, session.viewOf(stderr)));
}

/** Until those that were just sent or deleted are, and what was on its way for the same names. */
function wait(
  session: Session,
  client: AdminClient,
  { environment, timeoutSeconds }: Asked,
  planned: readonly Planned[],
): Promise<CopiesView> {
  const meant = new Set(
    planned.flatMap(({ plan: { worker, items }, pruning }) =>
      [...items.map(({ name }) => name), ...(pruning?.sent ?? []), ...(pruning?.foreign ?? [])].map(
        (name) => `${worker} ${name}`,
      ),
    ),
  );
  return waitForCopies(
    session,
    client,
    environment,
    ({ worker, name }) => meant.has(`${worker} ${name}`),
    timeoutSeconds * 1_000,
  );
}

interface Ended {
  /** How far the copies are; null where nobody waited. */
  readonly view: CopiesView | null;
  /** What was planned was shown before a question. */
  readonly isShown: boolean;
}

function conclude(
  input: CommandInput,
  client: AdminClient,
  planned: readonly Planned[],
  { view, isShown }: Ended,
): Outcome {
  const isDryRun = hasFlag(input, "dryRun");
  const plans = planned.map(({ plan }) => plan);
  const prunings = planned.flatMap(({ pruning }) => (pruning === null ? [] : [pruning]));
  const isFine = isComplete(input, planned) && (view === null || view.copies.every(isTaken));
  return {
    json: {
      dryRun: isDryRun,
      workers: planned.map(({ target: { script }, plan, pruning }) => ({
        ...plan,
        script,
        removed: pruning === null ? [] : [...pruning.sent, ...pruning.foreign],
        left: pruning?.left ?? [],
      })),
      ...(view ?? {}),
      store: client.connection.url,
    },
    text: (how) => {
      const said = isShown ? [] : prunings.flatMap(describePruning);
      const next = describeNext(plans, prunings, isDryRun, textOption(input, "env") ?? "");
      const plan = isShown ? "" : renderCopyPlans(plans, how);
      const table = view === null ? plan : renderCopies(view, how);
      const lines = view === null ? [...said, ...describeUnsendable(plans), ...next] : said;
      return `${table}${lines.map((line) => `${speak(how.language, line)}\n`).join("")}`;
    },
    ...(isFine ? {} : { exitStatus: 1 }),
  };
}

function isTaken(row: CopiesView["copies"][number]): boolean {
  return isSettled(row) && row.error === null;
}

/** Was there something to be done for each name that was typed? */
function isComplete(input: CommandInput, planned: readonly Planned[]): boolean {
  return planned.every(({ plan, pruning }) => {
    const gone: readonly string[] = [...(pruning?.sent ?? []), ...(pruning?.foreign ?? [])];
    return (
      input.operands.length === 0 ||
      plan.items.every(
        ({ name, status }) =>
          (status !== "not_granted" && status !== "no_value") || gone.includes(name),
      )
    );
  });
}

function describeNext(
  plans: readonly CopyPlan[],
  prunings: readonly Pruning[],
  isDryRun: boolean,
  environment: string,
): Wording[] {
  const count = plans.flatMap(({ items }) => items.filter(isToSend)).length;
  const gone = prunings.reduce((sum, one) => sum + one.sent.length + one.foreign.length, 0);
  if (isDryRun)
    return [phrase("{count} would be sent, {gone} deleted. Nothing was.", { count, gone })];
  if (count + gone === 0) {
    const items = plans.flatMap((plan) => plan.items);
    const isSent = items.length > 0 && items.every(({ status }) => status === "sent");
    return isSent ? [joinTexts(["All of them are sent already."], "")] : [];
  }
  const going = phrase(
    "{count} on their way, {gone} to be deleted. How far they are: lunakey sync --status --env {environment}",
    { count, gone, environment },
  );
  return [going];
}

/** What to type for names that there was nothing to send of. */
function describeUnsendable(plans: readonly CopyPlan[]): Wording[] {
  return plans.flatMap(({ worker, environment, items }) => {
    const named = (status: string) =>
      items.filter((item) => item.status === status).map(({ name }) => name);
    const parts = { worker, environment };
    const [refused, empty] = [named("not_granted"), named("no_value")];
    return [
      ...(refused.length === 0
        ? []
        : [
            phrase("To let it have them: lunakey grant {worker} {names} --env {environment}", {
              ...parts,
              names: refused.join(" "),
            }),
          ]),
      ...empty.map((name) =>
        phrase("To give it a value: lunakey set {name} --env {environment}", { environment, name }),
      ),
    ];
  });
}
