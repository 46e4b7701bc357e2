/** Reads a repository of Cloudflare Workers, plans edits, applies them. No network, no terminal. */
export type {
  BindNote,
  BindNoteCode,
  BindOptions,
  BindPlan,
  BindRefusal,
  BindRefusalCode,
  BindTarget,
  BindWorker,
  Delivery,
  GrantNeeded,
} from "./binding/bind-plan.ts";
export { planBinding } from "./binding/plan-binding.ts";
export { isProductionEnvironment } from "./binding/production.ts";
export { planEnvMembers } from "./cleanup/plan-env-members.ts";
export { isLeftRead } from "./codemod/left-read.ts";
export type {
  Converted,
  GaveUp,
  GiveUpCode,
  HelperFunction,
  HelperSource,
  MigrationInput,
  MigrationPlan,
  ProofResult,
  Remark,
} from "./codemod/migration-plan.ts";
export {
  type PlannedWorker,
  planRepositoryMigration,
  type RepositoryMigration,
  type RepositoryPlan,
} from "./codemod/plan-repository-migration.ts";
export type { Crash } from "./codemod/repository/crash.ts";
export { isSameRoute } from "./codemod/routes/route-scope.ts";
export { HELPER_FILES, isHelperText } from "./codemod/text/helper-text.ts";
export { applyEdits } from "./edits/apply-edits.ts";
export { EditError, type EditErrorCode } from "./edits/edit-error.ts";
export type { FileChange, TextEdit } from "./edits/text-edit.ts";
export { findLatestRecord, planUndo, type UndoPlan, undoLatest } from "./edits/undo.ts";
export { findRecordTime, type UndoRecord } from "./edits/undo-record.ts";
export { renderUnifiedDiff, type UnifiedDiffOptions } from "./edits/unified-diff.ts";
export {
  type Recovery,
  recoverChanges,
  type WriteOptions,
  type WriteResult,
  writeChanges,
} from "./edits/write-changes.ts";
export { type CodeCommit, planCodeStep } from "./eject/code-step.ts";
export { type ConfigTexts, planConfigStep } from "./eject/config-step.ts";
export type { HelperUse } from "./eject/helper-imports.ts";
export { type EjectPlan, type EjectRequest, planEject } from "./eject/plan-eject.ts";
export type { Stays } from "./eject/prove-eject.ts";
export { listStoreBindings, type StoreBinding } from "./eject/store-bindings.ts";
export type { FileHistory, FileStep } from "./eject/take-back.ts";
export {
  callParts,
  type HelperPart,
  PARTS_FOLDER,
  type PartCall,
  type PartsPlan,
  planParts,
} from "./helper-parts/plan-parts.ts";
export {
  type DevVarsFile,
  devVarsOf,
  readDevVars,
  removeNames,
} from "./inventory/dev-vars.ts";
export type { Finding, FindingCode, FixCode, Severity } from "./inventory/finding.ts";
export type {
  Inventory,
  InventoryEnvironment,
  InventoryEnvMember,
  InventoryEnvType,
  InventoryRead,
  InventorySecret,
  InventoryWhole,
  InventoryWorker,
  Reach,
  SecretInWorker,
  SecretReason,
} from "./inventory/inventory.ts";
export { isSaidSecret } from "./inventory/said-secret.ts";
export {
  type ScanOptions,
  type ScanProgress,
  scanRepository,
} from "./inventory/scan-repository.ts";
export type {
  Verdict,
  VerdictChoice,
  VerdictReason,
  VerdictReasonCode,
} from "./inventory/verdict.ts";
export { findWorkerConfigs } from "./inventory/worker-configs.ts";
export { withoutMarks } from "./marks/mark.ts";
export { placeMarks } from "./marks/place-marks.ts";
export {
  createDisk,
  type Disk,
  type DiskEntry,
  DiskError,
  type DiskErrorCode,
  type DiskReader,
  type DiskStat,
  describeDiskError,
  MAX_TEXT_BYTES,
  readTextIfThere,
  type TreeDifference,
} from "./repository/disk.ts";
export type { Place, Problem } from "./repository/place.ts";
export { createTreeDisk } from "./repository/tree-disk.ts";
export {
  type RepositoryFile,
  type RepositoryListing,
  walkRepository,
} from "./repository/walk-repository.ts";
export {
  createEnvOracle,
  type FindEnvReadsOptions,
  findEnvReads,
} from "./source/find-env-reads.ts";
export { type EnvTypeDeclaration, findEnvTypes } from "./source/find-env-types.ts";
export { findReadsByShape } from "./source/find-reads-by-shape.ts";
export { type LoadedProgram, ProgramLoader, type ProgramRequest } from "./source/load-program.ts";
export { ParsedFiles } from "./source/parsed-files.ts";
export { createProgramFiles, type ProgramFiles } from "./source/program-files.ts";
export { ReachFinder, type ReachOptions } from "./source/reach/find-reach.ts";
export { findWorkspacePackages } from "./source/workspace-packages.ts";
export {
  findConfigFormat,
  isBuildOutput,
  isExampleConfig,
} from "./wrangler-config/config-kind.ts";
export {
  ConfigEditError,
  type ConfigEntry,
  type ConfigOperation,
  type ConfigValue,
} from "./wrangler-config/config-operation.ts";
export { editConfig, planConfigEdits } from "./wrangler-config/edit-config.ts";
export { createVarMask } from "./wrangler-config/mask-vars.ts";
export { type ReadConfigOptions, readConfig } from "./wrangler-config/read-config.ts";
export { type RepositoryConfigs, readConfigs } from "./wrangler-config/read-configs.ts";
export { isExactEdit } from "./wrangler-config/verify-edit.ts";
export type {
  ConfigBinding,
  ConfigFormat,
  ConfigKind,
  ConfigVar,
  NamedPlace,
  WorkerEnvironment,
  WranglerConfig,
} from "./wrangler-config/wrangler-config.ts";
export { DEFAULT_ENVIRONMENT } from "./wrangler-config/wrangler-config.ts";
