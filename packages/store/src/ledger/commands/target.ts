/** What a command is about, without its values: for the audit, and for telling commands apart. */
import type { Command } from "@lunakey/contract";
import type { MutationCommand } from "./plan-mutation.ts";

/** Names and ids of a command, for an event's `target`. */
export function describeTarget(asked: Command): Record<string, string> {
  const target: Record<string, string> = {};
  if ("environment" in asked && asked.environment !== undefined) {
    target.environment = asked.environment;
  }
  if ("name" in asked && asked.name !== undefined) target.name = asked.name;
  if ("worker" in asked && asked.worker !== undefined) target.worker = asked.worker;
  if (asked.type === "token.revoke") target.token = asked.id;
  return target;
}

/** All fields of a command but its values. */
export function fingerprintFields(asked: MutationCommand): object {
  if (asked.type === "secret.set" || asked.type === "secret.rotate") {
    return { ...asked, value: undefined };
  }
  if (asked.type === "changes.apply") {
    return { ...asked, changes: asked.changes.map((each) => ({ ...each, value: undefined })) };
  }
  if (asked.type !== "secret.import") return asked;
  return { ...asked, entries: asked.entries.map(({ name }) => name) };
}
