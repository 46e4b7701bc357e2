/** A plan of bindings as its report says it, with what comes next in order. */
import type { BindReport, ReportStep } from "@lunakey/contract";
import type { BindNote, GrantNeeded } from "@lunakey/migrate";
import { BIND_WORDS, type BindWords } from "../../language/catalogues/bind.ts";
import { BIND_PLAN_WORDS } from "../../language/catalogues/bind-plan.ts";
import type { Language } from "../../language/language.ts";
import type { BindPlanned } from "../../work/bind/plan.ts";
import { describeChange } from "../changed-files.ts";
import { deployCommand, lunakeyCommand, quote } from "../deployed-commands.ts";

export interface BindOutcome {
  readonly root: string;
  readonly dryRun: boolean;
  readonly written: boolean;
  /** What was granted now. */
  readonly granted: readonly GrantNeeded[];
}

export function describeBinding(
  planned: BindPlanned,
  { root, dryRun, written, granted }: BindOutcome,
  language: Language,
): BindReport {
  return {
    v: 1,
    root,
    dryRun,
    written,
    files: planned.changes.map(describeChange),
    workers: planned.plan.targets.map(({ worker, config, environment }) => ({
      worker,
      config,
      environment,
      delivery: planned.delivery,
      names: namesOf(planned, config),
    })),
    notes: planned.plan.notes.map((note) => describeNote(note, language)),
    granted: granted.map(({ worker, environment, secrets }) => ({
      worker,
      environment,
      names: [...secrets],
    })),
    next: [
      ...listSteps(planned, granted, BIND_WORDS[language]),
      ...listLeftSteps(planned, language),
    ],
  };
}

function namesOf({ inventory }: BindPlanned, config: string): string[] {
  const isRead = (each: { config: string; reads: number }) =>
    each.config === config && each.reads > 0;
  return inventory.secrets.filter(({ workers }) => workers.some(isRead)).map(({ name }) => name);
}

function describeNote(note: BindNote, language: Language): BindReport["notes"][number] {
  const message = BIND_PLAN_WORDS[language].notes[note.code](note);
  return { code: note.code, names: [...note.names], place: { ...note.place }, message };
}

/** Grants before deploys: a bound Worker without grants gets nothing. The gateway before Workers. */
function listSteps(
  planned: BindPlanned,
  granted: readonly GrantNeeded[],
  words: BindWords,
): ReportStep[] {
  if (planned.delivery === "synced") return listSyncSteps(planned, granted, words);
  return [
    ...listGrantSteps(planned, granted, words),
    ...listGatewaySteps(planned, words),
    ...listDeploySteps(planned, words),
  ];
}

/** What was refused beside what is bound: why, and what to type once that is so no more. */
function listLeftSteps({ plan: { refusals, targets } }: BindPlanned, language: Language) {
  const [first] = targets;
  if (first === undefined) return [];
  const { refusals: words } = BIND_PLAN_WORDS[language];
  return refusals.map((refusal): ReportStep => {
    const { code, worker, environment } = refusal;
    const [why, hint] = words[code].map((say) => say(refusal));
    const more = code === "environment_unknown" ? " --create-env" : "";
    return {
      what: BIND_WORDS[language].stepLeft(worker, why ?? "", hint ?? ""),
      command: `${lunakeyCommand()} bind --env ${environment ?? first.environment} --worker ${worker}${more}`,
    };
  });
}

/** Copies are of what is granted, and each Worker's values have to be there first. */
function listSyncSteps(
  planned: BindPlanned,
  granted: readonly GrantNeeded[],
  words: BindWords,
): ReportStep[] {
  const [first] = planned.plan.targets;
  if (first === undefined) return [];
  const { environment } = first;
  return [
    ...listGrantSteps(planned, granted, { ...words, stepGrant: words.stepGrantCopies }),
    ...describeValues(planned, words),
    ...listGatewaySteps(planned, words),
    { what: words.stepSync, command: `${lunakeyCommand()} sync --env ${environment} --dry-run` },
  ];
}

function listGrantSteps(
  { plan, store, missingGrants }: BindPlanned,
  granted: readonly GrantNeeded[],
  words: BindWords,
): ReportStep[] {
  const open = store === null ? plan.grants : granted.length > 0 ? [] : missingGrants;
  return open.map(({ worker, environment, secrets }) => ({
    what: words.stepGrant,
    command: `${lunakeyCommand()} grant ${worker} ${secrets.join(" ")} --env ${environment}`,
  }));
}

/** How a first value is put in, which the others follow. */
function describeValues(
  { gateway, storeId, plan, delivery, store, missingValues }: BindPlanned,
  words: BindWords,
): ReportStep[] {
  const environment = plan.targets[0]?.environment ?? "default";
  const isCloudflare = gateway.backend === "cloudflare" || store?.status.backend === "cloudflare";
  if (isCloudflare || delivery === "native") {
    const [name = "NAME"] = plan.gatewaySecrets;
    const create = `npx wrangler secrets-store secret create ${storeId} --name ${name} --scopes workers --remote`;
    return [{ what: words.stepValues, command: create }];
  }
  const [name] = missingValues ?? plan.gatewaySecrets;
  if (name === undefined) return [];
  const what = missingValues === null ? words.stepValues : words.stepMissingValues(missingValues);
  return [{ what, command: `${lunakeyCommand()} set ${name} --env ${environment}` }];
}

function listGatewaySteps(planned: BindPlanned, words: BindWords): ReportStep[] {
  const { gateway, changesGateway, plan } = planned;
  const values = plan.targets.some(({ outcome }) => outcome !== "unchanged")
    ? describeValues(planned, words)
    : [];
  if (!changesGateway || gateway.config === null) return values;
  const command = `npx wrangler deploy -c ${quote(gateway.config.path)}`;
  return [...values, { what: words.stepGateway, command }];
}

function listDeploySteps({ plan, delivery }: BindPlanned, words: BindWords): ReportStep[] {
  const changed = plan.targets.filter(({ outcome }) => outcome !== "unchanged");
  const deploys = changed.map(({ worker, environment, config }) => ({
    what: words.stepDeploy(worker, environment),
    command: deployCommand(config, environment),
  }));
  const [first] = plan.targets;
  if (first === undefined) return deploys;
  const usage = {
    what: words.stepUsage,
    command: `${lunakeyCommand()} usage --worker ${first.worker} --env ${first.environment}`,
  };
  const reports = {
    what: words.stepReports,
    command: `${lunakeyCommand()} helper --add reports --worker ${first.worker}`,
  };
  const migrate = {
    what: words.stepMigrate,
    command: `${lunakeyCommand()} migrate --worker ${first.worker} --dry-run`,
  };
  return [...deploys, migrate, ...(delivery === "service" ? [reports, usage] : [])];
}
