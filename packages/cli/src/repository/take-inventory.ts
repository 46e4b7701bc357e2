/** An inventory of a repository, with progress for whoever waits. */
import { type Disk, type Inventory, type ParsedFiles, scanRepository } from "@lunakey/migrate";
import { SCAN_WORDS } from "../language/catalogues/scan.ts";
import type { Session } from "../session.ts";
import { createProgress } from "../terminal/progress.ts";
import { isOwnWorker } from "./own-workers.ts";

/**
 * @param depth `quick` where nobody looks at findings.
 * @param parsed for whoever loads programs of the same folder afterwards.
 */
export function takeInventory(
  session: Session,
  disk: Disk,
  depth: "whole" | "quick",
  parsed?: ParsedFiles,
): Promise<Inventory> {
  const progress = createProgress(session);
  const words = SCAN_WORDS[session.language];
  return session.ports.compute(() =>
    scanRepository({
      disk,
      depth,
      leavesOut: isOwnWorker,
      ...(parsed === undefined ? {} : { parsed }),
      onProgress: ({ subject, done, total }) => progress(words.progress(subject, done, total)),
    }),
  );
}
