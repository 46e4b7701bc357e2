/** The command line, with values given rightly and wrongly. What it writes becomes evidence. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { ROOT } from "../dev/project.ts";
import type { Canary } from "./canary.ts";
import type { Evidence } from "./evidence.ts";
import { LUNAKEY, type Place } from "./place.ts";

/** One run: arguments, standard input, and files that it is to find. */
export interface CommandRun {
  readonly args: readonly string[];
  readonly input?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** Ways that are right. Each canary has secrets of its own: one that rotates takes no other change. */
export function uses({ name, value }: Canary): CommandRun[] {
  const to = ["--env", "default"];
  const file = join("INPUTS", "right.json");
  const own = name.toUpperCase().replace(/\W/g, "_");
  const [typed, imported] = [`FROM_INPUT_${own}`, `IMPORTED_${own}`];
  // Parts of the canary: other values, that are searched for too, and no longer than allowed.
  const [second, third] = [value.slice(1), value.slice(2)];
  return [
    { args: ["set", typed, ...to], input: value },
    {
      args: ["import", file, ...to, "--yes", "--overwrite"],
      files: { "right.json": JSON.stringify({ [imported]: value }) },
    },
    { args: ["rotate", typed, ...to, "--pending", "--yes"], input: second },
    {
      args: ["rotate", "--from-file", join("INPUTS", "changes.json"), "--yes"],
      files: {
        "changes.json": JSON.stringify({
          changes: [{ name: imported, environment: "default", value: third }],
        }),
      },
    },
    { args: ["rollback", typed, ...to, "--yes", "--json"] },
    { args: ["history", imported, ...to] },
    { args: ["list", ...to, "--json"] },
    { args: ["audit", "--json"] },
  ];
}

/** Ways that are wrong: what each command does with a value that it should not have got. */
export function misuses({ value }: Canary): CommandRun[] {
  const to = ["--env", "default"];
  const fromFile = (name: string, content: string): CommandRun => ({
    args: ["import", join("INPUTS", name), ...to, "--yes"],
    files: { [name]: content },
  });
  return [
    { args: ["set", "NAME", value, ...to] },
    { args: ["set", value, ...to], input: value },
    { args: ["set", "NAME", `--value=${value}`, ...to] },
    { args: ["get", value, "--json", ...to] },
    { args: ["import", value, ...to] },
    { args: ["status", "--token-file", value] },
    { args: ["get", "NOT_THERE", ...to], input: value },
    fromFile("broken.env", `A="${value}\nB=${value}\n${value}`),
    fromFile("broken.json", `{"A": "${value}", "B": `),
    fromFile("twice.env", `A=${value}\nA=${value}\n`),
    { args: [value] },
    { args: ["set", "NAME", "--env", value], input: value },
    { args: ["grant", value, "NAME", ...to] },
    { args: ["grant", "hello", value, ...to, "--json"] },
    { args: ["token", "revoke", value] },
    { args: ["set", "NAME", ...to, "--file", value] },
    { args: ["set", "NAME", ...to, "--expect-version", value], input: value },
    { args: ["rotate", "NAME", value, ...to, "--yes"] },
    { args: ["rotate", "NAME", ...to, "--generate", value, "--yes"] },
    { args: ["rotate", "NAME", ...to, "--generate", "32", "--format", value, "--yes"] },
    { args: ["rotate", "NAME", ...to, "--overlap", value, "--yes"], input: value },
    { args: ["rotate", "--from-file", value, "--yes"] },
    { args: ["rotate", "--from-file", "-", "--yes"], input: value },
    { args: ["rotate", "--from-file", "-", "--yes"], input: `{"changes":[{"name":"${value}"}]}` },
    { args: ["promote", "NAME", ...to, "--if-version", value] },
    { args: ["mode", value, "--env", "default"] },
    { args: ["mode", "shadow", "--env", value] },
    { args: ["status", "--url", `http://${value}@127.0.0.1:1`] },
    { args: ["dev", "--port", value] },
    fromFile("name.json", JSON.stringify({ [value]: "x" })),
    fromFile("list.json", JSON.stringify({ A: [value] })),
  ];
}

/** Two at a time, which is what two cores do. @returns the exit statuses, in order. */
export async function runAll(
  place: Place,
  evidence: Evidence,
  runs: readonly CommandRun[],
): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < runs.length; index += 2) {
    const pair = runs.slice(index, index + 2);
    statuses.push(...(await Promise.all(pair.map((run) => runOne(place, evidence, run)))));
  }
  return statuses;
}

async function runOne(place: Place, evidence: Evidence, run: CommandRun): Promise<number> {
  for (const [name, content] of Object.entries(run.files ?? {})) {
    await writeFile(join(place.inputs, name), content);
  }
  const args = run.args.map((arg) => arg.replace(/^INPUTS/, place.inputs));
  return runCommand(place, evidence, [...LUNAKEY, ...args], run.input);
}

/** Any command, in the project's folder. */
export async function runCommand(
  place: Place,
  evidence: Evidence,
  [program = "", ...args]: readonly string[],
  input = "",
): Promise<number> {
  const child = spawn(program, args, {
    cwd: place.project.folder,
    env: {
      ...process.env,
      PATH: [join(ROOT, "node_modules", ".bin"), process.env.PATH].join(delimiter),
      WRANGLER_LOG: "debug",
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  }
  // A command that reads nothing may be gone before it is written to.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  await once(child, "close");
  evidence.add(`the output of ${program}`, Buffer.concat(chunks));
  return child.exitCode ?? 128;
}
