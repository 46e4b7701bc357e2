/**
 * Files of a repository that another service runs: functions of Convex, Supabase or Netlify beside a
 * Worker, often in its tsconfig. They have secrets of their own there, and no bindings.
 */
import type ts from "typescript";

const BY_FOLDER = /(?:^|\/)(?:supabase\/functions|netlify\/(?:edge-)?functions)\//;
const CONVEX = /^(?:.*\/)?convex\//;
/** What only a function on Convex's servers imports: its own client has other modules. */
const CONVEX_SERVER = /from\s*["'](?:convex\/server|(?:\.{1,2}\/)+_generated\/server)["']/;

/** @param root of the repository, absolute: what is above it says nothing of its files. */
export function runsElsewhere(
  files: readonly ts.SourceFile[],
  root: string,
): (file: ts.SourceFile) => boolean {
  const convex = new Set<string>();
  for (const { fileName, text } of files) {
    const folder = CONVEX.exec(fileName.slice(root.length))?.[0];
    if (folder !== undefined && CONVEX_SERVER.test(text)) convex.add(folder);
  }
  return ({ fileName }) => {
    const path = fileName.slice(root.length);
    return BY_FOLDER.test(path) || convex.has(CONVEX.exec(path)?.[0] ?? "");
  };
}
