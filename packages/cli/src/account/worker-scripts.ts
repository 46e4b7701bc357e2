/**
 * Scripts of the account, by Cloudflare's own client and the admin's own sign-in: what serves now, which
 * individual secrets it has, and taking some of them away. Names only; no value can be read back.
 */
import { BaseSecrets } from "cloudflare/resources/workers/scripts/secrets";
import { createClient } from "cloudflare/tree-shakable";
import * as z from "zod";
import { CliError, failure } from "../cli-error.ts";
import { phrase } from "../language/phrase.ts";
import type { Ports } from "../ports.ts";
import type { OpenAccess } from "./account-access.ts";

export type ServingScript =
  | { readonly state: "never_deployed" }
  | {
      readonly state: "deployed";
      /** Is every version that takes traffic bound to the gateway's entrypoint? */
      readonly isBound: boolean;
      /** Names, sorted, of any version that takes traffic. */
      readonly individual: readonly string[];
      /** When the oldest of them was made; the code can be older, where a secret was changed since. */
      readonly createdAt: number;
      /** What a deploy was given as its tag, such as a commit; null where none, or several. */
      readonly tag: string | null;
    };

export interface WorkerScripts {
  /** @throws CliError `account_refused` */
  read(script: string): Promise<ServingScript>;
  /**
   * Takes secrets away, all of them in one version or none. Those that are not there do not matter.
   *
   * @throws CliError `account_refused`
   */
  removeSecrets(script: string, names: readonly string[]): Promise<void>;
}

const TIMEOUT_MS = 20_000;
const MAX_RETRY_COUNT = 2;
/** Of one request: https://developers.cloudflare.com/changelog/post/2026-06-03-bulk-secrets-api */
const BULK_COUNT = 100;
/** The script, or a service of its name, is not there. */
const ABSENT_CODES: readonly number[] = [10_007, 10_090];

const deploymentsAnswer = z.object({
  result: z.object({
    deployments: z.array(
      z.object({
        versions: z.array(z.object({ version_id: z.string(), percentage: z.number() })),
      }),
    ),
  }),
});

const versionAnswer = z.object({
  result: z.object({
    metadata: z.object({ created_on: z.string() }),
    annotations: z.record(z.string(), z.unknown()).optional(),
    resources: z.object({
      bindings: z
        .array(z.object({ name: z.string(), type: z.string(), entrypoint: z.string().nullish() }))
        .default([]),
    }),
  }),
});

type Version = z.infer<typeof versionAnswer>["result"];

export function openWorkerScripts(
  { env, fetch }: Pick<Ports, "env" | "fetch">,
  { key, accountId }: OpenAccess,
): WorkerScripts {
  const baseURL = env.CLOUDFLARE_API_BASE_URL;
  const client = createClient({
    ...{ ...key, fetch, timeout: TIMEOUT_MS, maxRetries: MAX_RETRY_COUNT, logLevel: "off" },
    ...(baseURL === undefined ? {} : { baseURL }),
    resources: [BaseSecrets],
  });
  const place = (script: string) =>
    `/accounts/${encodeURIComponent(accountId)}/workers/scripts/${encodeURIComponent(script)}`;
  const get = (path: string) => explained(() => client.get<unknown>(path));
  return {
    async read(script) {
      try {
        const { result } = parse(deploymentsAnswer, await get(`${place(script)}/deployments`));
        const serving = result.deployments[0]?.versions.filter(({ percentage }) => percentage > 0);
        if (serving === undefined || serving.length === 0) return { state: "never_deployed" };
        const versions: Version[] = [];
        for (const { version_id: id } of serving) {
          const answer = await get(`${place(script)}/versions/${encodeURIComponent(id)}`);
          versions.push(parse(versionAnswer, answer).result);
        }
        return describe(versions);
      } catch (error) {
        if (error instanceof AbsentScript) return { state: "never_deployed" };
        throw error;
      }
    },
    async removeSecrets(script, names) {
      for (let at = 0; at < names.length; at += BULK_COUNT) {
        const gone = names.slice(at, at + BULK_COUNT).map((each) => [each, null] as const);
        const secrets = Object.fromEntries(gone);
        const change = { account_id: accountId, secrets };
        await explained(() => client.workers.scripts.secrets.bulkUpdate(script, change));
      }
    },
  };
}

function describe(versions: readonly Version[]): ServingScript {
  const bindings = versions.map(({ resources }) => resources.bindings);
  const individual = bindings.flat().filter(({ type }) => type === "secret_text");
  const tags = new Set(versions.map(({ annotations }) => annotations?.["workers/tag"]));
  const [tag] = tags;
  return {
    state: "deployed",
    isBound: bindings.every((each) =>
      each.some(({ type, entrypoint }) => type === "service" && entrypoint === "Secrets"),
    ),
    individual: [...new Set(individual.map(({ name }) => name))].sort(),
    createdAt: Math.min(...versions.map(({ metadata }) => Date.parse(metadata.created_on))),
    tag: tags.size === 1 && typeof tag === "string" ? tag : null,
  };
}

class AbsentScript extends Error {}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explain(error);
  }
}

function parse<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  // What is not understood is not shown: it is somebody else's output.
  if (parsed.success) return parsed.data;
  throw refusal(phrase("gave an answer that is not understood"), null);
}

/** Cloudflare's own words are not repeated: they may quote what was sent. */
function explain(error: unknown): Error {
  if (error instanceof CliError) return error;
  const { status, errors } = Object(error) as { status?: unknown; errors?: unknown };
  const [first] = Array.isArray(errors) ? errors : [];
  const code: unknown = Object(first).code;
  if (status === 404 && typeof code === "number" && ABSENT_CODES.includes(code)) {
    return new AbsentScript();
  }
  const what =
    typeof status === "number"
      ? phrase("answered with status {status}", { status })
      : phrase("did not answer");
  return refusal(what, typeof code === "number" ? code : null);
}

/** 10215: the version that was made last is not the one that serves, as in a gradual deployment. */
function refusal(what: ReturnType<typeof phrase>, code: number | null): CliError {
  return failure(
    "account_refused",
    phrase("Cloudflare's API {what}{detail}.", {
      what,
      detail: code === null ? "" : ` (code ${code})`,
    }),
    code === 10_215
      ? "The latest version of the Worker is not the one that serves: deploy it, then run the same command again."
      : "The token of CLOUDFLARE_API_TOKEN, else the sign-in of wrangler, needs Account, Workers Scripts, Edit, for the account of account_id or CLOUDFLARE_ACCOUNT_ID; then run the same command again.",
  );
}
