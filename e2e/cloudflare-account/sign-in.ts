/** Leaves what `wrangler login` leaves on a machine, for the account double's owner. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OWNER_TOKEN } from "./account-options.ts";

/** @param configHome absolute path of XDG_CONFIG_HOME, or of `.config` in a home. */
export function signIn(configHome: string): void {
  const folder = join(configHome, ".wrangler", "config");
  mkdirSync(folder, { recursive: true });
  const login = {
    oauth_token: OWNER_TOKEN.value,
    refresh_token: "canary-refresh",
    expiration_time: "2099-01-01T00:00:00.000Z",
  };
  const lines = Object.entries(login).map(([key, value]) => `${key} = "${value}"\n`);
  writeFileSync(join(folder, "default.toml"), lines.join(""));
}
