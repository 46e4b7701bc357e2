/** Looks at everything around the code: machine, files, account, store. Writes nothing anywhere. */
import type { DoctorReport } from "@lunakey/contract";
import { type Disk, readConfigs, type WranglerConfig, walkRepository } from "@lunakey/migrate";
import { createRunWrangler } from "../account/run-wrangler.ts";
import { findWrangler } from "../account/wrangler-version.ts";
import { EXIT } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome } from "../command-spec.ts";
import { findConfig } from "../files/project-files.ts";
import { ACCOUNT_WORDS } from "../language/catalogues/account.ts";
import { DOCTOR_WORDS } from "../language/catalogues/doctor.ts";
import { renderDoctor } from "../output/doctor/text.ts";
import { readGitState } from "../repository/git-state.ts";
import { openRepository } from "../repository/open-repository.ts";
import type { Session } from "../session.ts";
import { findGateway, type Gateway } from "./bind/gateway.ts";
import { line, type Probed } from "./doctor/probe.ts";
import { type AccountQuestion, probeAccount, probeSignInFiles } from "./doctor/probe-account.ts";
import { probeMachine } from "./doctor/probe-machine.ts";
import { probeRepository } from "./doctor/probe-repository.ts";
import { probeStore } from "./doctor/probe-store.ts";

export async function doctor(session: Session, input: CommandInput): Promise<Outcome> {
  const { language } = session;
  const disk = openRepository(session, input.operands[0]);
  const probed = await probeAll(session, disk, hasFlag(input, "offline"));
  const words = DOCTOR_WORDS[language];
  const lines = probed.map(({ area, code, state, detail, commands }) => ({
    area,
    code,
    state,
    message: words.lines[code](state, detail),
    commands: [...commands],
  }));
  const isFailed = lines.some(({ state }) => state === "fail");
  const report: DoctorReport = {
    v: 1,
    root: disk.root,
    result: isFailed ? "failed" : "ok",
    lines,
  };
  return {
    json: report,
    text: (view) => renderDoctor(report, view, language),
    exitStatus: isFailed ? EXIT.FAILED : EXIT.OK,
  };
}

async function probeAll(session: Session, disk: Disk, isOffline: boolean): Promise<Probed[]> {
  const { configs } = readConfigs(disk, walkRepository(disk));
  const own = configs.filter(({ kind }) => kind === "worker" || kind === "pages");
  const git = await readGitState(disk.root, session.ports.env);
  const storeId = (await findConfig(disk.root))?.content.store ?? null;
  const account = isOffline
    ? Promise.resolve([line("account", "sign_in", "not_checked")])
    : askAccount(session, disk, own, storeId);
  const store = isOffline
    ? Promise.resolve([line("store", "reachable", "not_checked")])
    : probeStore(session, disk.root);
  // Both are awaited below: a failure of one must not end the process while the other is waited for.
  const asked = Promise.all([account, store]);
  asked.catch(() => undefined);
  const files = [
    ...probeMachine(session, disk, own, git),
    ...(await probeRepository(session, disk, own, { git, storeId })),
  ];
  const [accountLines, storeLines] = await asked;
  return [...files, ...probeSignInFiles(session, disk.root), ...accountLines, ...storeLines];
}

async function askAccount(
  session: Session,
  disk: Disk,
  configs: readonly WranglerConfig[],
  storeId: string | null,
): Promise<Probed[]> {
  const wrangler = findWrangler(disk.root) ?? findWrangler(import.meta.dirname);
  if (wrangler === null) {
    const why = ACCOUNT_WORDS[session.language].wrangler_missing;
    return [line("account", "sign_in", "not_checked", [why])];
  }
  const run = createRunWrangler(wrangler, session.ports);
  return probeAccount(session, {
    run,
    folder: disk.root,
    ...describeStoreUse(configs, findGateway(configs), storeId),
  });
}

/** Whether Cloudflare's own store is used at all: with backend `vault` its permissions do not matter. */
function describeStoreUse(
  configs: readonly WranglerConfig[],
  gateway: Gateway,
  storeId: string | null,
): Pick<AccountQuestion, "usesSecretsStore" | "storeId" | "names"> {
  const bound = configs.flatMap(({ environments }) =>
    environments.flatMap(({ bindings }) =>
      bindings.filter(({ kind }) => kind === "secrets_store_secrets"),
    ),
  );
  const names = bound.flatMap(({ members }) => members.secret_name ?? []);
  const [first] = bound.flatMap(({ members }) => members.store_id ?? []);
  return {
    usesSecretsStore: gateway.backend === "cloudflare" || bound.length > 0,
    storeId: gateway.backend === "cloudflare" ? (storeId ?? first ?? null) : (first ?? null),
    names: [...new Set(names)],
  };
}
