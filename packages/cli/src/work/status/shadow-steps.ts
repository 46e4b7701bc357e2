/** Environments in mode `shadow`: which of them can go store-first, by what their Workers compared. */
import type { ReportStep } from "@lunakey/contract";
import type { WranglerConfig } from "@lunakey/migrate";
import type { AdminClient } from "../../connection/admin-client.ts";
import { listAll } from "../../connection/store-session.ts";
import type { StatusWords } from "../../language/catalogues/status.ts";
import { lunakeyCommand } from "../../output/deployed-commands.ts";
import { nameOf } from "../../repository/choose-workers.ts";
import { judgeReadiness } from "../../rotation/readiness.ts";

const PAGE_ROWS = 1_000;

/** A Worker's environment whose config says `shadow`. */
export interface Shadow {
  readonly worker: string;
  readonly environment: string;
}

export function listShadows(configs: readonly WranglerConfig[]): Shadow[] {
  return configs.flatMap((config) =>
    config.environments
      .filter(({ vars }) =>
        vars.some(({ name, value }) => name === "LUNAKEY_MODE" && value === "shadow"),
      )
      .map(({ name }) => ({ worker: nameOf(config), environment: name })),
  );
}

/** One step for each. @throws CliError as the client. */
export async function listShadowSteps(
  client: AdminClient,
  shadows: readonly Shadow[],
  now: number,
  words: StatusWords,
): Promise<ReportStep[]> {
  const steps: ReportStep[] = [];
  for (const { worker, environment } of shadows) {
    const rows = await listAll(
      (cursor) =>
        client.call({ type: "parity.list", worker, environment, limit: PAGE_ROWS, ...cursor }),
      (answer) => answer.parity,
    );
    const isReady = judgeReadiness(rows, now)[0]?.isReady === true;
    const where = `--worker ${worker}`;
    steps.push(
      isReady
        ? {
            what: words.stepStoreFirst(worker, environment),
            command: `${lunakeyCommand()} mode store-first --env ${environment} ${where}`,
          }
        : {
            what: words.stepParity(worker, environment),
            command: `${lunakeyCommand()} parity ${where} --env ${environment}`,
          },
    );
  }
  return steps;
}
