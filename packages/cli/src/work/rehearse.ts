/** What would fail if the Workers' individual secrets were not there? Asks every side; writes nothing. */
import type { RehearsalReport } from "@lunakey/contract";
import { EXIT } from "../cli-error.ts";
import { type CommandInput, hasFlag, type Outcome } from "../command-spec.ts";
import { describeRehearsal } from "../output/rehearse/describe-rehearsal.ts";
import { renderRehearsal } from "../output/rehearse/text.ts";
import { chooseWorkers } from "../repository/choose-workers.ts";
import { readEnvironment, requireEnvironment } from "../repository/known-environment.ts";
import { openRepository } from "../repository/open-repository.ts";
import type { Session } from "../session.ts";
import { gatherEvidence } from "./evidence/gather.ts";

export async function rehearse(session: Session, input: CommandInput): Promise<Outcome> {
  const disk = openRepository(session, input.operands[0]);
  const typed = readEnvironment(input);
  const configs = chooseWorkers(session, input, disk);
  const environment = requireEnvironment(session, typed, configs);
  const evidence = await gatherEvidence(session, disk, configs, environment);
  const report = describeRehearsal(evidence, disk.root, session.language);
  const isFailure =
    report.result === "failed" || (report.result === "unknown" && hasFlag(input, "strict"));
  return {
    json: report satisfies RehearsalReport,
    text: (view) => renderRehearsal(report, hasFlag(input, "all"), view),
    exitStatus: isFailure ? EXIT.FAILED : EXIT.OK,
  };
}
