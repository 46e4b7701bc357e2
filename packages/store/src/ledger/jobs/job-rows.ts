/** SQL on jobs: what the one alarm has to do, and when. A handful of rows. */

export type JobName = "usage" | "tidy" | "rotation" | "copies";
export type JobRow = { name: JobName; due_at: number; attempts: number };

export function listJobs(sql: SqlStorage): JobRow[] {
  return sql.exec<JobRow>("SELECT name, due_at, attempts FROM jobs ORDER BY due_at").toArray();
}

/** Plans a job, or moves it. */
export function putJob(sql: SqlStorage, job: JobRow): void {
  sql.exec(
    "INSERT OR REPLACE INTO jobs (name, due_at, attempts) VALUES (?, ?, ?)",
    job.name,
    job.due_at,
    job.attempts,
  );
}

export function deleteJob(sql: SqlStorage, name: JobName): void {
  sql.exec("DELETE FROM jobs WHERE name = ?", name);
}
