/** Routes of backups: chunks go out and come back signed, with values as sealed as they are stored. */
import type { Route } from "./route.ts";

export const backupRoutes: readonly Route[] = [
  {
    method: "post",
    path: "/v1/backup",
    command: "backup.begin",
    summary: "Fix what a backup holds, and answer its first chunk",
  },
  {
    method: "get",
    path: "/v1/backup",
    command: "backup.read",
    summary: "The next chunk of the backup that was begun last",
  },
  {
    method: "post",
    path: "/v1/restore",
    command: "restore.begin",
    summary: "Begin to take a backup into an empty store, or go on with it",
  },
  {
    method: "post",
    path: "/v1/restore/chunks",
    command: "restore.write",
    summary: "Hand over the next chunk",
  },
  {
    method: "post",
    path: "/v1/restore/commit",
    command: "restore.commit",
    summary: "Put the whole backup in force, at once",
  },
  {
    method: "delete",
    path: "/v1/restore",
    command: "restore.abort",
    summary: "Throw away what was handed over",
  },
];
