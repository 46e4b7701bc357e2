/** Where something stands in a repository, in every report of the command line. */
import * as z from "zod";

/** `file`: relative to the repository's folder, with `/`; `line` and `column` from 1. */
export const place = z.object({ file: z.string(), line: z.int().min(1), column: z.int().min(1) });
