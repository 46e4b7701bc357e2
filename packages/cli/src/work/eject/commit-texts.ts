/** Texts of a commit's files, and its whole tree with an inventory of it. */
import {
  createTreeDisk,
  type Disk,
  type DiskReader,
  type Inventory,
  type ParsedFiles,
  scanRepository,
  withoutMarks,
} from "@lunakey/migrate";
import { type GitPlace, readBlobs } from "../../repository/git-blobs.ts";
import { readTree } from "../../repository/git-history.ts";
import { isOwnWorker } from "../../repository/own-workers.ts";
import type { Session } from "../../session.ts";

/** By path, without marks, which are Lunakey's; null where the commit has no such file. */
export async function readTexts(
  place: GitPlace,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const blobs = await readBlobs(place, commit, paths);
  return new Map(
    [...blobs].map(([path, bytes]) => {
      const text = decodeText(bytes);
      return [path, text && withoutMarks(text)];
    }),
  );
}

export function decodeText(bytes: Uint8Array | null): string | null {
  return bytes && new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** Without marks; null where there is no file. */
export function textIn(disk: DiskReader, path: string): string | null {
  return disk.stat(path)?.kind === "file" ? withoutMarks(disk.readText(path)) : null;
}

export interface Tree {
  readonly disk: DiskReader;
  readonly inventory: Inventory;
}

/** The last few commits' files and inventories: what follows one is what another began with. */
export class Trees {
  readonly #session: Session;
  readonly #disk: Disk;
  readonly #place: GitPlace;
  readonly #known = new Map<string, Tree>();
  /** Most files of a commit are those of another. */
  readonly parsed: ParsedFiles;

  constructor(session: Session, disk: Disk, place: GitPlace, parsed: ParsedFiles) {
    this.parsed = parsed;
    this.#session = session;
    this.#disk = disk;
    this.#place = place;
  }

  async at(commit: string): Promise<Tree> {
    const known = this.#known.get(commit);
    if (known) return known;
    const disk = createTreeDisk(this.#disk, await readTree(this.#place, commit));
    const inventory = await this.#session.ports.compute(() => this.scan(disk));
    if (this.#known.size > 1) this.#known.delete([...this.#known.keys()][0] ?? "");
    const tree = { disk, inventory };
    this.#known.set(commit, tree);
    return tree;
  }

  /** As the repository's own is made. */
  scan(disk: DiskReader): Promise<Inventory> {
    const { parsed } = this;
    return scanRepository({ disk, depth: "quick", leavesOut: isOwnWorker, parsed });
  }
}
