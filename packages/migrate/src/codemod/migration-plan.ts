/**
 * What goes into a migration of a Worker's code and what comes out. A plan is data: nobody here
 * writes a file, and no text of a plan holds anything but source code and names.
 */
import type ts from "typescript";
import type { FileChange } from "../edits/text-edit.ts";
import type { Place } from "../repository/place.ts";
import type { EnvReads, EnvWhole } from "../source/env-read.ts";
import type { Framework } from "../source/reach/file-routes.ts";
import type { Changed, Fault } from "./proof/fault.ts";
import type { KnownErrors } from "./proof/known-errors.ts";
import type { SaidError } from "./proof/said-error.ts";
import type { ShownNames } from "./proof/shown-names.ts";
import type { CodeAround } from "./references/reference-index.ts";

/** Where migrated code gets `getSecret` from. */
export type HelperSource =
  /** A file of the Worker; made, with `text`, where it is not there. `path` is relative to the root. */
  | { readonly kind: "file"; readonly path: string; readonly text: string }
  /** A package, imported by name. */
  | { readonly kind: "package"; readonly name: string };

export interface MigrationInput extends CodeAround {
  /** Absolute path of the repository's root. Paths in the plan are relative to it. */
  readonly root: string;
  /** The Worker as it is, with its tests. */
  readonly program: ts.Program;
  /** What `program` was made with; texts of changed files are laid over it for the proof. */
  readonly host: ts.CompilerHost;
  /** Asked again for each program that a plan leads to. */
  readonly findReads: (program: ts.Program) => EnvReads;
  readonly helper: HelperSource;
  /** Names to move; without it all that reads are found for. */
  readonly names?: ReadonlySet<string> | undefined;
  /** Routes (`/billing`, `POST /billing`): only what they run is migrated. */
  readonly routes?: readonly string[] | undefined;
  /** The Worker's folder, relative to the root: routes that are files are relative to it. */
  readonly folder?: string | undefined;
  readonly frameworks?: ReadonlySet<Framework> | undefined;
  /** Files, relative to the root: only reads in them are migrated. */
  readonly files?: readonly string[] | undefined;
  /** Only code of files that this says yes of moves; what else calls it keeps the form that it has. */
  readonly moves?: ((path: string) => boolean) | undefined;
  /** The helper's file for a file, where it is not that of its package; both relative to the root. */
  readonly helperFor?: ((path: string) => string | undefined) | undefined;
  /** Looks at other programs that the changes are in: what is wrong there is wrong with the plan. */
  readonly proveOthers?: ((changed: Changed) => readonly Fault[]) | undefined;
  /** What is known of programs with the same options over the same folder. */
  readonly knownErrors?: KnownErrors | undefined;
  /** Called before each file whose types the proof looks at, for a person who waits. */
  readonly onFile?: ((done: number, total: number) => void) | undefined;
  /** Code that is not in the program, and may see what changes. */
  readonly outside?: OutsideCode | undefined;
  /** Columns that a line with a list of names may have. 100 where not given. */
  readonly lineWidth?: number | undefined;
}

export interface OutsideCode {
  /** Absolute paths of files of the program that it imports. */
  readonly imported: ReadonlySet<string>;
  /** Those of them that more than tests import: a page for browsers, say. */
  readonly runElsewhere: ReadonlySet<string>;
  /**
   * Is some of it missing? Then the plan is worth nothing, and is asked for again with it.
   * @param findShown by which names of which files, by absolute path, their importers see the changes.
   */
  readonly lacks: (
    changes: readonly FileChange[],
    findShown: () => ReadonlyMap<string, ShownNames>,
  ) => boolean;
}

export type HelperFunction = "getSecret" | "findSecret" | "requireSecret" | "getSecrets";

/** Why a read stays as it is. */
export type GiveUpCode =
  // Code that can not wait
  | "constructor"
  | "platform-constructor"
  | "getter"
  | "setter"
  | "generator"
  | "field-initialiser"
  | "static-block"
  | "default-parameter"
  | "module-level"
  | "decorator"
  | "super-call"
  | "sync-callback"
  | "between-storage"
  | "at-once"
  | "module-callback"
  | "type-predicate"
  // Functions that can not answer a promise
  | "library-type"
  | "used-as-value"
  | "unknown-callback"
  | "outside-caller"
  | "component"
  | "service-worker"
  | "astro-env"
  | "runs-in-node"
  | "kept-by-others"
  // Reads that are more than a read
  | "empty-string"
  | "store-object"
  | "no-text"
  | "rest-destructuring"
  | "write-target"
  | "overridden"
  | "no-environment"
  | "accessor"
  | "unknown-shape"
  | "several-names"
  | "mixed-names"
  // What the run was told to leave
  | "excepted"
  // Access to the whole environment
  | EnvWhole["kind"]
  // The proof
  | "type-error"
  | "helper-type-error"
  | "not-awaited"
  | "not-stable"
  // A fault of the planner itself
  | "internal-error";

export interface Converted {
  readonly name: string;
  readonly place: Place;
  readonly helper: HelperFunction;
}

export interface GaveUp {
  readonly code: GiveUpCode;
  /** The read that stays. */
  readonly place: Place;
  /** The secrets that are read there. */
  readonly names: readonly string[];
  /** Where the way to an awaiting caller ends; the same as `place` where the read itself is in the way. */
  readonly blockedAt: Place;
  /**
   * A name in the code that a suggestion can speak of: the function, class or variable in the way. Of an
   * error in the helper, what the compiler says; null where a tsconfig's `module` or `lib` is too low.
   */
  readonly subject: string | null;
  /** Of a type error that the change would have made, at `blockedAt`: what it says. */
  readonly error?: SaidError;
}

/** A place to look at, though nothing is wrong with it. */
export interface Remark {
  readonly code: /** A client that is built once keeps the value that it was built with: see `withSecret`. */
    | "memoised-client"
    /** What makes it waits from now on: two requests at once may make one each. */
    | "made-twice"
    /** A check of a module, which ended its import, and ends what needs the secret from now on. */
    | "checked-later"
    /** A check that lets everybody in where the secret has no value: the store can refuse it, too. */
    | "opens-without"
    /** A text of the code stands in for a secret that has no value: the store can refuse it, too. */
    | "known-default"
    /** Read of `import.meta.env`, which a build fills: no read of the environment. */
    | "build-time"
    /** A function that very many calls wait for from now on: most of the change is about it. */
    | "widely-called"
    /** A generated type: run `wrangler types` again after `bind`. */
    | "generated-env-type";
  readonly place: Place;
  readonly names: readonly string[];
  /** Of `widely-called`: the function, its calls that are awaited from now on, and their files. */
  readonly spread?: { readonly name: string; readonly calls: number; readonly files: number };
}

export interface ProofResult {
  /** Type errors that were there before, and still are. */
  readonly errorsBefore: number;
  readonly errorsAfter: number;
  /** References of converted functions that were looked at, each one after the other. */
  readonly references: number;
  /** Plans that were made until one had nothing left to refuse. */
  readonly rounds: number;
}

export interface MigrationPlan {
  readonly changes: readonly FileChange[];
  readonly converted: readonly Converted[];
  /** Those of `converted` that throw from now on where the secret is missing. */
  readonly required: readonly Converted[];
  readonly gaveUp: readonly GaveUp[];
  readonly remarks: readonly Remark[];
  readonly proof: ProofResult;
}
