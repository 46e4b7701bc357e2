import { describe, expect, it } from "vitest";
import { COMMANDS } from "../src/commands/index.ts";
import { runCli } from "./run-cli.ts";

const cwd = process.cwd();

const COMMAND_LINES = COMMANDS.flatMap((each) =>
  "commands" in each
    ? each.commands.map((spec) => ({ line: [each.name, spec.name], spec }))
    : [{ line: [each.name], spec: each }],
);

describe("help", () => {
  it("lists the commands", async () => {
    const { status, stdout, stderr } = await runCli(["--help"], { cwd });
    expect([status, stderr]).toEqual([0, ""]);
    expect(`\n${stdout}`).toMatchInlineSnapshot(`
      "
      Usage: lunakey [options] [command]

      One store for the secrets of all your Cloudflare Workers.

      Options:
        --version      show the version
        --lang <code>  en or fr; LANG decides where it is not given
        -h, --help     show this help

      See, with or without a store:
        scan           See which Worker reads which secret, what to mend, and whether
                       to move
        status         Show the store, how far this repository's Workers are, and what
                       is next
        check          Fail where a secret that the code reads would not be there; for
                       CI, before a deploy
        doctor         Look at this machine, the repository's files, the account and
                       the store's address

      Move Workers onto the store, and back:
        bind           Bind Workers to the store, in their wrangler configs; staging
                       first
        migrate        Move reads of secrets to the helper, one route at a time, with
                       proof
        helper         Check, renew or complete the Workers' copies of the helper,
                       src/secrets.ts
        mode           Say from where a Worker's environment reads: its own copies, or
                       the store
        eject          Leave Lunakey: bindings and code as they were before it, later
                       edits kept

      Secrets:
        set            Set a secret's value
        import         Import .dev.vars, .env or JSON: all values or none
        get            Show a secret's version and state; never its value
        list           List secrets, without their values
        history        List a secret's versions: who made them, and when
        delete         Delete a secret; it can be brought back for 30 days
        undelete       Bring a deleted secret back

      Rotate:
        rotate         Give secrets new values, without a moment in which one is not
                       accepted
        promote        Make a pending version the current one
        rollback       Withdraw a pending version, or go back to the one before
        retire         End the overlap of the previous version now
        rollout        Show which Workers have read the current version, and which
                       have not

      Individual secrets of the Workers:
        parity         Show whether the Workers' own copies are the store's values
        sync           Have the store write the Workers' individual secrets, and keep
                       them equal
        rehearse       Show which reads would fail if the Workers had no individual
                       secrets
        cleanup        Remove individual secrets that the Workers do not need any
                       more; optional for ever

      Who may, and who did:
        grant          Let a Worker read secrets
        revoke         Stop a Worker from reading secrets
        grants         List which Worker may read what
        token          Make, list and revoke tokens
        usage          List which Worker read what, from where, and when last
        audit          List the newest events of the audit log

      The store itself:
        dev            Run a local store for your own wrangler dev
        init           Write the gateway and the admin Worker into this repository
        backup         Copy the whole store into a file, with values sealed as they
                       are
        restore        Put a backup into an empty store of the same id and root key
        rewrap         Move all values to the newest root key, while reads go on
        recovery       Use the recovery file: hand its keys to wrangler, add the next
                       one

      lunakey COMMAND --help shows a command's options and examples.
      "
    `);
    expect((await runCli([], { cwd })).stdout).toBe(stdout);
  });

  it("explains a command with its examples", async () => {
    const { stdout } = await runCli(["set", "--help"], { cwd });
    expect(`\n${stdout}`).toMatchInlineSnapshot(`
      "
      Usage: lunakey set [options] <NAME>

      Set a secret's value.

      The value comes from a hidden prompt on a terminal, else from standard input, or
      from a file. It is kept byte for byte, and is never an argument: shells and
      process lists would show it.

      Arguments:
        NAME                       name of the secret

      Options:
        --env <environment>        environment: default (a config's top level),
                                   staging, production, …, or all (required)
        --file <file>              read the value from a file
        --fallback <choice>        allowed: Workers may use their own copy in an
                                   outage; obsolete: they may not
        --expect-version <number>  refuse unless this is the current version; 0:
                                   unless there is none
        --expires <date>           not served from then on, such as 2027-01-31
        --comment <text>           kept with the version; never a value
        --url <url>                address of the store's admin Worker (or
                                   LUNAKEY_URL)
        --token-file <file>        file that holds a token (or LUNAKEY_TOKEN_FILE,
                                   LUNAKEY_TOKEN)
        --local                    the local store, even where lunakey.jsonc names
                                   another
        --json                     write JSON to standard output, errors as JSON to
                                   standard error
        --lang <code>              en or fr; LANG decides where it is not given
        -h, --help                 show this help

      Examples:
        $ lunakey set STRIPE_SECRET_KEY --env production
          asks for the value
        $ printf '%s' "$KEY" | lunakey set STRIPE_SECRET_KEY --env staging
          takes it from a pipe
        $ lunakey set SIGNING_KEY --env all --file key.pem
          takes it from a file
      "
    `);
  });

  it.each(COMMAND_LINES)(
    "of $line has two or three examples, and --json",
    async ({ line, spec }) => {
      const { status, stdout } = await runCli([...line, "--help"], { cwd });
      expect(status).toBe(0);
      expect(stdout).toContain("--json");
      expect([2, 3]).toContain(spec.examples.length);
      for (const [example] of spec.examples) {
        expect(stdout).toContain(example);
        expect(example).toContain(`lunakey ${line.join(" ")}`);
      }
      for (const each of stdout.split("\n").filter((text) => !text.startsWith("  $ "))) {
        expect(each.length).toBeLessThanOrEqual(80);
      }
    },
  );

  it("says what is wrong without a word of what was typed", async () => {
    const stderrOf = async (line: string) => (await runCli(line.split(" "), { cwd })).stderr;
    const errors = await Promise.all(
      [
        "set A",
        "set A --env",
        "set A b --env default",
        "set --envv x A",
        "sett",
        "token",
        "grant w --env default",
      ].map(stderrOf),
    );
    expect(`\n${errors.join("\n")}`).toMatchInlineSnapshot(`
      "
      Error: --env is required.
        See lunakey set --help.

      Error: --env needs a value.
        See lunakey set --help.

      Error: There are more arguments than this command takes.
        A secret's value is never an argument: give it at the prompt, on standard input or with --file. If one was just typed, clear it from your shell's history and replace it.

      Error: There is an option that this command does not have.
        Did you mean --env? lunakey set --help lists them. A secret's value is never an option.

      Error: There is no such command.
        Did you mean set? lunakey --help lists them.

      Error: A command is missing.
        lunakey token --help lists them.

      Error: NAME is missing.
        See lunakey grant --help.
      "
    `);
  });

  it.each([
    [["token", "create"], "lunakey token create --help"],
    [["token", "create", "--lable", "ci"], "lunakey token create --help"],
    [["token", "make"], "lunakey token --help"],
    [["sync"], "lunakey sync --help"],
  ])("is named as it is typed where %j is wrong", async (argv, line) => {
    const { status, stderr } = await runCli(argv, { cwd });
    expect([status, stderr]).toEqual([2, expect.stringContaining(line)]);
  });
});
