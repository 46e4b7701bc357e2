import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./run.ts";

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const manifests = [
  "package.json",
  ...globSync("{packages,examples}/*/package.json", { cwd: ROOT }),
  "e2e/package.json",
].map((path) => JSON.parse(readFileSync(join(ROOT, path), "utf8")) as Manifest);
/** The workspace compiles with TypeScript 7; `migrate` works with 6, the last with a stable interface. */
const IN_TWO_VERSIONS: ReadonlySet<string> = new Set(["typescript"]);
const own = new Set(manifests.map(({ name }) => name));

function dependenciesOf(manifest: Manifest): [string, string][] {
  const { dependencies, devDependencies, peerDependencies, optionalDependencies } = manifest;
  const all = { ...dependencies, ...devDependencies, ...optionalDependencies };
  return Object.entries({ ...peerDependencies, ...all });
}

describe("dependencies", () => {
  it("each have their sentence in docs/dependencies.md, and it names no other", () => {
    const text = readFileSync(join(ROOT, "docs/dependencies.md"), "utf8");
    const listed = [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
    const used = manifests.flatMap((manifest) => dependenciesOf(manifest).map(([name]) => name));
    const foreign = [...new Set(used)].filter((name) => !own.has(name));
    expect(listed.sort()).toEqual(foreign.sort());
  });

  it("are pinned to one version", () => {
    const versions = new Map<string, string>();
    for (const manifest of manifests) {
      const { peerDependencies = {} } = manifest;
      for (const [name, version] of dependenciesOf(manifest)) {
        if (name in peerDependencies) continue;
        expect(version, `${manifest.name}: ${name}`).toMatch(/^\d+\.\d+\.\d+[\w.-]*$/);
        if (IN_TWO_VERSIONS.has(name)) continue;
        expect(versions.get(name) ?? version, name).toBe(version);
        versions.set(name, version);
      }
    }
  });

  it("do not exist for the runtime", () => {
    const runtime = manifests.find(({ name }) => name === "@lunakey/runtime");
    expect(runtime).toBeDefined();
    expect(runtime?.dependencies).toBeUndefined();
    expect(runtime?.peerDependencies).toBeUndefined();
  });
});
