/**
 * What a Worker is really bound to on the account: the bindings of every version that takes traffic
 * now, as wrangler tells them. Names and places only: no variable's text is read, and Cloudflare
 * gives no secret's value back.
 */
import * as z from "zod";
import type { AccountTrouble } from "./account-trouble.ts";
import { askWrangler, type DeployedWorker } from "./ask-wrangler.ts";
import { readServingVersions, type ServingVersion } from "./deployed-script.ts";
import type { RunWrangler } from "./run-wrangler.ts";

export type DeployedBindings =
  | {
      readonly state: "deployed";
      readonly script: string;
      readonly versions: readonly DeployedVersion[];
    }
  | { readonly state: "never_deployed"; readonly script: string }
  | ({ readonly state: "unknown"; readonly script: string } & AccountTrouble);

export interface DeployedVersion extends ServingVersion {
  /** When it was uploaded, as Cloudflare says it: ISO 8601 with a zone. */
  readonly createdOn: string;
  readonly bindings: readonly DeployedBinding[];
}

/** A binding by what tells it from others; what its type does not have is null. */
export interface DeployedBinding {
  readonly name: string;
  /** Cloudflare's word: `secret_text`, `service`, `secrets_store_secret`, `plain_text`, … */
  readonly type: string;
  /** `service`: the script that is bound. */
  readonly service: string | null;
  /** `service`: null is the default export. */
  readonly entrypoint: string | null;
  /** `secrets_store_secret`: the store's id. */
  readonly storeId: string | null;
  /** `secrets_store_secret`: the secret's name in that store. */
  readonly secretName: string | null;
}

const versionOutput = z.object({
  metadata: z.object({ created_on: z.string() }),
  resources: z.object({
    bindings: z
      .array(
        z.object({
          name: z.string(),
          type: z.string(),
          service: z.string().optional(),
          entrypoint: z.string().optional(),
          store_id: z.string().optional(),
          secret_name: z.string().optional(),
        }),
      )
      .default([]),
  }),
});

/**
 * Asks twice, and once more for each further version of a gradual deployment. Never throws for what
 * the account says.
 */
export async function readDeployedBindings(
  worker: DeployedWorker,
  run: RunWrangler,
): Promise<DeployedBindings> {
  const { script } = worker;
  const serving = await readServingVersions(worker, run);
  if (serving.state !== "answered") return { ...serving, script };
  const versions: DeployedVersion[] = [];
  for (const version of serving.answer) {
    const asked = await askWrangler(["versions", "view", version.id], worker, run, versionOutput);
    if (asked.state !== "answered") return { ...asked, script };
    versions.push(toVersion(version, asked.answer));
  }
  return { state: "deployed", script, versions };
}

function toVersion(
  serving: ServingVersion,
  { metadata, resources }: z.infer<typeof versionOutput>,
): DeployedVersion {
  const bindings = resources.bindings.map((binding) => ({
    name: binding.name,
    type: binding.type,
    service: binding.service ?? null,
    entrypoint: binding.entrypoint ?? null,
    storeId: binding.store_id ?? null,
    secretName: binding.secret_name ?? null,
  }));
  return { ...serving, createdOn: metadata.created_on, bindings };
}
