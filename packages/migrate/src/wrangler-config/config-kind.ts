/** What a config's path alone says: whether it is one, how it is written, what it is for. */
import type { ConfigFormat } from "./wrangler-config.ts";

// `wrangler.toml`, `wrangler.production.jsonc`, `wrangler-test.json`, `wrangler.toml.example`
const CONFIG_NAME =
  /^(?:example[.-])?wrangler(?:[.-][\w-]+)*\.(toml|jsonc?)(?:[.-](?:example|sample|template|tmpl|tpl|dist))?$/;
const EXAMPLE_NAME = /[.-](?:example|sample|template|tmpl|tpl)(?:[.-]|$)|\.dist$|^example[.-]/;
const SCHEMA_NAME = /schema\.json$/;

/** Folders that builds write into, where git does not say so. */
const BUILD_FOLDER =
  /(?:^|\/)(?:dist|build|out|\.output|\.open-next|\.next|\.svelte-kit|\.vercel|\.wrangler|\.nuxt|_worker\.js)(?:\/|$)/;

/** How the config is written; null for a file that is none. */
export function findConfigFormat(path: string): ConfigFormat | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (SCHEMA_NAME.test(name)) return null;
  const extension = CONFIG_NAME.exec(name)?.[1];
  return extension === "toml" || extension === "json" || extension === "jsonc" ? extension : null;
}

/** Whether the name says that it is a template, to be copied under another name. */
export function isExampleConfig(path: string): boolean {
  return EXAMPLE_NAME.test(path.slice(path.lastIndexOf("/") + 1));
}

/** Whether a path is in a folder that a build writes. */
export function isBuildOutput(path: string): boolean {
  return BUILD_FOLDER.test(path);
}
