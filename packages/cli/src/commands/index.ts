/** All commands, in the order of the help. */
import type { CommandGroup, CommandSpec } from "../command-spec.ts";
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

export const COMMANDS: readonly (CommandSpec | CommandGroup)[] = [
  scanCommand,
  bindCommand,
  migrateCommand,
  helperCommand,
  ejectCommand,
  checkCommand,
  doctorCommand,
  devCommand,
  setCommand,
  importCommand,
  getCommand,
  listCommand,
  historyCommand,
  deleteCommand,
  undeleteCommand,
  rotateCommand,
  promoteCommand,
  rollbackCommand,
  retireCommand,
  rolloutCommand,
  syncCommand,
  grantCommand,
  revokeCommand,
  grantsCommand,
  usageCommand,
  parityCommand,
  modeCommand,
  rehearseCommand,
  cleanupCommand,
  auditCommand,
  statusCommand,
  tokenCommands,
  initCommand,
  backupCommand,
  restoreCommand,
  rewrapCommand,
  recoveryCommands,
];
