/**
 * The settings that the helper asks of a tsconfig. Without a `module`, TypeScript before 6 takes that of
 * ES2015, which knows no `import()`: templates of Remix are like that. Without a `target` it takes ES5, which
 * goes through no set: those of Next.js up to 14. With these the same code is built as before, for they only
 * allow more.
 */
import jsonc, { type Node } from "jsonc-parser";
import { applyEdits } from "../../edits/apply-edits.ts";
import type { FileChange } from "../../edits/text-edit.ts";
import type { Lack } from "../../source/find-tsconfig.ts";
import type { MigrationPlan } from "../migration-plan.ts";
import type { WorkerId } from "./code-owners.ts";
import type { Run } from "./run.ts";

const SETTINGS: Readonly<Record<Lack, string>> = {
  module: '"module": "ESNext"',
  target: '"target": "ES2017"',
};

/** Makes a plan as if the tsconfig had the setting, which is a part of the plan if there is one. */
export function planWithSetting(run: Run, id: WorkerId, plan: () => MigrationPlan): MigrationPlan {
  const { programs } = run;
  const setting = settingFor(run, id);
  if (!setting) return plan();
  const { planned } = programs;
  programs.forget(planned.add([setting]));
  const made = plan();
  if (made.changes.length > 0) return { ...made, changes: [setting, ...made.changes] };
  programs.forget(planned.drop(setting));
  return made;
}

/** Nothing where a package is imported: its code is not compiled here. */
function settingFor({ programs, helperOf, disk }: Run, id: WorkerId): FileChange | undefined {
  const { path, lack } = programs.tsconfigThatLacks(id) ?? {};
  if (path === undefined || lack === undefined) return undefined;
  if (helperOf(programs.worker(id).config).kind !== "file") return undefined;
  const before = disk.readText(path);
  const tree = jsonc.parseTree(before, [], { allowTrailingComma: true });
  const options = tree && jsonc.findNodeAtLocation(tree, ["compilerOptions"]);
  const [first] = options?.children ?? [];
  const target = tree && jsonc.findNodeAtLocation(tree, ["compilerOptions", "target"])?.parent;
  const next = target ?? first;
  // A value that TypeScript does not know counts for none to it, and is the owner's to mend.
  const isThere = tree && jsonc.findNodeAtLocation(tree, ["compilerOptions", lack]);
  if (!next || isThere) return undefined;
  const edit = {
    start: next.offset,
    end: next.offset,
    text: `${SETTINGS[lack]},${gapBefore(before, next)}`,
  };
  return { path, before, after: applyEdits(before, [edit]) };
}

/** What stands between a member and the one before it. */
function gapBefore(text: string, { offset }: Node): string {
  return /\r?\n[ \t]*$/.exec(text.slice(0, offset))?.[0] ?? " ";
}
