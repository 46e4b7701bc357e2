/**
 * What a value of a Worker's code is, as far as its environment is concerned: the environment itself,
 * something whose `env` it is (`c`, `process`, `locals.runtime`), or the result of parsing it.
 * Decides by names only; `env-oracle.ts` adds what types and references say.
 */
import type { EnvForm, Evidence } from "./env-read.ts";

export interface Origin {
  readonly kind: "env" | "holder" | "parsed";
  /** Of the environment itself, or of the one that it holds. */
  readonly form: EnvForm;
  readonly evidence: Evidence;
  /** Made by a schema: it has the values that the schema names, and none of the bindings. */
  readonly isCopy?: true;
  /** Node's own variables, or a copy that code made of texts: it holds no binding. */
  readonly holdsTexts?: true;
}

/** `env` and the names that people give to a copy of it. */
const ENV_NAME = /^_?(?:env|cfEnv|workerEnv|cloudflareEnv|appEnv|envVars|bindings)$/;
/** What frameworks call the context that holds `env`. */
const HOLDER_NAME =
  /^_?(?:c|ctx|context|cx|honoContext|requestContext|cloudflare|platform|runtime|locals)$/;
/** `locals.runtime`, `context.cloudflare`, `event.platform`: their `env` is the environment. */
const PLATFORM_MEMBER: ReadonlySet<string> = new Set(["runtime", "cloudflare", "platform"]);

export function isEnvName(name: string): boolean {
  return ENV_NAME.test(name);
}

export function isHolderName(name: string): boolean {
  return HOLDER_NAME.test(name);
}

/** What `<origin>.<name>` is; `undefined` as origin is a value that nothing is known of. */
export function memberOrigin(origin: Origin | undefined, name: string): Origin | undefined {
  if (origin?.kind === "env") return undefined;
  if (origin?.kind === "holder" && name === "env") return { ...origin, kind: "env" };
  if (origin?.kind === "parsed" && name === "data") return { ...origin, kind: "env" };
  if (PLATFORM_MEMBER.has(name)) return { kind: "holder", form: "platform-env", evidence: "shape" };
  return undefined;
}

/** The `env` of what only has the name of a context: its type can confirm or deny it. */
export function isGuess(member: Origin | undefined): member is Origin {
  return member?.kind === "env" && member.evidence === "shape";
}

/** Through a module or a function of the repository: the environment of a call stays one. */
export function wrapForm(origin: Origin): Origin["form"] {
  return origin.form === "call-env" || origin.form === "imported-env" ? origin.form : "wrapped-env";
}
