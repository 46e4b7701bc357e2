/** The script that a consumer is, for commands that can not do without. */
import { type Consumer, LunakeyError } from "@lunakey/contract";
import { findTarget } from "../../copies/copy-rows.ts";

/** @throws LunakeyError `not_found` */
export function getScript(sql: SqlStorage, consumer: Consumer): string {
  const target = findTarget(sql, consumer);
  if (target !== undefined) return target.script;
  const { worker, environment } = consumer;
  throw new LunakeyError({
    code: "not_found",
    message: `Which script at Cloudflare ${worker} in ${environment} is was not said.`,
    hint: `Where its wrangler config is: lunakey sync --worker ${worker} --env ${environment}`,
  });
}
