/** Writes TOML: values, keys, headers and blocks. */
import type { ConfigEntry, ConfigValue } from "./config-operation.ts";

const BARE_KEY = /^[A-Za-z0-9_-]+$/;

export function renderTomlKey(key: string): string {
  return BARE_KEY.test(key) ? key : renderTomlString(key);
}

export function renderTomlPath(path: readonly string[]): string {
  return path.map(renderTomlKey).join(".");
}

export function renderTomlValue(value: ConfigValue): string {
  if (typeof value === "string") return renderTomlString(value);
  if (typeof value !== "object") return String(value);
  if (isList(value)) return `[${value.map(renderTomlValue).join(", ")}]`;
  return renderInlineTable(value);
}

export function renderInlineTable(entry: ConfigEntry): string {
  const members = renderPairs(entry);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

export function renderPairs(entry: ConfigEntry): string[] {
  return Object.entries(entry).map(
    ([key, value]) => `${renderTomlKey(key)} = ${renderTomlValue(value)}`,
  );
}

function isList(value: ConfigValue): value is readonly ConfigValue[] {
  return Array.isArray(value);
}

/** JSON's escapes are TOML's; only DEL, which JSON leaves as it is, must not stand bare. */
function renderTomlString(value: string): string {
  return JSON.stringify(value).replaceAll("\u007f", "\\u007f");
}
