/**
 * Where a consumer stands with a name: granted or not, and the row and stages that count for its
 * environment. Looked up once and kept in memory until anything is written through the queue, which
 * is the only way to these tables. What the clock decides is left to whoever reads.
 */
import { ALL_ENVIRONMENTS, type Consumer } from "@lunakey/contract";
import { findGranted } from "./grants.ts";
import { findSecrets, findStages, type SecretRow, type StageRow } from "./secrets.ts";

export interface Standing {
  readonly granted: boolean;
  /** The environment's own row, whatever its state, else that of `all`. */
  readonly row: SecretRow | undefined;
  /** Its stages as they are stored; none where it has but the current version, without an end. */
  readonly stages: readonly StageRow[];
}

/** Held at most; a store of 10,000 secrets fits. */
const STANDINGS_COUNT = 20_000;

const REFUSED: Standing = { granted: false, row: undefined, stages: [] };

export class Standings {
  readonly #sql: SqlStorage;
  #held = new Map<string, Standing>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** By name, of one moment. @param names well-formed, each once. */
  find(consumer: Consumer, names: readonly string[]): ReadonlyMap<string, Standing> {
    const found = new Map<string, Standing>();
    const unknown: string[] = [];
    for (const name of names) {
      const held = this.#held.get(keyOf(consumer, name));
      if (held === undefined) unknown.push(name);
      else found.set(name, held);
    }
    if (unknown.length > 0) this.#lookUp(consumer, unknown, found);
    return found;
  }

  /** To be called whenever something was written. */
  forget(): void {
    if (this.#held.size > 0) this.#held = new Map();
  }

  #lookUp(consumer: Consumer, names: readonly string[], found: Map<string, Standing>): void {
    const granted = findGranted(this.#sql, consumer, names);
    const rows = findRows(this.#sql, consumer.environment, [...granted]);
    const ids = Array.from(rows.values(), (row) => row.id);
    const byId = Map.groupBy(findStages(this.#sql, ids), (stage) => stage.secret_id);
    if (this.#held.size + names.length > STANDINGS_COUNT) this.#held = new Map();
    for (const name of names) {
      const row = rows.get(name);
      const stored = (row && byId.get(row.id)) ?? [];
      // So that most reads have nothing to decide.
      const stages = stored.some(({ stage }) => stage !== "current") ? stored : REFUSED.stages;
      const standing = granted.has(name) ? { granted: true, row, stages } : REFUSED;
      found.set(name, standing);
      this.#held.set(keyOf(consumer, name), standing);
    }
  }
}

/** None of the parts can hold a space. */
function keyOf({ worker, environment }: Consumer, name: string): string {
  return `${worker} ${environment} ${name}`;
}

function findRows(
  sql: SqlStorage,
  environment: string,
  names: readonly string[],
): Map<string, SecretRow> {
  const rows = new Map<string, SecretRow>();
  for (const row of findSecrets(sql, names, [environment, ALL_ENVIRONMENTS])) {
    if (row.environment === environment || !rows.has(row.name)) rows.set(row.name, row);
  }
  return rows;
}
