/** Is there a sign-in of wrangler's on this machine? Looks for it only, so as not to start wrangler for nothing. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Ports } from "../ports.ts";

/** A token in the environment, or the file that `wrangler login` leaves. */
export function isSignedIn({ env }: Pick<Ports, "env">): boolean {
  const { CLOUDFLARE_API_TOKEN, CLOUDFLARE_API_KEY, HOME, XDG_CONFIG_HOME } = env;
  if (CLOUDFLARE_API_TOKEN || CLOUDFLARE_API_KEY) return true;
  const home = HOME ?? homedir();
  const folders = [
    XDG_CONFIG_HOME && join(XDG_CONFIG_HOME, ".wrangler"),
    join(home, ".config", ".wrangler"),
    join(home, ".wrangler"),
    join(home, "Library", "Preferences", ".wrangler"),
  ];
  return folders.some((folder) => folder && existsSync(join(folder, "config", "default.toml")));
}
