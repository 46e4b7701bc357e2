/** Who may do what: roles against commands, as one table. Pure; reads no store. */
import type { CommandType, Role } from "@lunakey/contract";

const VIEWER = ["admin", "writer", "viewer"] as const;
const WRITER = ["admin", "writer"] as const;
const ADMIN = ["admin"] as const;

/** The roles that may give each command. */
export const ALLOWED_ROLES: Readonly<Record<CommandType, readonly Role[]>> = {
  "secret.set": WRITER,
  "secret.import": WRITER,
  "secret.get": VIEWER,
  "secret.list": VIEWER,
  "secret.history": VIEWER,
  "secret.delete": WRITER,
  "secret.undelete": WRITER,
  "secret.rotate": WRITER,
  "secret.promote": WRITER,
  "secret.rollback": WRITER,
  "secret.retire": WRITER,
  "changes.apply": WRITER,
  "secret.rollout": VIEWER,
  "grant.add": ADMIN,
  "grant.remove": ADMIN,
  "grant.list": VIEWER,
  "token.create": ADMIN,
  "token.list": ADMIN,
  "token.revoke": ADMIN,
  "usage.list": VIEWER,
  "parity.list": VIEWER,
  "copies.target": ADMIN,
  "copies.plan": VIEWER,
  "copies.send": WRITER,
  "copies.surplus": ADMIN,
  "copies.remove": ADMIN,
  "copies.list": VIEWER,
  "evidence.list": VIEWER,
  "audit.list": VIEWER,
  "audit.head": VIEWER,
  "audit.verify": VIEWER,
  "store.status": VIEWER,
  "backup.begin": ADMIN,
  "backup.read": ADMIN,
  "restore.begin": ADMIN,
  "restore.write": ADMIN,
  "restore.commit": ADMIN,
  "restore.abort": ADMIN,
  "keys.status": ADMIN,
  "keys.rewrap": ADMIN,
};

/** May this role give this command? */
export function isAllowed(role: Role, command: CommandType): boolean {
  return ALLOWED_ROLES[command].includes(role);
}
