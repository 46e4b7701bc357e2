/**
 * Lines of a config that a diff shows around its changes: whatever stands there as a value may be a
 * secret that should not be there, and is left out.
 */
import { maskLine } from "./scan/mask-line.ts";

/** Members whose values are names and places by their meaning. */
const PLAIN_MEMBERS: ReadonlySet<string> = new Set([
  "name",
  "id",
  "database_id",
  "store_id",
  "secret_name",
  "main",
  "type",
  "binding",
  "service",
  "entrypoint",
  "environment",
  "compatibility_date",
  "pattern",
  "class_name",
  "database_name",
  "bucket_name",
  "queue",
]);

const MEMBER = /^(\s*"?)([\w-]+)("?\s*[=:]\s*)(["'].*|\S.*)$/;

/** @param line of TOML or JSONC, with or without its end. */
export function maskConfigLine(line: string): string {
  const [, end = ""] = /(\r?\n)?$/.exec(line) ?? [];
  const text = line.slice(0, line.length - end.length);
  const [, indent = "", key = "", between = "", value = ""] = MEMBER.exec(text) ?? [];
  const isString = /^["']/.test(value);
  if (!isString || PLAIN_MEMBERS.has(key)) return maskLine(text) + end;
  return `${indent}${key}${between}"…"${/,\s*$/.test(value) ? "," : ""}${end}`;
}
