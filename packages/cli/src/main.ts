/**
 * One run of the command line inside of a process: arguments and ports in, exit status out. The
 * only place that writes a result or an error.
 */
import { createRequire } from "node:module";
import { CommanderError } from "commander";
import { CliError, type CliFailure, EXIT, statusOf } from "./cli-error.ts";
import type { CommandInput, CommandSpec, Outcome } from "./command-spec.ts";
import { COMMAND_SECTIONS, COMMANDS } from "./commands/index.ts";
import { chooseLanguage, guessLanguage, type Language } from "./language/language.ts";
import { phrase } from "./language/phrase.ts";
import { renderFailure, renderFailureJson } from "./output/errors.ts";
import type { Interruption, Ports } from "./ports.ts";
import { createProgram, explainCommanderError, type ProgramFlags } from "./program.ts";
import { Session, viewOf } from "./session.ts";

/**
 * @param argv arguments without the interpreter and the program.
 * @returns exit status: 0 done, 1 failed, 2 wrong usage, 130 cancelled.
 */
export async function main(argv: readonly string[], ports: Ports): Promise<number> {
  let exitStatus: number = EXIT.OK;
  const language = guessLanguage(argv, ports.env);
  const program = createProgram(COMMAND_SECTIONS, {
    version: readVersion(),
    language,
    columns: viewOf(ports.stdout, ports.env, language).columns,
    write: (text) => ports.stdout.write(text),
    act: async (spec, input, flags) => {
      exitStatus = await run(spec, input, flags, ports);
    },
  });
  try {
    await program.parseAsync(argv.length === 0 ? ["--help"] : argv, { from: "user" });
    return exitStatus;
  } catch (error) {
    return reportError(error, argv, ports, language);
  }
}

async function run(
  spec: CommandSpec,
  input: CommandInput,
  flags: ProgramFlags,
  ports: Ports,
): Promise<number> {
  const language = chooseLanguage(flags.lang, ports.env);
  const session = new Session(ports, flags.json, flags.connection, language);
  const outcome = await spec.run(session, input);
  writeOutcome(outcome, session);
  return outcome.exitStatus ?? EXIT.OK;
}

function writeOutcome(outcome: Outcome, session: Session): void {
  const { stdout } = session.ports;
  if (!session.json) {
    stdout.write(outcome.text(session.viewOf(stdout)));
  } else if (outcome.json !== null) {
    const warnings = session.warnings.length === 0 ? {} : { warnings: session.warnings };
    stdout.write(`${JSON.stringify({ ...outcome.json, ...warnings }, null, 2)}\n`);
  }
}

function reportError(
  error: unknown,
  argv: readonly string[],
  ports: Ports,
  language: Language,
): number {
  const known =
    error instanceof CommanderError
      ? explainCommanderError(error, helpFor(argv))
      : toCliError(error);
  if (known === null) return EXIT.OK;
  // Arguments that could not be parsed have no options: look for the flag itself.
  const own = argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;
  const isJson = own.includes("--json");
  ports.stderr.write(
    isJson
      ? renderFailureJson(known.failure, language)
      : renderFailure(known.failure, viewOf(ports.stderr, ports.env, language)),
  );
  return known.exitStatus === EXIT.CANCELLED && ports.signal.aborted
    ? statusOf(ports.signal.reason as Interruption)
    : known.exitStatus;
}

/** The help of the command that was called, where it is one. */
function helpFor([name, below]: readonly string[]): string {
  const found = COMMANDS.find((command) => command.name === name);
  if (found === undefined) return "lunakey --help";
  const isBelow = "commands" in found && found.commands.some((spec) => spec.name === below);
  return isBelow ? `lunakey ${name} ${below} --help` : `lunakey ${name} --help`;
}

function toCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  return new CliError(describeUnexpected(error));
}

/** A fault of ours. Its message is not shown: it may quote what it choked on. */
function describeUnexpected(error: unknown): CliFailure {
  const isError = error instanceof Error;
  const place = isError ? /\n\s+at (.+)/.exec(error.stack ?? "")?.[1] : undefined;
  return {
    code: "internal_error",
    message: phrase("Something unexpected went wrong ({kind}).", {
      kind: isError ? error.name : typeof error,
    }),
    hint: place
      ? phrase("This is a fault of lunakey; please report it with: {place}.", { place })
      : "This is a fault of lunakey; please report it.",
  };
}

function readVersion(): string {
  const { version } = createRequire(import.meta.url)("../package.json") as { version: string };
  return version;
}
