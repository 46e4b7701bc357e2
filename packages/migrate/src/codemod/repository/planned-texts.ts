/** The repository as earlier plans leave it: their texts over those on the disk, which nobody touches. */
import { diffLines, splitLines } from "../../edits/diff-lines.ts";
import type { FileChange } from "../../edits/text-edit.ts";
import type { Place } from "../../repository/place.ts";

export class PlannedTexts {
  readonly #changes = new Map<string, FileChange>();
  /** By absolute path. */
  readonly texts = new Map<string, string>();

  /** Absolute, with `/` and none at the end. */
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** @returns the absolute paths of what changed. */
  add(changes: readonly FileChange[]): ReadonlySet<string> {
    for (const change of changes) {
      const earlier = this.#changes.get(change.path);
      const { before } = earlier ?? change;
      this.#changes.set(change.path, { ...change, before });
      this.texts.set(`${this.root}/${change.path}`, change.after ?? "");
    }
    return new Set(changes.map(({ path }) => `${this.root}/${path}`));
  }

  /** Takes a change back that nothing else came of. @returns the absolute path. */
  drop({ path }: FileChange): ReadonlySet<string> {
    this.#changes.delete(path);
    this.texts.delete(`${this.root}/${path}`);
    return new Set([`${this.root}/${path}`]);
  }

  /** Lays the changes over the texts for as long as `work` takes. */
  during<T>(changes: readonly FileChange[], work: (paths: ReadonlySet<string>) => T): T {
    const paths = new Set(changes.map(({ path }) => `${this.root}/${path}`));
    const before = [...paths].map((path) => [path, this.texts.get(path)] as const);
    for (const { path, after } of changes) this.texts.set(`${this.root}/${path}`, after ?? "");
    try {
      return work(paths);
    } finally {
      for (const [path, text] of before) {
        if (text === undefined) this.texts.delete(path);
        else this.texts.set(path, text);
      }
    }
  }

  /** All of them, each file once, from what is on the disk to what the last plan made of it. */
  get changes(): readonly FileChange[] {
    return [...this.#changes.values()]
      .filter(({ before, after }) => before !== after)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Where something was before any plan: people look at the files that are on their disk. */
  original(place: Place): Place {
    const change = this.#changes.get(place.file);
    if (!change || change.before === null || change.after === null) return place;
    const line = place.line - 1;
    let moved = 0;
    for (const each of diffLines(splitLines(change.before), splitLines(change.after))) {
      if (each.bStart > line) break;
      if (line < each.bEnd) {
        const within = Math.min(line - each.bStart, Math.max(each.aEnd - each.aStart - 1, 0));
        return { ...place, line: each.aStart + within + 1 };
      }
      moved = each.aEnd - each.bEnd;
    }
    return { ...place, line: line + moved + 1 };
  }
}
