/**
 * Which environments count as production. `default`, the config's top level, does: plain
 * `wrangler deploy` puts it in front of users, and most repositories have no other. Where there is
 * an `[env.production]` beside it, a mistake in it still reaches whoever types the shorter command.
 */
import { DEFAULT_ENVIRONMENT } from "../wrangler-config/wrangler-config.ts";

/** The var that says how a Worker reads. */
export const MODE_VAR = "LUNAKEY_MODE";

const PRODUCTION_NAME = /^(?:production|prod|prd|live)$/i;

/** Refused until another environment has been served; starts in shadow. */
export function isProductionEnvironment(name: string): boolean {
  return name === DEFAULT_ENVIRONMENT || PRODUCTION_NAME.test(name);
}
