/**
 * The file that code asks for its environment which read `process.env`, where Node may run it too: a script,
 * a test or a build goes on reading the variables that Node was given, and a Worker gets its bindings.
 * Imports neither of the platform's modules before it is called: Node and its tools do not resolve them.
 */
import { OPEN_NEXT } from "../references/next-app.ts";

/** Names of the file, beside the helper: the second, where the first is somebody else's. */
const FILES = ["worker-env.ts", "lunakey-worker-env.ts"] as const;
/** The function that it exports. */
export const WORKER_ENV = "workerEnv";
/** In the comment of every such file so far; append-only. */
const MARKS = ["The Worker's environment; where Node runs the code"] as const;

const COMMENT = `/** ${MARKS[0]} (a script, a test), the variables it was given. */`;

/** `process.env` has any name, too; and the platform's types are not there wherever this is compiled. */
const OPENING = `${COMMENT}
export async function ${WORKER_ENV}(): Promise<Record<string, unknown>> {`;

const OF_OPEN_NEXT = `${OPENING}
  try {
    const { getCloudflareContext } = await import("${OPEN_NEXT}");
    const { env } = await getCloudflareContext({ async: true });
    return env as unknown as Record<string, unknown>;
  } catch {
    return process.env;
  }
}
`;

const OF_WORKERS = `${OPENING}
  const workers: string = "cloudflare:workers"; // no literal, since Node and bundlers lack it
  try {
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ workers)).env;
  } catch {
    return process.env;
  }
}
`;

export const environmentText = (isOnOpenNext: boolean) =>
  isOnOpenNext ? OF_OPEN_NEXT : OF_WORKERS;

interface Host {
  readonly fileExists: (path: string) => boolean;
  readonly readFile: (path: string) => string | undefined;
}

/** The file in a folder, there or to be made; both absolute. */
export function environmentFileIn(folder: string, { fileExists, readFile }: Host): string {
  const paths = FILES.map((name) => `${folder}/${name}`);
  const isOurs = (path: string) => MARKS.some((mark) => readFile(path)?.includes(mark));
  const own = paths.find((path) => fileExists(path) && isOurs(path));
  // Where both are somebody else's, the import is an error, and the proof takes the reads out.
  return own ?? paths.find((path) => !fileExists(path)) ?? `${folder}/${FILES[0]}`;
}
