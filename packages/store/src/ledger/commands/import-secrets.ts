/**
 * `secret.import`: many values for one environment. Preview compares and changes nothing, but tells
 * who asks whether a value is the stored one: so it is written down too. Apply is all or nothing.
 */
import { type CommandOf, LIMITS, LunakeyError, type ResultOf } from "@lunakey/contract";
import { encodeUtf8 } from "../../bytes.ts";
import { findSecrets, type SecretRow } from "../secrets/secret-rows.ts";
import type { Plan } from "../write-queue.ts";
import { draftDone, type MutationContext } from "./mutation-context.ts";
import { assertNotProtected, planValue, sealPlanned, type ValuePlan } from "./plan-value.ts";
import { assertNothingPending } from "./rotation/assert-settled.ts";

type Import = CommandOf<"secret.import">;

export async function planSecretImport(
  context: MutationContext,
  asked: Import,
): Promise<Plan<ResultOf<"secret.import">>> {
  assertUnique(asked);
  assertSize(asked);
  const { environment, entries } = asked;
  const names = entries.map((entry) => entry.name);
  const found = findSecrets(context.parts.sql, names, [environment]);
  const rows = new Map(found.map((row) => [row.name, row]));
  const plans = await Promise.all(
    entries.map((entry) => planValue(context, rows.get(entry.name), { environment, ...entry })),
  );
  if (asked.mode === "preview") return preview(context, asked, rows, plans);
  assertMayApply(asked, plans);
  const written = entries.filter((_, index) => plans[index]?.changed === true);
  const touched = written.flatMap((entry) => rows.get(entry.name) ?? []);
  assertNothingPending(context.parts.sql, touched);
  return apply(context, asked, rows, plans);
}

function preview(
  context: MutationContext,
  { environment, entries }: Import,
  rows: ReadonlyMap<string, SecretRow>,
  plans: readonly ValuePlan[],
): Plan<ResultOf<"secret.import">> {
  const compared = entries.map(({ name }, index) => {
    const status = plans[index]?.status ?? "new";
    const version = status === "new" ? null : (rows.get(name)?.version ?? null);
    return { name, status, version };
  });
  return {
    answer: { environment, applied: false, entries: compared },
    events: compared.map(({ name, status }) =>
      draftDone(context, "secret.import", { environment, name }, { mode: "preview", status }),
    ),
  };
}

async function apply(
  context: MutationContext,
  { environment, entries }: Import,
  rows: ReadonlyMap<string, SecretRow>,
  plans: readonly ValuePlan[],
): Promise<Plan<ResultOf<"secret.import">>> {
  const commits = await Promise.all(
    entries.map((entry, index) => {
      const plan = plans[index];
      return plan?.changed ? sealPlanned(context, { environment, ...entry }, plan) : undefined;
    }),
  );
  const applied = entries.map(({ name }, index) => {
    const { status = "new", version = null, changed = false, fallback = null } = plans[index] ?? {};
    return { name, status, version, changed, fallback };
  });
  return {
    answer: {
      environment,
      applied: true,
      entries: applied.map(({ name, status, version }) => ({ name, status, version })),
    },
    events: applied.map(({ name, ...details }) =>
      draftDone(context, "secret.import", { environment, name }, { mode: "apply", ...details }),
    ),
    commit: () => {
      for (const commit of commits) commit?.();
    },
    after: () => {
      for (const row of rows.values()) context.parts.values.forget(row.id);
    },
  };
}

function assertUnique({ entries }: Import): void {
  const seen = new Set<string>();
  for (const [index, { name }] of entries.entries()) {
    if (seen.has(name)) {
      const field = `entries[${index}].name`;
      throw new LunakeyError({
        code: "invalid_input",
        field,
        message: `${field} must not be the name of an earlier entry.`,
      });
    }
    seen.add(name);
  }
}

function assertSize({ entries }: Import): void {
  const total = entries.reduce((sum, { value }) => sum + encodeUtf8(value).byteLength, 0);
  if (total <= LIMITS.IMPORT_BYTES) return;
  throw new LunakeyError({
    code: "too_large",
    field: "entries",
    message: `entries must hold values of at most ${LIMITS.IMPORT_BYTES} bytes together.`,
    hint: "Split the import into several.",
  });
}

function assertMayApply({ entries, overwrite }: Import, plans: readonly ValuePlan[]): void {
  const different = entries.filter((_, index) => plans[index]?.status === "different");
  for (const { name } of different) assertNotProtected(name, "changed");
  const [first] = different;
  if (first === undefined || overwrite === true) return;
  throw new LunakeyError({
    code: "conflict",
    message: `${different.length} of the entries differ from the store's values, ${first.name} first; nothing was written.`,
    hint: "Look at the preview; to replace the store's values, import with overwrite.",
  });
}
