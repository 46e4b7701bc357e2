/** All commands, in the sections and the order of the help. */
import type { CommandGroup, CommandSection, CommandSpec } from "../command-spec.ts";
import { auditCommand } from "./audit.ts";
import { backupCommand } from "./backup.ts";
import { bindCommand } from "./bind.ts";
import { checkCommand } from "./check.ts";
import { cleanupCommand } from "./cleanup.ts";
import { deleteCommand } from "./delete.ts";
import { devCommand } from "./dev.ts";
import { doctorCommand } from "./doctor.ts";
import { ejectCommand } from "./eject.ts";
import { getCommand } from "./get.ts";
import { grantCommand } from "./grant.ts";
import { grantsCommand } from "./grants.ts";
import { helperCommand } from "./helper.ts";
import { historyCommand } from "./history.ts";
import { importCommand } from "./import.ts";
import { initCommand } from "./init.ts";
import { listCommand } from "./list.ts";
import { migrateCommand } from "./migrate.ts";
import { modeCommand } from "./mode.ts";
import { promoteCommand, retireCommand, rollbackCommand } from "./move-versions.ts";
import { parityCommand } from "./parity.ts";
import { recoveryCommands } from "./recovery.ts";
import { rehearseCommand } from "./rehearse.ts";
import { restoreCommand } from "./restore.ts";
import { revokeCommand } from "./revoke.ts";
import { rewrapCommand } from "./rewrap.ts";
import { rolloutCommand } from "./rollout.ts";
import { rotateCommand } from "./rotate.ts";
import { scanCommand } from "./scan.ts";
import { setCommand } from "./set.ts";
import { statusCommand } from "./status.ts";
import { syncCommand } from "./sync.ts";
import { tokenCommands } from "./token.ts";
import { undeleteCommand } from "./undelete.ts";
import { usageCommand } from "./usage.ts";

export const COMMAND_SECTIONS: readonly CommandSection[] = [
  {
    title: "See, with or without a store:",
    commands: [scanCommand, statusCommand, checkCommand, doctorCommand],
  },
  {
    title: "Move Workers onto the store, and back:",
    commands: [bindCommand, migrateCommand, helperCommand, modeCommand, ejectCommand],
  },
  {
    title: "Secrets:",
    commands: [
      setCommand,
      importCommand,
      getCommand,
      listCommand,
      historyCommand,
      deleteCommand,
      undeleteCommand,
    ],
  },
  {
    title: "Rotate:",
    commands: [rotateCommand, promoteCommand, rollbackCommand, retireCommand, rolloutCommand],
  },
  {
    title: "Individual secrets of the Workers:",
    commands: [parityCommand, syncCommand, rehearseCommand, cleanupCommand],
  },
  {
    title: "Who may, and who did:",
    commands: [
      grantCommand,
      revokeCommand,
      grantsCommand,
      tokenCommands,
      usageCommand,
      auditCommand,
    ],
  },
  {
    title: "The store itself:",
    commands: [
      devCommand,
      initCommand,
      backupCommand,
      restoreCommand,
      rewrapCommand,
      recoveryCommands,
    ],
  },
];

export const COMMANDS: readonly (CommandSpec | CommandGroup)[] = COMMAND_SECTIONS.flatMap(
  ({ commands }) => commands,
);
