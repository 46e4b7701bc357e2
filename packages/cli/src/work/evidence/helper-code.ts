/** Which of a repository's files are the helper, or parts of the runtime beside it: code of ours. */
import { posix } from "node:path";
import { type Disk, type Inventory, readTextIfThere } from "@lunakey/migrate";
import { HELPER_PARTS, type HelperPartName, readPart } from "../../files/helper-parts.ts";
import { createHelperTest } from "../check/judge-code.ts";
import type { CheckTarget } from "../check/targets.ts";

/** As far as the header goes: what follows was perhaps made by an older version. */
const HEADER_CHARACTERS = 150;

/**
 * Without what our own code does with an environment as a whole: what it reads of it are the names that
 * it is given. @throws CliError `file_unreadable` where this installation is not whole.
 */
export async function leaveHelperOut(
  disk: Disk,
  targets: readonly CheckTarget[],
  inventory: Inventory,
): Promise<Inventory> {
  const isHelper = createHelperTest(disk, targets);
  const names = Object.keys(HELPER_PARTS) as HelperPartName[];
  const parts = (await Promise.all(names.map(readPart))).flat();
  const isPart = (path: string) => {
    const part = parts.find(({ file }) => file === posix.basename(path));
    if (part === undefined) return false;
    return readTextIfThere(disk, path)?.startsWith(part.text.slice(0, HEADER_CHARACTERS)) === true;
  };
  const wholes = inventory.wholes.filter(({ place: { file } }) => !isHelper(file) && !isPart(file));
  return { ...inventory, wholes };
}
