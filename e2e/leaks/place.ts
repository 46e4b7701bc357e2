/**
 * A user's folder with `lunakey dev -- wrangler dev` running in it, told to say all that it can:
 * wrangler at its debug level and without its own sanitizing, workerd with `--verbose`, and what
 * workerd wrote kept before anybody filters it. What is sent in is kept outside of the folder.
 */
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Running, start } from "../dev/command.ts";
import { createProject, type Project, ROOT } from "../dev/project.ts";
import { findFreePort } from "../stack/free-ports.ts";
import { findDescendants, findSurvivors } from "../workers/processes.ts";
import { CONSUMER_CONFIG, CONSUMER_SOURCE } from "./consumer.ts";

export const LUNAKEY: readonly string[] = ["node", join(ROOT, "packages/cli/dist/bin.js")];

export interface Place {
  readonly project: Project;
  /** The admin Worker, the consumer, and a Worker whose wrangler keeps traces. */
  readonly admin: string;
  readonly consumer: string;
  readonly traced: string;
  /** For files and answers that hold a value because a test put it there. */
  readonly inputs: string;
  /** What workerd wrote, a file for each process and stream. */
  readonly runtimeLogs: string;
  /** What the commands wrote to their terminal. */
  terminal(): string;
  /** Ends the commands; all files stay. @returns processes that do not go away. */
  end(): Promise<number[]>;
  remove(): Promise<void>;
}

/** Folder of the Worker that is traced, within the project. */
export const TRACED = "traced";

export interface PlaceOptions {
  /** Options of `lunakey dev`. */
  readonly dev?: readonly string[];
  /** Is there the Worker whose wrangler keeps traces? Default: yes. */
  readonly hasTraced?: boolean;
  /** Run before the store starts, with the project's folder. */
  readonly prepare?: (folder: string) => Promise<void>;
}

export async function openPlace(options: PlaceOptions = {}): Promise<Place> {
  const { dev = [], hasTraced = true, prepare } = options;
  const [project, inputs] = [
    await createProject(),
    await mkdtemp(join(tmpdir(), "lunakey-inputs-")),
  ];
  const runtimeLogs = join(project.folder, "workerd-logs");
  await mkdir(runtimeLogs);
  await project.write("package.json", '{ "name": "hello", "private": true }\n');
  await project.write("wrangler.toml", CONSUMER_CONFIG);
  await project.write("src/index.ts", CONSUMER_SOURCE);
  await project.copy("packages/runtime/src/secrets.ts", "src/secrets.ts");
  await project.write(`${TRACED}/wrangler.toml`, TRACED_CONFIG);
  await project.write(`${TRACED}/index.ts`, TRACED_SOURCE);
  await prepare?.(project.folder);
  const env = {
    WRANGLER_LOG: "debug",
    WRANGLER_LOG_SANITIZE: "false",
    MINIFLARE_WORKERD_PATH: await writeVerboseWorkerd(inputs, runtimeLogs),
  };
  const [admin, consumer, traced] = [
    await findFreePort(),
    await findFreePort(),
    await findFreePort(),
  ];
  const wrangler = ["wrangler", "dev", "--inspector-port", "0", "--port"];
  const commands = [
    start([...LUNAKEY, "dev", ...dev, "--port", `${admin}`, "--", ...wrangler, `${consumer}`], {
      cwd: project.folder,
      env,
    }),
    ...(hasTraced
      ? [
          start([...wrangler, `${traced}`], {
            cwd: join(project.folder, TRACED),
            env: { ...env, X_LOCAL_OBSERVABILITY: "true" },
          }),
        ]
      : []),
  ];
  const [consumerUrl, tracedUrl] = [`http://127.0.0.1:${consumer}`, `http://127.0.0.1:${traced}`];
  await Promise.all([commands[0]?.answers(consumerUrl), commands[1]?.answers(tracedUrl)]);
  return {
    project,
    ...{ inputs, runtimeLogs, consumer: consumerUrl, traced: tracedUrl },
    admin: `http://127.0.0.1:${admin}`,
    terminal: () => commands.map((command) => command.output()).join("\n"),
    end: async () => (await Promise.all(commands.map(endCommand))).flat(),
    async remove() {
      await project.remove();
      await rm(inputs, { recursive: true, force: true });
    },
  };
}

const TRACED_CONFIG = `name = "traced"
main = "index.ts"
compatibility_date = "2026-09-15"
`;

const TRACED_SOURCE = `export default {
  fetch: () => new Response("traced"),
};
`;

/** In place of workerd: the same, saying more, with all of it kept in files. */
async function writeVerboseWorkerd(folder: string, logs: string): Promise<string> {
  const wrangler = createRequire(import.meta.url).resolve("wrangler");
  const miniflare = createRequire(wrangler).resolve("miniflare");
  const workerd: { default: string } = createRequire(miniflare)("workerd");
  const path = join(folder, "workerd");
  await writeFile(
    path,
    `#!/bin/bash
exec '${workerd.default}' "$@" --verbose > >(tee -a '${logs}'/$$.out) 2> >(tee -a '${logs}'/$$.err >&2)
`,
  );
  await chmod(path, 0o700);
  return path;
}

async function endCommand(command: Running): Promise<number[]> {
  const all = [command.pid, ...(await findDescendants(command.pid))];
  command.signal("SIGINT");
  await command.ended();
  return findSurvivors(all);
}
