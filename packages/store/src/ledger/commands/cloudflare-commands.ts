/**
 * What only Cloudflare can do on backend `cloudflare`: refused, with the commands to type instead.
 * They are exact: store, names, and the folder of a local store.
 */
import {
  type Command,
  type CommandOf,
  type CommandType,
  LunakeyError,
  type SecretName,
  secretBindingName,
} from "@lunakey/contract";
import { areFor, type BoundSecrets } from "../../backend/bound-secrets.ts";
import { type Env, isLocal } from "../../env.ts";
import type { LedgerParts } from "../parts.ts";

const REFUSED = [
  "secret.set",
  "secret.import",
  "secret.history",
  "secret.delete",
  "secret.undelete",
] as const satisfies readonly CommandType[];

/** The gateway's folder, as `lunakey init` makes it. */
const DEPLOY = "npx wrangler deploy -c lunakey/store/wrangler.jsonc";

type Refused = CommandOf<(typeof REFUSED)[number]>;

/** @throws LunakeyError `not_supported` for what backend `cloudflare` can not do. */
export function assertSupported({ env, bound }: LedgerParts, asked: Command): void {
  if (bound === undefined) return;
  assertRotatable(env, bound, asked);
  if (!isRefused(asked)) return;
  if (!areFor(bound, asked.environment)) throw refuseEnvironment(env, bound, asked.environment);
  throw refuse(...explain(env, bound, asked));
}

/** A rotation is of one value, of the environment that the values are for, and without an expiry. */
function assertRotatable(env: Env, bound: BoundSecrets, asked: Command): void {
  const changes = asked.type === "changes.apply" ? asked.changes : [asked];
  const rotations = changes.filter((change) => "value" in change && !isRefusedType(asked.type));
  for (const change of rotations) {
    if ("environment" in change && change.environment !== bound.environment) {
      throw refuseEnvironment(env, bound, change.environment ?? "");
    }
    if ("expiresAt" in change && change.expiresAt !== undefined) {
      throw refuse("Values in Cloudflare's Secrets Store do not expire.", "Leave the expiry out.");
    }
  }
  if (rotations.length > 1) {
    throw refuse(
      "Cloudflare's Secrets Store changes one value at a time.",
      "Rotate them one after the other, or keep them in backend vault.",
    );
  }
}

/** The refusal of what is another environment's. */
export function refuseEnvironment(env: Env, bound: BoundSecrets, other: string): LunakeyError {
  return refuse(
    `This gateway serves the values of environment ${bound.environment} only.`,
    isLocal(env)
      ? `Start another one: lunakey dev --backend cloudflare --env ${other} --port 8791 --persist-to FOLDER`
      : `Deploy another one with LUNAKEY_ENVIRONMENT = "${other}", whose bindings name that environment's secrets.`,
  );
}

/** How a name comes into Cloudflare's Secrets Store, and to the gateway. */
export function explainCreating(env: Env, name: string): string {
  const create = wrangler(env, "create", `--name ${name} --scopes workers`);
  if (isLocal(env)) return `${create}\nThen start lunakey dev again: it binds what it finds.`;
  const binding = `{ "binding": "${bindingOf(name)}", "store_id": "${env.LUNAKEY_STORE_ID}", "secret_name": "${name}" }`;
  return [
    create,
    "Then add this to secrets_store_secrets of the gateway's wrangler.jsonc, and deploy it:",
    binding,
    DEPLOY,
  ].join("\n");
}

function isRefused(asked: Command): asked is Refused {
  return isRefusedType(asked.type);
}

function isRefusedType(type: CommandType): boolean {
  return (REFUSED as readonly CommandType[]).includes(type);
}

function explain(env: Env, bound: BoundSecrets, asked: Refused): [message: string, hint: string] {
  switch (asked.type) {
    case "secret.set":
      return [
        "On backend cloudflare, values are put in by wrangler.",
        bound.has(asked.name) ? explainChanging(env, asked.name) : explainCreating(env, asked.name),
      ];
    case "secret.import":
      return [
        "On backend cloudflare, values are put in by wrangler, one by one.",
        `For each name:\n${explainCreating(env, "NAME")}`,
      ];
    case "secret.delete":
      return [
        "On backend cloudflare, secrets are deleted by wrangler.",
        explainDeleting(env, asked),
      ];
    case "secret.history":
    case "secret.undelete":
      return [
        "Cloudflare's Secrets Store keeps no versions, and nothing that was deleted.",
        'Backend vault does: set LUNAKEY_BACKEND = "vault" on the gateway.',
      ];
  }
}

function explainChanging(env: Env, name: string): string {
  // Without --remote, create replaces.
  if (isLocal(env)) return wrangler(env, "create", `--name ${name} --scopes workers`);
  return [
    wrangler(env, "list", "--per-page 100"),
    `Then, with the ID of ${name} from there:`,
    wrangler(env, "update", "--secret-id ID"),
  ].join("\n");
}

function explainDeleting(env: Env, { name }: CommandOf<"secret.delete">): string {
  const unbind = [
    `Take the binding ${bindingOf(name)} out of the gateway's wrangler.jsonc, deploy it, then delete:`,
    DEPLOY,
  ];
  return [
    ...(isLocal(env) ? [] : unbind),
    wrangler(env, "list", "--per-page 100"),
    `Then, with the ID of ${name} from there:`,
    wrangler(env, "delete", "--secret-id ID"),
  ].join("\n");
}

function wrangler(
  env: Env,
  verb: "create" | "list" | "update" | "delete",
  options: string,
): string {
  const folder = env.LUNAKEY_LOCAL_FOLDER ?? ".lunakey";
  const where = isLocal(env) ? `--persist-to '${folder}'` : "--remote";
  return `npx wrangler secrets-store secret ${verb} ${env.LUNAKEY_STORE_ID} ${options} ${where}`;
}

function bindingOf(name: string): string {
  return secretBindingName(name as SecretName);
}

function refuse(message: string, hint: string): LunakeyError {
  return new LunakeyError({ code: "not_supported", message, hint });
}
