/**
 * What `lunakey check` and `lunakey doctor` print under `--json`. Names, places and codes, with the
 * sentences beside them; never a value. What could not be looked at is in `notChecked`, and is never
 * counted as right. Fields are added, never changed.
 */
import * as z from "zod";
import { scanFinding } from "./scan-report.ts";

const target = z.object({
  worker: z.string(),
  config: z.string(),
  environment: z.string(),
  /** How the config binds it to a store; null: not at all, individual secrets serve. */
  delivery: z.enum(["service", "native"]).nullable(),
  /** `LUNAKEY_MODE` where the config sets it. */
  mode: z.string().nullable(),
  /** Names that its code reads through the helper, and as individual secrets. */
  throughHelper: z.array(z.string()),
  individual: z.array(z.string()),
  /** `ok` only where everything was looked at and nothing breaks. */
  state: z.enum(["ok", "broken", "not_checked"]),
});

/** As scan's; `high` breaks, and is exit status 1. `workers` are names, `places` at least one. */
export const checkFinding = scanFinding.extend({
  /** What to do, in one sentence; null where the commands say it. */
  fix: z.string().nullable(),
  /** What to type, in order. */
  commands: z.array(z.string()),
});
export type CheckFinding = z.infer<typeof checkFinding>;

export const notChecked = z.object({
  code: z.string(),
  names: z.array(z.string()),
  workers: z.array(z.string()),
  environments: z.array(z.string()),
  message: z.string(),
  commands: z.array(z.string()),
});
export type NotChecked = z.infer<typeof notChecked>;

/** `lunakey check --json` */
export const checkReport = z.object({
  v: z.literal(1),
  root: z.string(),
  /** `failed`: something breaks. `incomplete`: nothing that was looked at does. */
  result: z.enum(["ok", "incomplete", "failed"]),
  /** Address of the store that was asked; null: none was. */
  store: z.string().nullable(),
  targets: z.array(target),
  findings: z.array(checkFinding),
  notChecked: z.array(notChecked),
  warnings: z.array(z.string()).optional(),
});
export type CheckReport = z.infer<typeof checkReport>;

export const doctorLine = z.object({
  area: z.enum(["machine", "repository", "account", "store"]),
  code: z.string(),
  state: z.enum(["ok", "warn", "fail", "not_checked"]),
  message: z.string(),
  /** What to type next, or the `https://` address to open. */
  commands: z.array(z.string()),
});
export type DoctorLine = z.infer<typeof doctorLine>;

/** `lunakey doctor --json` */
export const doctorReport = z.object({
  v: z.literal(1),
  root: z.string(),
  /** `failed`: a line says `fail`. */
  result: z.enum(["ok", "failed"]),
  lines: z.array(doctorLine),
  warnings: z.array(z.string()).optional(),
});
export type DoctorReport = z.infer<typeof doctorReport>;
