/**
 * What the store says of a target: is each name there, granted, neither deleted nor expired; do copies
 * and config still go together? A name that the code reads as an individual secret is not held up by
 * the store: what is wrong with it there is only worth knowing.
 */
import { ALL_ENVIRONMENTS, type SecretMetadata } from "@lunakey/contract";
import type { Inventory } from "@lunakey/migrate";
import { lunakeyCommand } from "../../output/deployed-commands.ts";
import type { CheckIssue, Findings, Severity, Unchecked } from "./check-finding.ts";
import { bindCommand, issue, storeOf } from "./judge-config.ts";
import type { StoreAnswer, StoreView } from "./store-view.ts";
import { type CheckTarget, consumerOf, placesFor } from "./targets.ts";

const DAY_MS = 86_400_000;
/** A value that expires within this time is said beforehand. */
const SOON_MS = 14 * DAY_MS;
/** Served within this time: it is in use. */
const LATELY_MS = 30 * DAY_MS;

/** @param now milliseconds since 1970. */
export function judgeStore(target: CheckTarget, answer: StoreAnswer, now: number): Findings {
  if (answer.state !== "answered") return { issues: [], unchecked: notAsked(target, answer) };
  const { view } = answer;
  if (target.delivery !== "service") return { issues: judgeGone(target, view, now), unchecked: [] };
  const store = storeOf(target);
  // Without props nobody knows which; that is a finding of its own.
  if (store === null) return { issues: [], unchecked: [] };
  if (store !== view.store)
    return { issues: [], unchecked: [about(target, "store_is_other", view.store)] };
  const names = [
    ...target.throughHelper.map((name) => ({ name, isMoved: true })),
    ...target.individual.map((name) => ({ name, isMoved: false })),
  ];
  return {
    issues: [
      ...names.flatMap((each) => judgeName(target, each, view, now)),
      ...judgeGrants(target, names, view),
    ],
    unchecked: listUnseen(target, view),
  };
}

/** What means that nothing could be asked; only where a store is bound. */
function notAsked(target: CheckTarget, answer: StoreAnswer): Unchecked[] {
  if (target.delivery !== "service") return [];
  if (answer.state === "silent") {
    const commands = answer.hint?.match(/lunakey dev\b/) ? ["lunakey doctor"] : [];
    return [{ ...about(target, "store_silent", answer.reason), commands }];
  }
  return [about(target, "store_offline", null)];
}

function about(target: CheckTarget, code: Unchecked["code"], detail: string | null): Unchecked {
  return {
    code,
    names: [...target.throughHelper, ...target.individual].sort(),
    workers: [target.worker],
    environments: [target.environment.name],
    commands: [],
    detail,
  };
}

interface ReadName {
  readonly name: string;
  readonly isMoved: boolean;
}

function judgeName(
  target: CheckTarget,
  read: ReadName,
  view: StoreView,
  now: number,
): CheckIssue[] {
  return [...judgeSecret(target, read, view, now), ...judgeCopy(target, read, view)];
}

/** One finding for all of the names that weigh the same, so that one command mends it. */
function judgeGrants(
  target: CheckTarget,
  reads: readonly ReadName[],
  view: StoreView,
): CheckIssue[] {
  const granted = new Set(
    view.grants
      .filter((each) => consumerOf(target) === `${each.worker} ${each.environment}`)
      .map(({ name }) => name),
  );
  const missing = reads.filter(({ name }) => !granted.has(name));
  // A refusal goes on to no other source.
  const bySeverity = Map.groupBy(missing, (read) => severityOf(target, read, false));
  return [...bySeverity].map(([severity, group]) => {
    const names = group.map(({ name }) => name).sort();
    return issue(target, "not_granted", severity, {
      names,
      places: names.flatMap((name) => placesFor(target, name)),
      commands: [grantCommand("grant", target, names)],
    });
  });
}

function grantCommand(
  command: "grant" | "revoke",
  { worker, environment }: CheckTarget,
  names: readonly string[],
): string {
  return `${lunakeyCommand()} ${command} ${worker} ${names.join(" ")} --env ${environment.name}`;
}

function judgeSecret(
  target: CheckTarget,
  read: ReadName,
  view: StoreView,
  now: number,
): CheckIssue[] {
  const { name } = read;
  const environment = target.environment.name;
  const secret = findSecret(view, environment, name);
  const named = `${name} --env ${secret?.environment ?? environment}`;
  if (secret === undefined) {
    const severity = severityOf(target, read, hasCopy(target, name, view));
    return [say(target, "secret_missing", severity, name, [setCommand(view, name, environment)])];
  }
  const severity = severityOf(target, read, false);
  if (secret.state === "deleted") {
    return [
      say(target, "secret_deleted", severity, name, [`${lunakeyCommand()} undelete ${named}`]),
    ];
  }
  const set = `${lunakeyCommand()} set ${named}`;
  if (secret.state === "expired") return [say(target, "secret_expired", severity, name, [set])];
  const isSoon = secret.expiresAt !== null && secret.expiresAt < now + SOON_MS;
  if (!isSoon) return [];
  const day = new Date(secret.expiresAt ?? now).toISOString().slice(0, 10);
  return [{ ...say(target, "expires_soon", "low", name, [set]), detail: day }];
}

/** Of the environment itself, else of `all`: as the ledger answers. */
function findSecret(
  { secrets }: StoreView,
  environment: string,
  name: string,
): SecretMetadata | undefined {
  return secrets.get(`${environment} ${name}`) ?? secrets.get(`${ALL_ENVIRONMENTS} ${name}`);
}

function setCommand({ backend, store }: StoreView, name: string, environment: string): string {
  return backend === "vault"
    ? `${lunakeyCommand()} set ${name} --env ${environment}`
    : `npx wrangler secrets-store secret create ${store} --name ${name} --scopes workers --remote`;
}

/** @param hasFallback the Worker has a copy of its own that serves where the store has none. */
function severityOf(target: CheckTarget, { isMoved }: ReadName, hasFallback: boolean): Severity {
  if (!isMoved) return "low";
  // In shadow the individual secret serves, whatever the store says.
  return target.mode === "shadow" || (hasFallback && target.mode !== "store-only")
    ? "medium"
    : "high";
}

/** Seen by the Worker itself: it has served it, or compared it. */
function hasCopy(target: CheckTarget, name: string, { parity, usage }: StoreView): boolean {
  const isOwn = (row: { worker: string; environment: string; name: string }) =>
    row.name === name && consumerOf(target) === `${row.worker} ${row.environment}`;
  return (
    parity.some((row) => isOwn(row) && (row.parity === "same" || row.parity === "different")) ||
    usage.some((row) => isOwn(row) && row.source === "individual" && row.kind === "reported")
  );
}

function judgeCopy(
  target: CheckTarget,
  { name, isMoved }: ReadName,
  view: StoreView,
): CheckIssue[] {
  const seen = view.parity.find(
    (row) => row.name === name && consumerOf(target) === `${row.worker} ${row.environment}`,
  )?.parity;
  const command = `${lunakeyCommand()} parity`;
  if (seen === "different") {
    return [say(target, "copy_differs", isMoved ? "medium" : "low", name, [command])];
  }
  // In shadow the copy is what serves.
  if (seen !== "missing" || target.mode !== "shadow") return [];
  return [say(target, "copy_missing", isMoved ? "medium" : "low", name, [command])];
}

function judgeGone(target: CheckTarget, { usage }: StoreView, now: number): CheckIssue[] {
  if (target.delivery !== null) return [];
  const served = usage.filter(
    ({ worker, environment, kind, lastAt }) =>
      kind === "served" &&
      lastAt > now - LATELY_MS &&
      consumerOf(target) === `${worker} ${environment}`,
  );
  if (served.length === 0) return [];
  const names = [...new Set(served.map(({ name }) => name))].sort();
  return [issue(target, "binding_gone", "medium", { names, commands: [bindCommand(target)] })];
}

function listUnseen(target: CheckTarget, view: StoreView): Unchecked[] {
  const names = target.throughHelper.filter(
    (name) => findSecret(view, target.environment.name, name)?.state === "bound",
  );
  if (names.length === 0) return [];
  const command = `npx wrangler secrets-store secret list ${view.store} --remote`;
  return [{ ...about(target, "value_unseen", null), names, commands: [command] }];
}

function say(
  target: CheckTarget,
  code: CheckIssue["code"],
  severity: Severity,
  name: string,
  commands: readonly string[],
): CheckIssue {
  return issue(target, code, severity, {
    names: [name],
    places: placesFor(target, name),
    commands,
  });
}

/**
 * Grants for what nothing reads. Nothing is said of a Worker whose code makes names while it runs, or
 * of an environment that is not looked at.
 */
export function findUnusedGrants(
  targets: readonly CheckTarget[],
  answer: StoreAnswer,
  { wholes }: Inventory,
  isHelper: (file: string) => boolean,
): CheckIssue[] {
  if (answer.state !== "answered") return [];
  return targets.flatMap((target) => {
    const isOpen = wholes.some(
      ({ workers, names, place, kind }) =>
        workers.includes(target.config.path) &&
        kind === "dynamic-key" &&
        names.length === 0 &&
        !isHelper(place.file),
    );
    if (isOpen || storeOf(target) !== answer.view.store) return [];
    const names = answer.view.grants
      .filter((each) => consumerOf(target) === `${each.worker} ${each.environment}`)
      .map(({ name }) => name)
      .filter((name) => target.placesOf(name).length === 0);
    if (names.length === 0) return [];
    const commands = [grantCommand("revoke", target, names.sort())];
    return [issue(target, "grant_unused", "low", { names, commands })];
  });
}
