/**
 * The one alarm of the Durable Object: it is set to the earliest of the jobs. Jobs only tidy and
 * write down; whatever has meaning for security is decided by the clock when it is used.
 */
import { deleteJob, type JobName, listJobs, putJob } from "./job-rows.ts";

/** Does a job. Answers when it is due again, in milliseconds since 1970, or null. */
export type JobRunner = (name: JobName, now: number) => Promise<number | null>;

const RETRY_FIRST_MS = 1_000;
const RETRY_LAST_MS = 3_600_000;

export class Scheduler {
  readonly #storage: DurableObjectStorage;
  readonly #due = new Map<JobName, number>();
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    for (const job of listJobs(storage.sql)) this.#due.set(job.name, job.due_at);
  }

  /** Is a job planned as early as that? */
  isPlanned(name: JobName, dueAt: number): boolean {
    return (this.#due.get(name) ?? Number.POSITIVE_INFINITY) <= dueAt;
  }

  /** Plans a job unless it is planned as early already. */
  async ensure(name: JobName, dueAt: number): Promise<void> {
    if (this.isPlanned(name, dueAt)) return;
    this.#put(name, dueAt, 0);
    await this.arm();
  }

  /** Sets the alarm to the earliest job, where it is not. */
  async arm(): Promise<void> {
    const earliest = Math.min(...this.#due.values());
    if (!Number.isFinite(earliest) || earliest >= this.#armedFor) return;
    this.#armedFor = earliest;
    await this.#storage.setAlarm(earliest);
  }

  /** Runs what is due. A job that fails is tried again later and holds up no other. */
  async run(now: number, runner: JobRunner): Promise<void> {
    this.#armedFor = Number.POSITIVE_INFINITY;
    for (const job of listJobs(this.#storage.sql)) {
      if (job.due_at > now) continue;
      // Forgotten in memory only, so that what comes up meanwhile plans the job anew.
      this.#due.delete(job.name);
      try {
        this.#settle(job.name, await runner(job.name, now));
      } catch {
        // Nothing of the cause may leave: the number of attempts in the table is the sign.
        const wait = Math.min(RETRY_FIRST_MS * 2 ** job.attempts, RETRY_LAST_MS);
        this.#put(job.name, now + wait, job.attempts + 1);
      }
    }
    await this.arm();
  }

  #settle(name: JobName, next: number | null): void {
    const planned = this.#due.get(name);
    if (planned === undefined && next === null) deleteJob(this.#storage.sql, name);
    else if (next !== null && next < (planned ?? Number.POSITIVE_INFINITY))
      this.#put(name, next, 0);
  }

  #put(name: JobName, dueAt: number, attempts: number): void {
    putJob(this.#storage.sql, { name, due_at: dueAt, attempts });
    this.#due.set(name, dueAt);
  }
}
