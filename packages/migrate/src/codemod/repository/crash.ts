/**
 * A fault of the planner itself. Its message may quote the code that it was looking at, in which a
 * secret could stand: only the kind of error, and where in the planner it was, are told.
 */
export interface Crash {
  /** The error's name: `TypeError`. */
  readonly kind: string;
  /** The first place of the planner in its stack: `collect-group.ts:31`; null where there is none. */
  readonly at: string | null;
}

export function describeCrash(error: unknown): Crash {
  if (!(error instanceof Error)) return { kind: typeof error, at: null };
  const frame = /([\w.-]+\.[cm]?[jt]s:\d+):\d+\)?$/m.exec(error.stack ?? "");
  return { kind: error.name, at: frame?.[1] ?? null };
}
