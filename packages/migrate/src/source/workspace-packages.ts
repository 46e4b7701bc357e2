/**
 * The packages that a repository itself holds, by name: their imports lead to its own files even
 * where nothing is installed. Says which of them need each other in a circle.
 */
import { type DiskReader, describeDiskError } from "../repository/disk.ts";
import type { Problem } from "../repository/place.ts";
import type { WorkspacePackage } from "./program-files.ts";

export interface WorkspacePackages {
  /** Those that have a name. */
  readonly packages: readonly WorkspacePackage[];
  /** Every `package.json`, with a name or not. */
  readonly manifests: readonly Manifest[];
  readonly problems: readonly Problem[];
}

export interface Manifest extends WorkspacePackage {
  readonly file: string;
  /** Names of the packages that it depends on, in any way. */
  readonly needs: readonly string[];
  /** Versions as they are written, by package. */
  readonly versions: ReadonlyMap<string, string>;
}

/** @param files of the repository, relative to its root. */
export function findWorkspacePackages(
  disk: DiskReader,
  files: readonly string[],
): WorkspacePackages {
  const problems: Problem[] = [];
  const manifests = files
    .filter((file) => file === "package.json" || file.endsWith("/package.json"))
    .flatMap((file) => readManifest(disk, file, problems));
  problems.push(...findCircle(manifests));
  const packages = manifests.filter(({ name }) => name !== "");
  return { packages, manifests, problems };
}

function readManifest(disk: DiskReader, file: string, problems: Problem[]): Manifest[] {
  const place = { file, line: 1, column: 1 };
  let text: string;
  try {
    text = disk.readText(file);
  } catch (error) {
    problems.push({ code: "unreadable", place, detail: describeDiskError(error) });
    return [];
  }
  const manifest = parseObject(text);
  if (!manifest) {
    problems.push({ code: "config_syntax", place, detail: "it is no JSON object" });
    return [];
  }
  const name = typeof manifest.name === "string" ? manifest.name : "";
  const folder = file.slice(0, -"package.json".length).replace(/\/$/, "");
  const versions = new Map(
    ["peerDependencies", "devDependencies", "dependencies"].flatMap((kind) =>
      Object.entries(asObject(manifest[kind]) ?? {}).map(([key, value]): [string, string] => [
        key,
        String(value),
      ]),
    ),
  );
  return [{ name, folder, file, needs: [...versions.keys()], versions }];
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text.replace(/^\uFEFF/, "")));
  } catch {
    // What does not parse is told to the caller by its absence; the error could quote the text.
    return undefined;
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

/** The first circle that is found; the packages are read all the same. */
function findCircle(manifests: readonly Manifest[]): Problem[] {
  const byName = new Map(manifests.map((manifest) => [manifest.name, manifest]));
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (manifest: Manifest): readonly string[] | undefined => {
    if (path.includes(manifest.name)) return path.slice(path.indexOf(manifest.name));
    if (done.has(manifest.name)) return undefined;
    path.push(manifest.name);
    for (const name of manifest.needs) {
      const next = byName.get(name);
      const circle = next && next !== manifest ? visit(next) : undefined;
      if (circle) return circle;
    }
    path.pop();
    done.add(manifest.name);
    return undefined;
  };
  for (const manifest of manifests) {
    const circle = visit(manifest);
    const first = circle && byName.get(circle[0] ?? "");
    if (!circle || !first) continue;
    const place = { file: first.file, line: 1, column: 1 };
    const detail = `${circle.join(" needs ")} needs ${first.name}`;
    return [{ code: "circular_workspaces", place, detail }];
  }
  return [];
}
