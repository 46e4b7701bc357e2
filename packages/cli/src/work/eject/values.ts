/**
 * The values' way back: the store writes them as individual secrets of the Workers, before any file is
 * changed. No value passes here. Repeated, it sends what is still to be sent.
 */

import {
  type ConsumerEnvironment,
  type CopyPlan,
  type CopyRow,
  consumerEnvironment,
  type EjectReport,
  workerName,
} from "@lunakey/contract";
import { listStoreBindings } from "@lunakey/migrate";
import { failure } from "../../cli-error.ts";
import { type CommandInput, hasFlag } from "../../command-spec.ts";
import type { AdminClient } from "../../connection/admin-client.ts";
import type { CopyTarget } from "../../copies/copy-target.ts";
import { isToSend, planCopies, sendCopies } from "../../copies/send-copies.ts";
import { isSettled, listCopies, waitForCopies } from "../../copies/wait-for-copies.ts";
import { readDuration } from "../../input/duration.ts";
import { readInput } from "../../input/user-input.ts";
import { counted } from "../../language/counted.ts";
import { asIs, phrase } from "../../language/phrase.ts";
import type { Session } from "../../session.ts";
import { createProgress } from "../../terminal/progress.ts";
import { reachStore } from "../bind/store-facts.ts";
import type { EjectTarget } from "./targets.ts";

export interface ValuesPlanned {
  readonly client: AdminClient;
  readonly plans: readonly { readonly target: CopyTarget; readonly plan: CopyPlan }[];
}

export type EjectedValue = EjectReport["values"][number];

const TIMEOUT_DEFAULT_SECONDS = 600;
const TIMEOUT_MAX_SECONDS = 86_400;
const POLL_MS = 2_000;

/** @throws CliError `no_store` where there is none to send them; `not_supported` where it can not. */
export async function planValues(
  session: Session,
  bound: readonly EjectTarget[],
): Promise<ValuesPlanned> {
  const store = await reachStore(session);
  if (store === null) {
    throw failure(
      "no_store",
      "The current values are in the store, and none can be reached from here.",
      "Give --url and --token-file; or --code-only, where the individual secrets are all there and up to date.",
    );
  }
  const plans = [];
  for (const each of bound) {
    const target = asCopyTarget(each);
    const plan = await planCopies(store.client, target, undefined);
    refuseUnsent(each, target, plan);
    plans.push({ target, plan });
  }
  return { client: store.client, plans };
}

/**
 * With delivery `native` the Worker needs no grant, and without its binding it would have nothing.
 *
 * @throws CliError `copies_unsent`
 */
function refuseUnsent(
  { config, environment }: EjectTarget,
  target: CopyTarget,
  { items }: CopyPlan,
): void {
  const bound = config.environments.find(({ name }) => name === environment);
  const missing = (bound ? listStoreBindings(bound) : [])
    .flatMap(({ secret }) => secret ?? [])
    .filter((secret) => !items.some(({ name }) => name === secret));
  if (missing.length === 0) return;
  const names = missing.join(" ");
  throw failure(
    "copies_unsent",
    phrase(
      "{worker} ({environment}) has {names} from Cloudflare's store alone, and the gateway would send none of them; no file was changed.",
      { worker: target.worker, environment, names },
    ),
    phrase(
      "lunakey grant {worker} {names} --env {environment} has it send those that it has a binding for. Others: npx wrangler secret put NAME, for each; then lunakey eject --code-only.",
      { worker: target.worker, environment, names },
    ),
  );
}

function asCopyTarget({ worker, environment, config }: EjectTarget): CopyTarget {
  const label = asIs(config.path);
  const found = config.environments.find(({ name }) => name === environment);
  return {
    worker: readInput(workerName, worker, label),
    environment: readInput(consumerEnvironment, environment, label),
    script: readInput(workerName, found?.script ?? worker, label),
  };
}

/** Names whose present individual secret nobody sent from here: it would be overwritten. */
export function listOverwritten({ plans }: ValuesPlanned): string[] {
  return plans.flatMap(({ target, plan }) => {
    const names = plan.items.filter(({ status }) => status === "new").map(({ name }) => name);
    const { worker, environment } = target;
    return names.length === 0 ? [] : [`${worker} (${environment}): ${names.join(", ")}`];
  });
}

/** As they would be, before anything is sent. */
export function describePlanned({ plans }: ValuesPlanned): EjectedValue[] {
  return plans.flatMap(({ target: { worker, environment }, plan }) =>
    plan.items
      .filter((item) => isToSend(item) || item.status === "sent")
      .map(({ name, status }): EjectedValue => {
        return { worker, environment, name, state: status === "sent" ? "sent" : "planned" };
      }),
  );
}

/**
 * Sends what is to be sent, and waits: until Cloudflare has taken all of it; with `--verify` until each
 * Worker has found its copy equal.
 *
 * @throws CliError `copies_unsent` or `copies_unverified`; no file has changed then.
 */
export async function sendValues(
  session: Session,
  input: CommandInput,
  planned: ValuesPlanned,
): Promise<EjectedValue[]> {
  const { client, plans } = planned;
  const timeoutSeconds =
    readDuration(input, "timeout", TIMEOUT_MAX_SECONDS) ?? TIMEOUT_DEFAULT_SECONDS;
  for (const { target, plan } of plans) await sendCopies(client, target, plan);
  const meant = new Set(
    describePlanned(planned).map(({ worker, environment, name }) =>
      keyOf(worker, environment, name),
    ),
  );
  const isMeant = (row: CopyRow) => meant.has(keyOf(row.worker, row.environment, row.name));
  const environments = [...new Set(plans.map(({ target }) => target.environment))];
  const rows: CopyRow[] = [];
  for (const environment of environments) {
    const wait = { environment, isMeant, timeoutMs: timeoutSeconds * 1_000 };
    rows.push(...(await waitUntilSent(session, client, wait)));
  }
  if (!hasFlag(input, "verify")) return rows.map(describeRow);
  return (await waitUntilVerified(session, client, { isMeant, environments, timeoutSeconds })).map(
    describeRow,
  );
}

const keyOf = (...parts: readonly string[]) => parts.join(" ");

interface Wait {
  readonly environment: ConsumerEnvironment;
  readonly isMeant: (row: CopyRow) => boolean;
  readonly timeoutMs: number;
}

async function waitUntilSent(
  session: Session,
  client: AdminClient,
  { environment, isMeant, timeoutMs }: Wait,
): Promise<readonly CopyRow[]> {
  const { copies } = await waitForCopies(session, client, environment, isMeant, timeoutMs);
  const open = copies.filter((row) => !isSettled(row) || row.error !== null);
  if (open.length === 0) return copies;
  const [first] = open;
  throw failure(
    "copies_unsent",
    phrase("Not sent: {secrets} (first: {name} of {worker}); no file was changed.", {
      secrets: counted(open.length, "individual"),
      name: first?.name ?? "",
      worker: first?.worker ?? "",
    }),
    phrase("Look: lunakey sync --status --env {environment}; then run this again.", {
      environment,
    }),
  );
}

async function waitUntilVerified(
  session: Session,
  client: AdminClient,
  {
    isMeant,
    environments,
    timeoutSeconds,
  }: {
    readonly isMeant: Wait["isMeant"];
    readonly environments: readonly ConsumerEnvironment[];
    readonly timeoutSeconds: number;
  },
): Promise<readonly CopyRow[]> {
  const progress = createProgress(session);
  for (let waited = 0; ; waited += POLL_MS) {
    const rows: CopyRow[] = [];
    for (const environment of environments) {
      rows.push(...(await listCopies(client, { environment })).copies.filter(isMeant));
    }
    const open = rows.filter(({ state }) => state !== "verified");
    if (open.length === 0) return rows;
    if (waited >= timeoutSeconds * 1_000) throw explainUnverified(open);
    const done = rows.length - open.length;
    progress(
      phrase("{done} of {count} were compared by their Workers", { done, count: rows.length }),
    );
    await session.ports.sleep(POLL_MS);
  }
}

function explainUnverified(open: readonly CopyRow[]): Error {
  const [first] = open;
  const { name = "", worker = "", environment = "" } = first ?? {};
  return failure(
    "copies_unverified",
    phrase(
      "Sent, and compared by no Worker yet: {secrets} (first: {name} of {worker}); no file was changed.",
      { secrets: counted(open.length, "individual"), name, worker },
    ),
    phrase(
      "A Worker compares in mode shadow, with compareInShadow(): lunakey mode shadow --env {environment} --worker {worker}, deploy, let it serve; then run this again. Or leave out --verify.",
      { environment, worker },
    ),
  );
}

function describeRow({ worker, environment, name, state }: CopyRow): EjectedValue {
  const known = state === "sent" || state === "verified" || state === "failed" ? state : "queued";
  return { worker, environment, name, state: known };
}
