/**
 * Where a consumer stands with a name: granted or not, and the row and stages that count for its
 * environment. Looked up once and kept in memory until anything is written through the queue, which
 * is the only way to these tables. What the clock decides is left to whoever reads.
 */
import { type Consumer, isSecretName } from "@lunakey/contract";
import { findStages, type ServedRow, type StageRow } from "../secrets/secret-rows.ts";
import { findReadable } from "./readable-rows.ts";

export interface Standing {
  readonly granted: boolean;
  /** The environment's own row, whatever its state, else that of `all`. */
  readonly row: ServedRow | undefined;
  /** Its stages as they are stored; none where it has but the current version, without an end. */
  readonly stages: readonly StageRow[];
}

/** Held at most; a store of 10,000 secrets fits. */
const STANDINGS_COUNT = 20_000;

const REFUSED: Standing = { granted: false, row: undefined, stages: [] };

export class Standings {
  readonly #sql: SqlStorage;
  /** By consumer, then by name. */
  #held = new Map<string, Map<string, Standing>>();
  #count = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** One for each name, in order, all of one moment; undefined for a name that is not well-formed. */
  find(consumer: Consumer, names: readonly string[]): (Standing | undefined)[] {
    const held = this.#heldOf(consumer);
    const found = names.map((name) => held.get(name));
    if (!found.includes(undefined)) return found;
    const unknown = names.filter((name, index) => found[index] === undefined && isSecretName(name));
    if (unknown.length === 0) return found;
    const looked = this.#lookUp(consumer, [...new Set(unknown)]);
    return names.map((name, index) => found[index] ?? looked.get(name));
  }

  /** To be called whenever something was written. */
  forget(): void {
    if (this.#held.size > 0) this.#held = new Map();
    this.#count = 0;
  }

  #heldOf({ worker, environment }: Consumer): Map<string, Standing> {
    // Neither can hold a space.
    const key = `${worker} ${environment}`;
    const held = this.#held.get(key) ?? new Map<string, Standing>();
    if (held.size === 0) this.#held.set(key, held);
    return held;
  }

  #lookUp(consumer: Consumer, names: readonly string[]): Map<string, Standing> {
    const rows = findReadable(this.#sql, consumer, names);
    const moving = rows.filter(({ moves }) => moves === 1).map(({ id }) => id ?? 0);
    const stages = Map.groupBy(
      moving.length === 0 ? [] : findStages(this.#sql, moving),
      (stage) => stage.secret_id,
    );
    this.#count += names.length;
    if (this.#count > STANDINGS_COUNT) this.forget();
    const held = this.#heldOf(consumer);
    for (const name of names) held.set(name, REFUSED);
    for (const { moves: _, id, ...row } of rows) {
      // The environment's own row is before that of `all`.
      if (held.get(row.name)?.row !== undefined) continue;
      const isStored = id !== null;
      held.set(row.name, {
        granted: true,
        row: isStored ? ({ id, ...row } as ServedRow) : undefined,
        stages: (isStored && stages.get(id)) || REFUSED.stages,
      });
    }
    return held;
  }
}
