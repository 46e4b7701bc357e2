/**
 * Phase 4, optional for ever: takes away what the Workers do not need any more. Files first, all or none,
 * then the individual secrets of one script after the other, each all or none. Whatever is left by an
 * interruption is found, judged and removed by the same command.
 */
import type { CleanupReport } from "@lunakey/contract";
import { ConfigEditError, type Disk, type WranglerConfig } from "@lunakey/migrate";
import { failure, usageError } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome, textOption } from "../command-spec.ts";
import type { AdminClient } from "../connection/admin-client.ts";
import { CLEANUP_WORDS } from "../language/catalogues/cleanup.ts";
import { REPOSITORY_WORDS } from "../language/catalogues/repository.ts";
import { joinTexts, phrase } from "../language/phrase.ts";
import { describeCleanup } from "../output/cleanup/describe-cleanup.ts";
import { renderCleanup, renderPlan } from "../output/cleanup/text.ts";
import { chooseWorkers, nameOf } from "../repository/choose-workers.ts";
import { readEnvironment, requireEnvironment } from "../repository/known-environment.ts";
import {
  openRepository,
  recoverRepository,
  undoRepository,
  writeRepository,
} from "../repository/open-repository.ts";
import { refuseDirty } from "../repository/refuse-dirty.ts";
import type { Session } from "../session.ts";
import { confirm, confirmByName } from "../terminal/confirm.ts";
import { createProgress } from "../terminal/progress.ts";
import { listIndividual } from "./cleanup/individual.ts";
import { type CleanupPlan, planCleanup } from "./cleanup/plan.ts";
import { listChanged } from "./cleanup/still-so.ts";
import {
  CLEANUP_OPERATION,
  consumerOf,
  type Evidence,
  gatherEvidence,
  type TargetEvidence,
} from "./evidence/gather.ts";

interface Wanted {
  readonly environment: string;
  readonly force: boolean;
  /** The one Worker, where it is to be forced. */
  readonly worker: string | null;
}

export async function cleanUp(session: Session, input: CommandInput): Promise<Outcome> {
  const disk = openRepository(session, undefined);
  if (hasFlag(input, "undo")) return undo(session, disk);
  const environment = readEnvironment(input);
  if (environment === undefined) {
    throw usageError(
      "--env is required: begin with staging.",
      phrase("See {help}.", { help: "lunakey cleanup --help" }),
    );
  }
  if (!hasFlag(input, "force") && textOption(input, "confirm") !== undefined) {
    throw usageError("--confirm goes with --force.");
  }
  const configs = chooseWorkers(session, input, disk);
  requireEnvironment(session, environment, configs);
  const wanted = { environment, ...readForce(input, listNames(configs, environment)) };
  recoverRepository(session, disk);
  const evidence = await gatherEvidence(session, disk, configs, undefined);
  const plan = makePlan(disk, evidence, wanted);
  const isDryRun = hasFlag(input, "dryRun");
  if (isDryRun || !hasWork(plan))
    return conclude(session, disk, evidence, plan, wanted, { isDryRun, isDone: false });
  refuseEarly(session, plan);
  if (!hasFlag(input, "allowDirty") && plan.changes.length > 0) {
    await refuseDirty(session, disk.root, plan.changes);
  }
  const isAsked = await ask(session, input, disk, evidence, plan, wanted);
  // Whoever was asked may have gone for lunch: what was true when it was shown is looked at again.
  const sure = isAsked ? await readAgain(session, input, disk, plan, wanted) : { evidence, plan };
  await carryOut(session, disk, sure.evidence, sure.plan);
  return conclude(session, disk, sure.evidence, sure.plan, wanted, { isDryRun, isDone: true });
}

/** @throws CliError `changed_meanwhile`, and what stands in the way by now. */
async function readAgain(
  session: Session,
  input: CommandInput,
  disk: Disk,
  shown: CleanupPlan,
  wanted: Wanted,
): Promise<{ readonly evidence: Evidence; readonly plan: CleanupPlan }> {
  const configs = chooseWorkers(session, input, disk);
  const evidence = await gatherEvidence(session, disk, configs, undefined);
  const plan = makePlan(disk, evidence, wanted);
  refuseEarly(session, plan);
  const changed = listChanged(shown, plan);
  if (changed.length === 0) return { evidence, plan };
  throw failure(
    "changed_meanwhile",
    phrase("What was shown is not so any more, and nothing was changed: {what}.", {
      what: changed.join(", "),
    }),
    "Run the same command again, and look at what it shows.",
  );
}

/** Workers that have the environment. */
function listNames(configs: readonly WranglerConfig[], environment: string): string[] {
  const having = configs.filter(({ environments }) =>
    environments.some(({ name }) => name === environment),
  );
  return [...new Set(having.map(nameOf))];
}

function undo(session: Session, disk: Disk): Outcome {
  const undone = undoRepository(session, disk, CLEANUP_OPERATION);
  const words = REPOSITORY_WORDS[session.language];
  const { secretsGone } = CLEANUP_WORDS[session.language];
  return {
    json: { v: 1, undone },
    text: () => `${words.undone(undone.length)}\n${secretsGone}\n`,
  };
}

/** One Worker at a time is forced, by its name. @throws CliError `usage` */
function readForce(
  input: CommandInput,
  names: readonly string[],
): Pick<Wanted, "force" | "worker"> {
  if (!hasFlag(input, "force")) return { force: false, worker: null };
  const typed = textOption(input, "confirm");
  const [worker, other] = names;
  if (worker === undefined || other !== undefined) {
    throw usageError(
      "--worker is required with --force.",
      phrase("Workers with that environment: {names}", { names: names.join(", ") }),
    );
  }
  if (typed !== undefined && typed !== worker) {
    throw usageError("--confirm must be the Worker's name, as --worker has it.");
  }
  return { force: true, worker };
}

function makePlan(disk: Disk, evidence: Evidence, wanted: Wanted): CleanupPlan {
  try {
    return planCleanup(disk, evidence, wanted);
  } catch (error) {
    if (!(error instanceof ConfigEditError)) throw error;
    throw failure(
      "file_invalid",
      "A wrangler config can not be edited without touching other lines.",
      "Set LUNAKEY_MODE to store-only and take the names out of secrets.required by hand, then run it again.",
    );
  }
}

function hasWork({ changes, workers }: CleanupPlan): boolean {
  return changes.length > 0 || workers.some(({ individual }) => individual.length > 0);
}

/** @throws CliError `no_account_token`, `account_refused` or `staging_first` */
function refuseEarly(session: Session, { untried, workers }: CleanupPlan): void {
  for (const { evidence } of workers) {
    const { account, scripts } = evidence;
    if (account.state === "silent" && account.error !== null) throw account.error;
    if (account.state !== "silent" || scripts !== null) continue;
    throw failure(
      "no_account_token",
      phrase(
        "Which individual secrets there are, only the account knows, and it could not be asked: {why}.",
        { why: account.reason ?? "?" },
      ),
      "npx wrangler login; or set CLOUDFLARE_API_TOKEN (Account, Workers Scripts, Edit) and CLOUDFLARE_ACCOUNT_ID. --dry-run shows what is known without.",
    );
  }
  if (untried.length === 0) return;
  const words = CLEANUP_WORDS[session.language];
  throw failure("staging_first", words.stagingFirst(untried), words.stagingFirstHint);
}

/**
 * `--yes` says yes to what is proven; what is forced takes the Worker's name.
 *
 * @returns whether somebody was asked.
 */
async function ask(
  session: Session,
  input: CommandInput,
  disk: Disk,
  evidence: Evidence,
  plan: CleanupPlan,
  wanted: Wanted,
): Promise<boolean> {
  const words = CLEANUP_WORDS[session.language];
  const isForced = plan.workers.some(({ free }) => free.some(({ forced }) => forced.length > 0));
  const isConfirmed = isForced
    ? textOption(input, "confirm") === wanted.worker
    : hasFlag(input, "yes");
  if (isConfirmed) return false;
  const { stderr } = session.ports;
  if (session.canAsk) {
    const subject = { root: disk.root, evidence, plan, isForced: wanted.force };
    const report = describeCleanup(
      { ...subject, isDryRun: false, isDone: false },
      session.language,
    );
    stderr.write(renderPlan(report, plan.changes, session.viewOf(stderr)));
  }
  const count = plan.workers.reduce((sum, { individual }) => sum + individual.length, 0);
  const question = words.question(count, plan.changes.length, plan.environment);
  if (!isForced || wanted.worker === null) {
    await confirm(session, question);
    return true;
  }
  if (!session.canAsk) {
    throw failure(
      "confirmation_needed",
      words.forceUnconfirmed,
      words.forceUnconfirmedHint(wanted.worker),
    );
  }
  await confirmByName(session, joinTexts([words.forceQuestion, question], " "), wanted.worker);
  return true;
}

/** @throws CliError `account_refused`; what was done before stays done, and the same command goes on. */
async function carryOut(
  session: Session,
  disk: Disk,
  { client }: Evidence,
  { changes, workers }: CleanupPlan,
): Promise<void> {
  if (changes.length > 0) writeRepository(session, disk, changes, CLEANUP_OPERATION);
  const progress = createProgress(session);
  for (const { evidence, individual } of workers) {
    const { scripts, target } = evidence;
    const { script } = target.environment;
    if (scripts === null || script === null || individual.length === 0) continue;
    progress(script);
    const names = individual.map((each) => each.evidence.name);
    await releaseCopies(evidence, client, names);
    await scripts.removeSecrets(script, names);
    const serving = await scripts.read(script);
    const still = listIndividual({ account: { state: "answered", serving } }) ?? [];
    if (names.some((name) => still.includes(name))) {
      throw failure(
        "account_refused",
        phrase("Cloudflare's API took the change, and {script} still has the secrets.", { script }),
        "Run the same command again.",
      );
    }
  }
}

/** Before they are removed: else the store would write them again with the next change. */
async function releaseCopies(
  { target, copies }: TargetEvidence,
  client: AdminClient | null,
  names: readonly string[],
): Promise<void> {
  const kept = names.filter((name) => copies.has(name));
  if (client === null || kept.length === 0) return;
  const consumer = consumerOf(target);
  await client.call({ type: "copies.remove", ...consumer, names: kept, release: true });
}

interface Ended {
  readonly isDryRun: boolean;
  readonly isDone: boolean;
}

function conclude(
  session: Session,
  disk: Disk,
  evidence: Evidence,
  plan: CleanupPlan,
  wanted: Wanted,
  ended: Ended,
): Outcome {
  const subject = { root: disk.root, evidence, plan, isForced: wanted.force, ...ended };
  const report = describeCleanup(subject, session.language);
  // What was asked about was shown before the question.
  return {
    json: report satisfies CleanupReport,
    text: (view) => renderCleanup(report, plan.changes, view),
  };
}
