/** One line of a doctor's answer, as a code; its sentence is made in `language/catalogues/doctor.ts`. */
import type { DoctorLine } from "@lunakey/contract";

export type LineState = DoctorLine["state"];

/** Each with the states that it can have. */
export interface DoctorCodes {
  // Machine
  readonly node: "ok";
  readonly git: "ok" | "warn";
  readonly wrangler: "ok" | "warn" | "fail" | "not_checked";
  readonly own_wrangler: "ok" | "warn";
  readonly log_sanitize: "ok" | "fail";
  readonly tracing: "ok" | "warn";
  // Repository
  readonly workers: "warn";
  readonly state_folder: "ok" | "fail" | "not_checked";
  readonly ignored: "ok" | "warn" | "not_checked";
  readonly tracked: "ok" | "fail" | "not_checked";
  readonly invocation_logs: "ok" | "warn";
  readonly recovery_file: "ok" | "warn" | "fail" | "not_checked";
  // Account
  readonly shadowed_login: "ok" | "warn";
  readonly token_in_file: "warn";
  readonly sign_in: "ok" | "warn" | "fail" | "not_checked";
  readonly role: "ok" | "warn" | "not_checked";
  readonly token_permission: "ok" | "fail" | "not_checked";
  readonly secret_scope: "ok" | "fail" | "not_checked";
  // Store
  readonly reachable: "ok" | "fail" | "not_checked";
  readonly token_role: "ok" | "warn" | "not_checked";
  readonly clock: "ok" | "warn" | "fail" | "not_checked";
  /** Said only where the store writes copies. */
  readonly copies: "ok" | "warn" | "not_checked";
}

export type DoctorCode = keyof DoctorCodes;

export interface Probed {
  readonly area: DoctorLine["area"];
  readonly code: DoctorCode;
  readonly state: LineState;
  /** What the sentence speaks of: a version, paths, names, a reason. Never a value. */
  readonly detail: readonly string[];
  readonly commands: readonly string[];
}

/** The compiler holds a code to its states. */
export function line<Code extends DoctorCode>(
  area: DoctorLine["area"],
  code: Code,
  state: DoctorCodes[Code],
  detail: readonly string[] = [],
  commands: readonly string[] = [],
): Probed {
  return { area, code, state, detail, commands };
}
