/** The whole program in French: help of every command, and the sentences that commands are made of. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ERROR_CODES } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import type { CommandSpec } from "../../src/command-spec.ts";
import { COMMANDS } from "../../src/commands/index.ts";
import { FRENCH } from "../../src/language/french/index.ts";
import { describeProblem } from "../../src/language/french/schema-refusals.ts";
import { inWords } from "../../src/language/french/store-refusals.ts";
import { KNOWN_SENTENCES } from "../../src/language/french/store-sentences.ts";
import { speak } from "../../src/language/phrase.ts";
import { runCli } from "../run-cli.ts";

const cwd = process.cwd();
const SENTENCES = Object.entries(FRENCH);
const SPECS = COMMANDS.flatMap((each) =>
  "commands" in each
    ? each.commands.map((spec) => ({ line: [each.name, spec.name], spec }))
    : [{ line: [each.name], spec: each }],
);

/** What a command's help is made of. */
function textsOf(spec: CommandSpec): string[] {
  return [
    spec.summary,
    ...(spec.description ?? []),
    ...(spec.arguments ?? []).map(({ summary }) => summary),
    ...(spec.options ?? []).map(({ summary }) => summary),
    ...spec.examples.map(([, what]) => what),
  ];
}

const placeholders = (text: string) => (text.match(/\{[A-Za-z]\w*\}/g) ?? []).sort();
/** Lines of a terminal are joined again, so that a sentence is found where it was wrapped. */
const flat = (text: string) => text.replace(/\s+/g, " ");

describe("the French sentences", () => {
  it("put in what the English ones put in", () => {
    const wrong = SENTENCES.filter(
      ([english, french]) =>
        french.trim() === "" || `${placeholders(french)}` !== `${placeholders(english)}`,
    );
    expect(wrong).toEqual([]);
  });

  it("are each in one file only", () => {
    const folder = join(import.meta.dirname, "../../src/language/french");
    const keys = readdirSync(folder).flatMap((file) =>
      [...readFileSync(join(folder, file), "utf8").matchAll(/^ {2}("(?:[^"\\]|\\.)*"|\w+):/gm)].map(
        ([, key = ""]) => key.replace(/^"|"$/g, ""),
      ),
    );
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });
});

describe("help in French", () => {
  it("lists the commands", async () => {
    const { stdout } = await runCli(["--lang", "fr", "--help"], { cwd });
    expect(stdout).toContain("Utilisation : lunakey [options] [commande]");
    for (const { name, summary } of COMMANDS) {
      expect(Object.hasOwn(FRENCH, summary), `${name}: ${summary}`).toBe(true);
      expect(flat(stdout)).toContain(speak("fr", summary));
      expect(flat(stdout)).not.toContain(` ${summary} `);
    }
  });

  it.each(SPECS)("has all of $line", async ({ line, spec }) => {
    const { stdout } = await runCli([...line, "--help"], { cwd, env: { LANG: "fr_FR.UTF-8" } });
    for (const text of textsOf(spec)) {
      expect(Object.hasOwn(FRENCH, text), text).toBe(true);
      expect(flat(stdout)).toContain(speak("fr", text));
    }
    for (const title of ["Usage:", "Options:", "Arguments:", "Examples:", "(required)"]) {
      expect(stdout).not.toContain(title);
    }
  });

  it.each([
    [{ LANG: "fr" }, true],
    [{ LC_MESSAGES: "fr_CA.UTF-8", LANG: "en_US.UTF-8" }, true],
    [{ LC_ALL: "en_US.UTF-8", LANG: "fr_FR.UTF-8" }, false],
    [{ LANG: "fro" }, false],
    [{}, false],
  ])("goes by the locale %j", async (env, isFrench) => {
    const { stdout } = await runCli(["set", "--help"], { cwd, env });
    expect(stdout.includes("Définir la valeur d'un secret")).toBe(isFrench);
    const asked = await runCli(["set", "--help", "--lang", "en"], { cwd, env });
    expect(asked.stdout).toContain("Set a secret's value");
  });
});

describe("what is wrong, in French", () => {
  const fr = (line: string, more: object = {}) =>
    runCli(line.split(" "), { cwd: "/", env: { LANG: "fr_FR.UTF-8" }, ...more });

  it("is said of arguments", async () => {
    const lines = [
      "set A",
      "set A --env",
      "sett",
      "set A b --env default",
      "token",
      "set --envv x A",
    ];
    const errors = await Promise.all(lines.map(async (line) => (await fr(line)).stderr));
    expect(`\n${errors.join("\n")}`).toMatchInlineSnapshot(`
      "
      Erreur : --env est obligatoire.
        Voir lunakey set --help.

      Erreur : --env a besoin d'une valeur.
        Voir lunakey set --help.

      Erreur : Cette commande n'existe pas.
        Voulais-tu dire set ? lunakey --help les liste.

      Erreur : Il y a plus d'arguments que cette commande n'en prend.
        La valeur d'un secret n'est jamais un argument : donne-la à l'invite, sur l'entrée standard ou avec --file. Si tu viens d'en taper une, efface-la de l'historique de ton shell et remplace-la.

      Erreur : Il manque une commande.
        lunakey token --help les liste.

      Erreur : Il y a une option que cette commande n'a pas.
        Voulais-tu dire --env ? lunakey set --help les liste. La valeur d'un secret n'est jamais une option.
      "
    `);
  });

  it("is said of values, and of the store's absence", async () => {
    const lines = [
      "get a.b --env default",
      "get A --env default --url http://lunakey.example.com",
      "set A --env default --expires tomorrow",
      "rotate A --env staging --generate 3",
      "list",
    ];
    const errors = await Promise.all(lines.map(async (line) => (await fr(line)).stderr));
    expect(`\n${errors.join("\n")}`).toMatchInlineSnapshot(`
      "
      Erreur : NAME doit être fait de 1 à 255 lettres, chiffres, tirets bas ou tirets.

      Erreur : --url doit commencer par https:// : http:// enverrait le jeton et les valeurs en clair.

      Erreur : --expires doit être un jour comme 2027-01-31, ou 2027-01-31T12:00:00Z.

      Erreur : --generate doit être de 16 à 32768 octets dans ce format.

      Erreur : Aucun store n'est connu ici.
        Démarres-en un local dans un autre terminal : lunakey dev. Ou donne son adresse avec --url ou LUNAKEY_URL.
      "
    `);
  });

  it("has the same code under --json, with the message in French", async () => {
    const { stderr } = await fr("list --json");
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: "no_store", message: "Aucun store n'est connu ici." },
    });
  });

  it("is said of each code of the store, beside the store's own sentence", () => {
    for (const code of Object.keys(ERROR_CODES)) {
      const { message } = inWords({ code, message: "A is at version 2." });
      expect(message).toMatchObject({ en: "A is at version 2." });
      const french = speak("fr", message);
      expect(french).toMatch(new RegExp(`^[^(]+ \\(${code}\\) : A is at version 2\\.$`));
    }
    expect(speak("fr", inWords({ code: "newer", message: "No." }).message)).toBe("No.");
  });

  it("is said of what the store says itself, as the store says it today", () => {
    const folder = join(import.meta.dirname, "../../../store/src");
    const source = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(folder, file), "utf8"))
      .join("\n");
    const parts = KNOWN_SENTENCES.flatMap((each) =>
      each.split(/\{\w+\}|(?= until )|(?=, and becomes )/),
    );
    expect(parts.filter((part) => !source.includes(part))).toEqual([]);
    const { message, hint } = inWords({
      code: "rotation_pending",
      message:
        "Version 3 of JWT_SECRET is pending, and becomes current at 2026-12-01T10:00:00.000Z.",
      hint: "Finish that first: lunakey promote JWT_SECRET --env a\nOr withdraw it: lunakey rollback JWT_SECRET --env a",
    });
    expect(speak("fr", message)).toBe(
      "La version 3 de JWT_SECRET est en attente, et devient courante le 2026-12-01T10:00:00.000Z.",
    );
    expect(speak("fr", hint ?? "")).toBe(
      "Termine-la d'abord : lunakey promote JWT_SECRET --env a\nOu retire-la : lunakey rollback JWT_SECRET --env a",
    );
  });

  it("is known of every form that a schema's sentence has", () => {
    const folder = join(import.meta.dirname, "../../../contract/src");
    const said = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /^(names|text|parse)[^/]*\.ts$/.test(file))
      .flatMap(
        (file) => readFileSync(join(folder, file), "utf8").match(/["`]must [^"`]+["`]/g) ?? [],
      )
      .map((quoted) => quoted.slice(1, -1).replace(/\$\{[^}]+\}/g, "64"));
    expect(said.length).toBeGreaterThan(3);
    for (const each of said) expect(describeProblem(each).fr, each).not.toBe(each);
  });
});
