/**
 * Turns command specifications into commander's program. Commander repeats what was typed in its
 * errors; here nothing typed is ever repeated, since a value in the wrong place must not be shown.
 */
import { Command, type CommanderError, Option } from "commander";
import { type CliError, EXIT, usageError } from "./cli-error.ts";
import type { CommandGroup, CommandInput, CommandSection, CommandSpec } from "./command-spec.ts";
import type { Language } from "./language/catalogue.ts";
import { joinTexts, phrase, speak, type Text } from "./language/phrase.ts";
import type { ConnectionFlags } from "./session.ts";

export interface ProgramOptions {
  readonly version: string;
  /** Of the help. */
  readonly language: Language;
  readonly columns: number | null;
  /** Help and version go here. */
  readonly write: (text: string) => unknown;
  readonly act: (spec: CommandSpec, input: CommandInput, flags: ProgramFlags) => Promise<void>;
}

type Say = (text: Text) => string;

export interface ProgramFlags {
  readonly json: boolean;
  readonly connection: ConnectionFlags;
  /** What `--lang` gave, before the command or after it. */
  readonly lang: string | undefined;
}

const LANG_FLAGS = "--lang <code>";
const LANG_SUMMARY = "en or fr; LANG decides where it is not given";

/** Help is as wide as the terminal, or this where there is none. */
const HELP_COLUMNS = 80;

export function createProgram(
  sections: readonly CommandSection[],
  options: ProgramOptions,
): Command {
  const say = (text: Text) => speak(options.language, text);
  const program = configure(new Command("lunakey"), options)
    .description(say("One store for the secrets of all your Cloudflare Workers."))
    .version(options.version, "--version", say("show the version"))
    .option(LANG_FLAGS, say(LANG_SUMMARY))
    .enablePositionalOptions()
    .addHelpText(
      "after",
      `\n${say("lunakey COMMAND --help shows a command's options and examples.")}`,
    );
  for (const { title, commands } of sections) {
    for (const each of commands) program.addCommand(buildAny(each, options).helpGroup(title));
  }
  return program;
}

function buildAny(each: CommandSpec | CommandGroup, options: ProgramOptions): Command {
  if (!("commands" in each)) return buildCommand(each, options);
  const summary = speak(options.language, each.summary);
  const group = configure(new Command(each.name), options).description(summary);
  for (const spec of each.commands) group.addCommand(buildCommand(spec, options));
  return group;
}

function buildCommand(spec: CommandSpec, options: ProgramOptions): Command {
  const say = (text: Text) => speak(options.language, text);
  const summary = say(spec.summary);
  const sentences = spec.description?.map(say) ?? [];
  const description = sentences.length === 0 ? "" : `\n\n${sentences.join(" ")}`;
  const command = configure(new Command(spec.name), options)
    .summary(summary)
    .description(`${summary}.${description}`);
  addOwn(command, spec, say);
  if (spec.connects) addConnectionOptions(command, say);
  command.option("--json", say("write JSON to standard output, errors as JSON to standard error"));
  command.option(LANG_FLAGS, say(LANG_SUMMARY));
  if (spec.passThrough) command.passThroughOptions();
  command.addHelpText("after", renderExamples(spec, say));
  return command.action(() => {
    const values = command.opts();
    requireOptions(spec, values, pathOf(command));
    return options.act(
      spec,
      { operands: command.args, options: values },
      {
        json: values.json === true,
        connection: readConnectionFlags(values),
        lang: readLang(command),
      },
    );
  });
}

function addOwn(command: Command, spec: CommandSpec, say: Say): void {
  for (const { name, summary, variadic, optional } of spec.arguments ?? []) {
    const inner = variadic ? `${name}...` : name;
    command.argument(optional ? `[${inner}]` : `<${inner}>`, say(summary));
  }
  for (const { flags, summary, required } of spec.options ?? []) {
    const said = say(summary);
    const all = required ? say(phrase("{summary} (required)", { summary: said })) : said;
    command.addOption(new Option(flags, all));
  }
}

/**
 * Not left to commander, which would complain of a missing option before a surplus argument: that
 * the argument may have been a value is the more urgent news.
 */
function requireOptions(
  spec: CommandSpec,
  values: Readonly<Record<string, unknown>>,
  path: string,
): void {
  for (const { flags, required } of spec.options ?? []) {
    const option = new Option(flags);
    if (!required || values[option.attributeName()] !== undefined) continue;
    throw usageError(
      phrase("{option} is required.", { option: option.long ?? option.flags }),
      phrase("See {help}.", { help: `${path} --help` }),
    );
  }
}

/** As it is typed: `lunakey token create`. */
function pathOf(command: Command): string {
  const { parent } = command;
  return parent === null ? command.name() : `${pathOf(parent)} ${command.name()}`;
}

function addConnectionOptions(command: Command, say: Say): void {
  command
    .option("--url <url>", say("address of the store's admin Worker (or LUNAKEY_URL)"))
    .option(
      "--token-file <file>",
      say("file that holds a token (or LUNAKEY_TOKEN_FILE, LUNAKEY_TOKEN)"),
    )
    .option("--local", say("the local store, even where lunakey.jsonc names another"));
}

function readConnectionFlags(values: Record<string, unknown>): ConnectionFlags {
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  return {
    url: text(values.url),
    tokenFile: text(values.tokenFile),
    local: values.local === true,
  };
}

function readLang(command: Command): string | undefined {
  const { lang } = command.optsWithGlobals();
  return typeof lang === "string" ? lang : undefined;
}

function configure(command: Command, options: ProgramOptions): Command {
  return command
    .exitOverride()
    .helpOption("-h, --help", speak(options.language, "show this help"))
    .helpCommand(false)
    .configureHelp({
      subcommandTerm: (subcommand) => subcommand.name(),
      styleTitle: (title) => speak(options.language, title),
      styleUsage: (usage) => usage.replace(/\[\w+\]/g, (word) => speak(options.language, word)),
    })
    .configureOutput({
      writeOut: options.write,
      // Errors are rendered from `explainCommanderError`, and nowhere else.
      writeErr: () => undefined,
      getOutHelpWidth: () => options.columns ?? HELP_COLUMNS,
      getErrHelpWidth: () => options.columns ?? HELP_COLUMNS,
      getOutHasColors: () => false,
    });
}

function renderExamples({ examples }: CommandSpec, say: Say): string {
  const lines = examples.map(([line, what]) => `  $ ${line}\n    ${say(what)}`);
  return `\n${say("Examples:")}\n${lines.join("\n")}`;
}

/**
 * @param error what commander threw.
 * @param help the command that shows the right help.
 * @returns null where it was help or version, which are no errors.
 */
export function explainCommanderError(error: CommanderError, help: string): CliError | null {
  if (error.exitCode === EXIT.OK) return null;
  switch (error.code) {
    case "commander.unknownOption":
      return usageError(
        "There is an option that this command does not have.",
        phrase("{suggestion}{help} lists them. A secret's value is never an option.", {
          suggestion: suggestion(error.message),
          help,
        }),
      );
    case "commander.excessArguments":
      return usageError(
        "There are more arguments than this command takes.",
        "A secret's value is never an argument: give it at the prompt, on standard input or with --file. If one was just typed, clear it from your shell's history and replace it.",
      );
    case "commander.unknownCommand":
      return usageError(
        "There is no such command.",
        phrase("{suggestion}{help} lists them.", { suggestion: suggestion(error.message), help }),
      );
    case "commander.help":
      return usageError("A command is missing.", phrase("{help} lists them.", { help }));
    case "commander.optionMissingArgument":
      return usageError(
        declared(error.message, "option '(--[a-z-]+)", "{name} needs a value."),
        phrase("See {help}.", { help }),
      );
    case "commander.missingArgument":
      return usageError(
        declared(error.message, "argument '([A-Z]+)", "{name} is missing."),
        phrase("See {help}.", { help }),
      );
    default:
      return usageError("The arguments can not be understood.", phrase("See {help}.", { help }));
  }
}

/** Names of our own options and commands, out of a message that also holds what was typed. */
function suggestion(message: string): Text {
  const [, name] = /\(Did you mean (-{0,2}[a-z-]+)\?\)$/.exec(message) ?? [];
  return name === undefined ? "" : joinTexts([phrase("Did you mean {name}?", { name }), ""], " ");
}

function declared(
  message: string,
  pattern: string,
  what: "{name} needs a value." | "{name} is missing.",
): Text {
  const [, name] = new RegExp(`^error: (?:missing required )?${pattern}`).exec(message) ?? [];
  return name === undefined ? "Something required is missing." : phrase(what, { name });
}
