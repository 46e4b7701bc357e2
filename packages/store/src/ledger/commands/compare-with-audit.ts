/**
 * The second half of `audit.verify`: compares secrets and grants with what the events say of them,
 * some rows at a time. Writes go on between: what they add to the log is taken in before the next
 * rows are read, without a wait between, so that both are of one moment.
 */
import { AUDIT, type AuditEvent } from "@lunakey/contract";
import { listEvents } from "../audit/audit-rows.ts";
import { AuditedGrants } from "../audit/audited-grants.ts";
import { AuditedSecrets, type Contradiction } from "../audit/audited-secrets.ts";
import { type GrantRow, listGrants } from "../grant-rows.ts";
import { listSecretRows } from "../secrets/all-secrets.ts";
import { findStages } from "../secrets/secret-rows.ts";

/** Rows compared without letting go of the thread: some 5 ms. */
const ROWS_COUNT = 500;

export class AuditComparison {
  readonly #sql: SqlStorage;
  readonly #secrets = new AuditedSecrets();
  readonly #grants = new AuditedGrants();
  /** Number of the last event that was taken in. */
  #seq = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Takes events in, in order. */
  note(events: readonly AuditEvent[]): void {
    for (const event of events) {
      this.#secrets.note(event);
      this.#grants.note(event);
      this.#seq = event.seq;
    }
  }

  /** To be called once the whole log was taken in. */
  async findContradiction(): Promise<Contradiction | null> {
    return (await this.#compareSecrets()) ?? (await this.#compareGrants());
  }

  async #compareSecrets(): Promise<Contradiction | null> {
    for (let after = 0; ; await scheduler.wait(0)) {
      this.#noteNew();
      const rows = listSecretRows(this.#sql, after, ROWS_COUNT);
      const ids = rows.map(({ id }) => id);
      const stages = Map.groupBy(findStages(this.#sql, ids), (stage) => stage.secret_id);
      for (const row of rows) {
        const found = this.#secrets.findContradiction(row, stages.get(row.id) ?? []);
        if (found !== null) return found;
      }
      if (rows.length < ROWS_COUNT) return this.#secrets.findMissing();
      after = rows.at(-1)?.id ?? after;
    }
  }

  async #compareGrants(): Promise<Contradiction | null> {
    let after: [worker: string, environment: string, name: string] = ["", "", ""];
    for (;;) {
      this.#noteNew();
      const rows = this.#listGrants(after);
      for (const row of rows) {
        const found = this.#grants.findContradiction(row);
        if (found !== null) return found;
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < ROWS_COUNT) return this.#grants.findMissing();
      after = [last.worker, last.environment, last.name];
      await scheduler.wait(0);
    }
  }

  #listGrants(after: readonly [string, string, string]): GrantRow[] {
    const all = { worker: undefined, environment: undefined, name: undefined };
    return listGrants(this.#sql, { ...all, after, limit: ROWS_COUNT });
  }

  /** Takes in what was added to the log since. */
  #noteNew(): void {
    for (;;) {
      const events = listEvents(this.#sql, this.#seq, AUDIT.SEGMENT_EVENTS);
      this.note(events);
      if (events.length < AUDIT.SEGMENT_EVENTS) return;
    }
  }
}
