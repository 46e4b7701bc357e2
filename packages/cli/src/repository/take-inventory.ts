/** An inventory of a repository, with progress for whoever waits. */
import { type Disk, type Inventory, scanRepository } from "@lunakey/migrate";
import { SCAN_WORDS } from "../language/scan-words.ts";
import type { Session } from "../session.ts";
import { createProgress } from "../terminal/progress.ts";
import { isOwnWorker } from "./own-workers.ts";

/** @param depth `quick` where nobody looks at findings. */
export function takeInventory(
  session: Session,
  disk: Disk,
  depth: "whole" | "quick",
): Promise<Inventory> {
  const progress = createProgress(session);
  const words = SCAN_WORDS[session.language];
  return session.ports.compute(() =>
    scanRepository({
      disk,
      depth,
      leavesOut: isOwnWorker,
      onProgress: ({ subject, done, total }) => progress(words.progress(subject, done, total)),
    }),
  );
}
