/**
 * The gate: compares what the code reads with the configs, the store and the gateway. Asks the store
 * and the account while it reads the code; writes nothing anywhere.
 */
import { relative } from "node:path";
import type { CheckReport } from "@lunakey/contract";
import {
  type Disk,
  type Inventory,
  readConfigs,
  scanRepository,
  type WranglerConfig,
  walkRepository,
} from "@lunakey/migrate";
import { openAccount } from "../account/account.ts";
import { EXIT } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome } from "../command-spec.ts";
import { findConfig } from "../files/project-files.ts";
import { describeCheck } from "../output/check/describe-check.ts";
import { renderAnnotations } from "../output/check/github.ts";
import { renderCheck } from "../output/check/text.ts";
import { chooseWorkers } from "../repository/choose-workers.ts";
import { readEnvironment, requireEnvironment } from "../repository/known-environment.ts";
import { openRepository } from "../repository/open-repository.ts";
import { isOwnWorker } from "../repository/own-workers.ts";
import { isMoved } from "../repository/routes.ts";
import type { Session } from "../session.ts";
import { findGateway } from "./bind/gateway.ts";
import { type Findings, joinFindings } from "./check/check-finding.ts";
import { createHelperTest, judgeFiles, listScanIssues } from "./check/judge-code.ts";
import { judgeConfig } from "./check/judge-config.ts";
import { judgeCopies, listSent } from "./check/judge-copies.ts";
import { askGateways, judgeGateway } from "./check/judge-gateway.ts";
import { findUnusedGrants, judgeStore } from "./check/judge-store.ts";
import { askStore, type StoreAnswer } from "./check/store-view.ts";
import { type CheckTarget, listTargets } from "./check/targets.ts";

export async function check(session: Session, input: CommandInput): Promise<Outcome> {
  const { language, ports } = session;
  const disk = openRepository(session, input.operands[0]);
  const configs = chooseWorkers(session, input, disk).filter((config) => !isOwnWorker(config));
  const environment = requireEnvironment(session, readEnvironment(input), configs);
  const material = await gather(session, input, disk, { configs, environment });
  const findings = await judge(session, disk, material);
  const { targets, inventory, answer } = material;
  const scan = listScanIssues(inventory, targets);
  const label = answer.state === "answered" ? answer.view.label : null;
  const report = describeCheck(
    { root: disk.root, store: label, targets, scan, findings },
    language,
  );
  if (hasFlag(input, "github") || ports.env.GITHUB_ACTIONS === "true") {
    annotate(session, disk, report);
  }
  return {
    json: report satisfies CheckReport,
    text: (view) => renderCheck(report, view, language),
    exitStatus: report.result === "failed" ? EXIT.FAILED : EXIT.OK,
  };
}

interface Chosen {
  readonly configs: readonly WranglerConfig[];
  readonly environment: string | undefined;
}

interface Material {
  readonly targets: readonly CheckTarget[];
  readonly inventory: Inventory;
  readonly answer: StoreAnswer;
  readonly gateway: ReturnType<typeof findGateway>;
  readonly deployed: Awaited<ReturnType<typeof askGateways>> | null;
  /** The id of `lunakey.jsonc`. */
  readonly storeId: string | null;
}

async function gather(
  session: Session,
  input: CommandInput,
  disk: Disk,
  { configs, environment }: Chosen,
): Promise<Material> {
  const isOffline = hasFlag(input, "offline");
  const storeId = (await findConfig(disk.root))?.content.store ?? null;
  const gateway = findGateway(readConfigs(disk, walkRepository(disk)).configs);
  // What is bound is known before the code is read, and wrangler answers while that goes on.
  const bound = listTargets(EMPTY, configs, environment, () => false);
  const asking = isOffline ? null : askGateways(openAccount(session.ports), disk, bound, gateway);
  const answering: Promise<StoreAnswer> = isOffline
    ? Promise.resolve({ state: "offline" })
    : askStore(session, disk.root);
  // Each is awaited below: a failure of one must not end the process while another is waited for.
  const all = Promise.all([asking, answering]);
  all.catch(() => undefined);
  const inventory = await scanRepository({ disk, depth: "quick", leavesOut: isOwnWorker });
  const [deployed, answer] = await all;
  const targets = listTargets(inventory, configs, environment, isMoved);
  return { targets, inventory, answer, gateway, deployed, storeId };
}

const EMPTY: Pick<Inventory, "reads"> = { reads: [] };

async function judge(
  session: Session,
  disk: Disk,
  { targets, inventory, answer, gateway, deployed, storeId }: Material,
): Promise<Findings> {
  const now = session.ports.now();
  return joinFindings(
    ...targets.flatMap((target) => [
      judgeConfig(target, storeId, listSent(target, answer)),
      judgeGateway(target, gateway, deployed, session),
      judgeStore(target, answer, now),
      judgeCopies(target, answer, session),
    ]),
    {
      issues: findUnusedGrants(targets, answer, inventory, createHelperTest(disk, targets)),
    },
    await judgeFiles(disk, inventory, targets),
  );
}

/** Where GitHub reads them: in the log, whatever stream it is. Under --json the data stays alone. */
function annotate(session: Session, disk: Disk, report: CheckReport): void {
  const { env, stdout, stderr } = session.ports;
  const from = relative(env.GITHUB_WORKSPACE || session.ports.cwd, disk.root);
  const text = renderAnnotations(report, from, session.language);
  (session.json ? stderr : stdout).write(text);
}
