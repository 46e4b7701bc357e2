/**
 * Asks every side about the names of some Workers: the code and its config, git, the store, and the
 * account where somebody is signed in to it. Changes nothing.
 */
import { posix } from "node:path";
import type { EvidenceOfName } from "@lunakey/contract";
import { type Disk, findLatestRecord, type Inventory, type WranglerConfig } from "@lunakey/migrate";
import type { WorkerScripts } from "../../account/worker-scripts.ts";
import { CliError, EXIT } from "../../cli-error.ts";
import type { AdminClient } from "../../connection/admin-client.ts";
import { listAll, openStore } from "../../connection/store-session.ts";
import { asIs, phrase } from "../../language/phrase.ts";
import { type CodeState, readCodeState } from "../../repository/git-state.ts";
import { isMoved } from "../../repository/routes.ts";
import { takeInventory } from "../../repository/take-inventory.ts";
import type { Session } from "../../session.ts";
import { createProgress } from "../../terminal/progress.ts";
import { type CheckTarget, listTargets } from "../check/targets.ts";
import { type Fact, judgeRehearsal, type RehearsalOutcome } from "./fact.ts";
import { leaveHelperOut } from "./helper-code.ts";
import { type AccountSide, judgeAccountSide, judgeCommit } from "./judge-account.ts";
import { judgeStoreSide, type StoreSide } from "./judge-name.ts";
import { judgeScanSide } from "./judge-scan.ts";
import { createReach, type ReachedAccount } from "./reach-account.ts";

export interface NameEvidence {
  readonly name: string;
  readonly outcome: RehearsalOutcome;
  readonly facts: readonly Fact[];
  /** What the store knows; null where it is not granted, or nobody answered. */
  readonly known: EvidenceOfName | null;
}

export interface TargetEvidence {
  readonly target: CheckTarget;
  readonly account: AccountSide;
  /** Of its account; null where nobody is signed in to it. */
  readonly scripts: WorkerScripts | null;
  /** Names whose individual secret the store keeps equal. */
  readonly copies: ReadonlySet<string>;
  /** Of every name that is read, required, or an individual secret now. */
  readonly names: readonly NameEvidence[];
}

export interface Evidence {
  readonly targets: readonly TargetEvidence[];
  readonly inventory: Inventory;
  /** Null: no store answered. */
  readonly client: AdminClient | null;
  /** How output names it. */
  readonly store: string | null;
  /** The commit that was scanned; null without git. */
  readonly head: string | null;
}

export const CLEANUP_OPERATION = "cleanup";

const PAGE_ROWS = 1_000;

/** @param environment undefined: all of them. */
export async function gatherEvidence(
  session: Session,
  disk: Disk,
  configs: readonly WranglerConfig[],
  environment: string | undefined,
): Promise<Evidence> {
  const scanned = await takeInventory(session, disk, "quick");
  const chosen = listTargets(scanned, configs, environment, isMoved);
  const inventory = await leaveHelperOut(disk, chosen, scanned);
  const reached = await reachStore(session);
  const reachAccount = createReach(session, disk, configs);
  const progress = createProgress(session);
  const targets: TargetEvidence[] = [];
  let head: string | null = null;
  for (const target of chosen) {
    const { worker, environment: own } = target;
    progress(phrase("{worker} in {environment}", { worker, environment: own.name }));
    const code = await readCode(session, disk, target);
    head ??= code?.head ?? null;
    const reachedAccount = await reachAccount(own.accountId);
    const { scripts } = reachedAccount;
    const [store, account] = [
      await askStore(reached, target),
      await askAccount(reachedAccount, own.script),
    ];
    const say = (error: CliError) => session.speak(asIs(error.failure.message));
    targets.push(join(inventory, target, { store, account, scripts, code, say }));
  }
  const client = "client" in reached ? reached.client : null;
  const store = client === null ? null : session.speak(client.connection.label);
  return { targets, inventory, client, store, head };
}

type ReachedStore = { readonly client: AdminClient } | { readonly reason: string };

/** @throws CliError for wrong usage, and where it was cancelled. */
async function reachStore(session: Session): Promise<ReachedStore> {
  try {
    const client = await openStore(session);
    await client.call({ type: "store.status" });
    return { client };
  } catch (error) {
    if (!(error instanceof CliError) || error.exitStatus !== EXIT.FAILED) throw error;
    return { reason: session.speak(asIs(error.failure.message)) };
  }
}

/** The store knows a Worker by the props of its binding. */
export function consumerOf({ worker, environment, service }: CheckTarget): {
  worker: string;
  environment: string;
} {
  const { props } = service ?? { props: null };
  return {
    worker: typeof props?.worker === "string" ? props.worker : worker,
    environment: typeof props?.environment === "string" ? props.environment : environment.name,
  };
}

/** One consumer's evidence, all pages of it. @throws CliError as the client. */
async function askStore(reached: ReachedStore, target: CheckTarget): Promise<StoreSide> {
  if ("reason" in reached) return { state: "silent", reason: reached.reason };
  const consumer = consumerOf(target);
  let last: { at: number; days: Extract<StoreSide, { state: "answered" }>["days"] } | undefined;
  const names = await listAll(
    async (cursor) => {
      const page = { type: "evidence.list", ...consumer, limit: PAGE_ROWS, ...cursor } as const;
      const answer = await reached.client.call(page);
      last = answer;
      return answer;
    },
    (answer) => answer.names,
  );
  const copies = await listAll(
    (cursor) =>
      reached.client.call({ type: "copies.list", ...consumer, limit: PAGE_ROWS, ...cursor }),
    (answer) => answer.copies,
  );
  const { at = 0, days = [] } = last ?? {};
  return {
    state: "answered",
    ...{ at, days },
    names: new Map(names.map((each) => [each.name, each])),
    copies: new Set(copies.map(({ name }) => name)),
  };
}

/** What the account says of a script; that it does not is an answer too. */
async function askAccount(
  { scripts, silence }: ReachedAccount,
  script: string | null,
): Promise<AccountSide> {
  if (scripts === null || script === null) return { state: "silent", error: null, reason: silence };
  try {
    return { state: "answered", serving: await scripts.read(script) };
  } catch (error) {
    if (error instanceof CliError && error.failure.code === "account_refused") {
      return { state: "silent", error, reason: null };
    }
    throw error;
  }
}

/** Without what a clean-up itself has written and nobody has committed yet. */
async function readCode(
  session: Session,
  disk: Disk,
  { config }: CheckTarget,
): Promise<CodeState | null> {
  const code = await readCodeState(disk.root, session.ports.env, posix.dirname(config.path));
  if (code === null || code.dirty.length === 0) return code;
  const own = findLatestRecord(disk, CLEANUP_OPERATION)?.changes.map(({ path }) => path) ?? [];
  return { ...code, dirty: code.dirty.filter((path) => !own.includes(path)) };
}

interface Sides {
  readonly store: StoreSide;
  readonly account: AccountSide;
  readonly scripts: WorkerScripts | null;
  readonly code: CodeState | null;
  readonly say: (error: CliError) => string;
}

function join(
  inventory: Inventory,
  target: CheckTarget,
  { store, account, scripts, code, say }: Sides,
): TargetEvidence {
  const individual =
    account.state === "answered" && account.serving.state === "deployed"
      ? account.serving.individual
      : [];
  const required = target.environment.requiredSecrets.map(({ name }) => name);
  const read = [...target.throughHelper, ...target.individual];
  const names = [...new Set([...read, ...required, ...individual])].sort();
  return {
    target,
    account,
    scripts,
    copies: store.state === "answered" ? store.copies : new Set(),
    names: names.map((name): NameEvidence => {
      const facts = [
        ...judgeScanSide(inventory, target, name, store),
        ...judgeCommit(code, account),
        ...judgeStoreSide(store, name),
        ...judgeAccountSide(account, name, say),
      ];
      const known = store.state === "answered" ? (store.names.get(name) ?? null) : null;
      return { name, outcome: judgeRehearsal(facts), facts, known };
    }),
  };
}
