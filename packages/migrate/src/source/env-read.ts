/** One read of one member of a Worker's environment, as found by meaning. */
import type ts from "typescript";
import type { Place } from "../repository/place.ts";

/** Through what the environment was reached. */
export type EnvForm =
  /** `env.K` of a parameter or variable that is the Worker's environment. */
  | "env"
  /** `c.env.K` of a framework's context, `context.env.K`, `ctx.env.K`. */
  | "context-env"
  /** `this.env.K`. */
  | "this-env"
  /** `process.env.K`. */
  | "process-env"
  /** `import { env } from "cloudflare:workers"`. */
  | "imported-env"
  /** `locals.runtime.env.K`, `context.cloudflare.env.K`, `event.platform.env.K`. */
  | "platform-env"
  /** `getCloudflareContext().env.K`, `env(c).K` of `hono/adapter`. */
  | "call-env"
  /** A wrapper of the repository or a parsed copy: `import { env } from "./env"`, `getEnv(env).K`. */
  | "wrapped-env"
  /** A function of the repository that is given the name: `getEnv(c, "K")`. */
  | "accessor"
  /** `K` alone: a global of the service-worker syntax. */
  | "global"
  /** `import { K } from "astro:env/server"`. */
  | "astro-env";

/** How the member is taken. */
export type EnvTaking =
  | "property"
  | "element"
  | "destructured"
  | "optional-chain"
  | "accessor-call"
  /** `"K" in env`. */
  | "presence";

/** How something is known to be the environment. */
export type Evidence = "types" | "shape";

export interface EnvRead {
  readonly name: string;
  readonly form: EnvForm;
  readonly taking: EnvTaking;
  readonly place: Place;
  readonly sourceFile: ts.SourceFile;
  /**
   * The whole expression that is the value (`env.K`, `env["K"]`, `getEnv(c, "K")`), or the binding
   * element that takes it out.
   */
  readonly node: ts.Node;
  /** The expression or name that is the environment; undefined for an accessor's call. */
  readonly env: ts.Node | undefined;
  /** Whether types say so, or only the shape of the code (types missing or `any`). */
  readonly evidence: Evidence;
  /** Of what a schema made of the environment: it holds no binding. */
  readonly isCopy?: true;
  /** Of Node's own variables that a caller hands over, or of a copy of texts: it holds no binding either. */
  readonly holdsTexts?: true;
  /** A call of Lunakey's own helper, by its import. */
  readonly throughHelper?: true;
}

/** Environment access that is no single read of a known name: left alone, and said. */
export interface EnvWhole {
  readonly kind:
    | "dynamic-key"
    | "spread"
    | "keys"
    | "schema-parse"
    | "passed-to-library"
    | "kept-in-variable";
  readonly place: Place;
  readonly sourceFile: ts.SourceFile;
  /** The whole expression: `env[key]`, `...env`, `Object.keys(env)`, `schema.parse(env)`, `lib(env)`. */
  readonly node: ts.Node;
  /** The expression or name that is the environment. */
  readonly env: ts.Node;
  readonly form: EnvForm;
  /**
   * The names that a dynamic key can have, where the code says them: `NAMES.map((n) => env[n])`.
   * Empty where that is unknown.
   */
  readonly names: readonly string[];
  /** Of texts alone, as of an `EnvRead`: it holds no binding. */
  readonly holdsTexts?: true;
}

/** `env[name] = …`: any member can be another value from then on. */
export interface EnvWrite {
  readonly node: ts.ElementAccessExpression;
  /** The names that the key can have, where the code says them; empty where that is unknown. */
  readonly names: readonly string[];
}

/** Other values laid over an environment, by names that the code does not write out: `{ ...env, ...theirs }`. */
export interface EnvOverlay {
  readonly node: ts.Expression;
  readonly env: ts.Expression;
  /** What is made by that; undefined where the environment itself is changed, or something that was there. */
  readonly copy: ts.Expression | undefined;
  /** Those that can have another value then, where that is known; empty where it can be any. */
  readonly names: readonly string[];
}

/** What one program reads of its environment. */
export interface EnvReads {
  /** In the order of files and places. */
  readonly reads: readonly EnvRead[];
  readonly wholes: readonly EnvWhole[];
  /** By computed names, in an environment that holds bindings. */
  readonly writes: readonly EnvWrite[];
  readonly overlays: readonly EnvOverlay[];
}
