/** `lunakey.jsonc`: the one file of a repository that uses Lunakey. */
import * as z from "zod";
import { storeId } from "./names.ts";

export const lunakeyConfig = z.strictObject({
  $schema: z.string().optional(),
  /** The store's id. On backend `cloudflare`, the id of the Secrets Store. */
  store: storeId,
  /** Where the admin Worker answers, such as `https://lunakey.example.com`. Absent: local only. */
  admin: z
    .url({ protocol: /^https?$/, error: "must be a URL that starts with https://" })
    .optional(),
});
export type LunakeyConfig = z.infer<typeof lunakeyConfig>;

/** Used by `lunakey dev` where no `lunakey.jsonc` names a store. */
export const LOCAL_STORE_ID = "local";
