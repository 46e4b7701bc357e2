/** What a migration of several Workers is asked for, and what the plans of one run have in common. */
import type { Inventory } from "../../inventory/inventory.ts";
import type { DiskReader } from "../../repository/disk.ts";
import type { ParsedFiles } from "../../source/parsed-files.ts";
import type { HelperSource } from "../migration-plan.ts";
import type { CodeOwners, WorkerId } from "./code-owners.ts";
import type { WorkerPrograms } from "./worker-programs.ts";

export interface RepositoryMigration {
  readonly disk: DiskReader;
  /** Of the same repository, as it is now. */
  readonly inventory: Inventory;
  /** Configs of the Workers to migrate, in order; of several with one entry the first counts. */
  readonly configs: readonly string[];
  readonly helperOf: (config: string) => HelperSource;
  /** Paths of routes: only what they reach is migrated. */
  readonly routes?: readonly string[];
  /** Relative to the root: only reads in them are migrated. */
  readonly files?: readonly string[];
  /** Names of secrets whose reads are left as they are, as if they were variables. */
  readonly except?: readonly string[];
  /** What was parsed of the same folder already. */
  readonly parsed?: ParsedFiles;
  /** Called before each step and each file of its proof, for a person who waits. */
  readonly onProgress?: (progress: MigrationProgress) => void;
}

/** Workers, or what several of them share, planned so far; and files whose types were looked at. */
export interface MigrationProgress {
  readonly config: string;
  readonly done: number;
  readonly total: number;
  /** Of the proof; null before it. */
  readonly files: { readonly done: number; readonly total: number } | null;
}

export interface Run extends RepositoryMigration {
  readonly programs: WorkerPrograms;
  readonly owners: CodeOwners;
  readonly onFile?: ((done: number, total: number) => void) | undefined;
  /** Those that are asked for, each with its first config, in order. */
  readonly chosen: ReadonlyMap<WorkerId, string>;
}
