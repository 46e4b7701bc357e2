/** Finds the reads of a repository by the shape of its code alone: scan's pass without types. */
import { createDisk, createProgramFiles, findReadsByShape, walkRepository } from "@lunakey/migrate";

const disk = createDisk(process.argv[2] ?? ".");
const paths = walkRepository(disk)
  .files.map(({ path }) => path)
  .filter((path) => path.endsWith(".ts"));
const { reads } = findReadsByShape(createProgramFiles(disk, []), paths);
if (reads.length === 0) throw new Error("No read was found in a repository that has some.");
