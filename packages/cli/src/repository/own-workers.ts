/** Lunakey's own two Workers in a repository, as `lunakey init` writes them: no Workers to move. */
import type { WranglerConfig } from "@lunakey/migrate";

/** One of them: for scans, which leave their code out. */
export function isOwnWorker(config: WranglerConfig): boolean {
  return isGateway(config) || isAdminWorker(config);
}

/** A gateway has its store's id as a variable; no other Worker does. */
export function isGateway({ environments }: WranglerConfig): boolean {
  return environments.some(({ vars }) => vars.some(({ name }) => name === "LUNAKEY_STORE_ID"));
}

/** The admin Worker: bound to a gateway's entrypoint for administration. */
function isAdminWorker({ environments }: WranglerConfig): boolean {
  return environments.some(({ bindings }) =>
    bindings.some(({ kind, members }) => kind === "services" && members.entrypoint === "Admin"),
  );
}
