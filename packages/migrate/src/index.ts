/** Reads a repository of Cloudflare Workers, plans edits, applies them. No network, no terminal. */
export type { FileChange, TextEdit } from "./edits/text-edit.ts";
export type { Place, Problem } from "./repository/place.ts";
export type {
  ConfigBinding,
  ConfigFormat,
  ConfigKind,
  ConfigVar,
  NamedPlace,
  WorkerEnvironment,
  WranglerConfig,
} from "./wrangler-config/wrangler-config.ts";
