/** Constructors that read, by what they get the environment in, and who makes the object. */
import { type Form, plain } from "./form.ts";
import { OPTIONAL, REQUIRED, type Scope } from "./scope.ts";

/** A class whose object keeps what its constructor read, as a string. */
function classOf(name: string, parameters: string, lines: readonly string[]): string[] {
  return [
    `export class C${name} {`,
    "  readonly value: string;",
    `  constructor(${parameters}) {`,
    ...lines.map((line) => `    ${line}`),
    "  }",
    "}",
  ];
}

/** What a constructor does with an environment that it has under `env`, and a string. */
function reading({ choices }: Scope, env: string, text: string): string[] {
  const [required, optional] = [choices.of(REQUIRED), choices.of(OPTIONAL)];
  return choices.of([
    [`this.value = ${text} + ${env}.${required};`],
    [`this.value = \`\${${text}} \${${env}.${optional} ?? "none"}\`;`],
    [
      `if (!${env}.${optional}) throw new Error("no ${optional}");`,
      `this.value = \`\${${env}.${optional}} \${${env}.${required}}\`;`,
    ],
    [
      `this.value = ${text};`,
      `if (${env}.${optional}) this.value += ${env}.${optional};`,
      `note(this.value);`,
    ],
  ]);
}

/** From a context, whole or taken apart. */
export const contextConstructor: Form = (scope, _kind, name) => {
  const type = "{ env: Env; text: string }";
  const [parameters, lines] = scope.choices.of([
    () => [`c: ${type}`, reading(scope, "c.env", "c.text")] as const,
    () => [`c: ${type}`, ["const env = c.env;", ...reading(scope, "env", "c.text")]] as const,
    () => [`c: ${type}`, ["const { env, text } = c;", ...reading(scope, "env", "text")]] as const,
    () => [`{ env, text }: ${type}`, reading(scope, "env", "text")] as const,
  ])();
  return {
    lines: classOf(name, parameters, lines),
    exported: `C${name}`,
    kind: "S",
    write: (env, text) => `new C${name}({ env: ${env}, text: ${text} }).value`,
  };
};

/** From what it keeps of its own parameters. */
export const keepingConstructor: Form = (scope, _kind, name) => ({
  lines: classOf(
    name,
    "private readonly env: Env, text: string",
    reading(scope, "this.env", "text"),
  ),
  exported: `C${name}`,
  kind: "S",
  write: (env, text) => `new C${name}(${env}, ${text}).value`,
});

/** Made by a function whose own type of the environment does not say what the constructor reads. */
export const constructorOfNarrowCaller: Form = (scope, _kind, name) => {
  const key = scope.choices.of(OPTIONAL);
  return {
    lines: [
      `class C${name} {`,
      "  readonly value: string;",
      `  constructor(env: Pick<Env, "SECRETS"> & { ${key}?: string }, text: string) {`,
      `    this.value = text + (env.${key} || "nothing");`,
      "  }",
      "}",
      `export function ${name}(env: Omit<Env, "${key}">, text: string): string {`,
      `  return new C${name}(env, text).value;`,
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};

/** From an object that a function makes of the environment; by itself, or in the constructor of another. */
export const constructorOfSettings: Form = (scope, _kind, name) => {
  const { choices } = scope;
  const [required, optional] = [choices.of(REQUIRED), choices.of(OPTIONAL)];
  const settings = `settings${name}`;
  const lines = choices.of([
    [`const settings = ${settings}(env);`, "this.value = text + settings.key + settings.label;"],
    [`this.value = \`\${text} \${${settings}(env).label}\`;`],
    ["note(text);", `const { key } = ${settings}(env);`, "this.value = key + text;"],
    [`this.value = text === "a" ? "none" : ${settings}(env).key;`],
    [`this.value = text + ${settings}(env).key + (env.${optional} ?? "");`],
  ]);
  const [outer, write] = choices.of([
    [[], `C${name}`],
    [classOf(`Outer${name}`, "env: Env, text: string", nested(name)), `COuter${name}`],
  ] as const);
  return {
    lines: [
      `interface Settings${name} { readonly key: string; readonly label: string }`,
      `function ${settings}(env: Env): Settings${name} {`,
      ...choices.of([[], [`  if (!env.${optional}) throw new Error("no ${optional}");`]]),
      `  return { key: env.${required}, label: env.${optional} ?? "none" };`,
      "}",
      ...classOf(name, "env: Env, text: string", lines),
      ...outer,
    ],
    exported: write,
    kind: "S",
    write: (env, text) => `new ${write}(${env}, ${text}).value`,
  };
};

const nested = (name: string) => [`this.value = new C${name}(env, text).value;`];

/** What gives other things than the settings. */
const OTHERS = [', { label: "none" }', ", {}"];

/** Only where it is given none: as a parameter, or with what else it depends on. */
export const constructorWithOwnSettings: Form = (scope, _kind, name) => {
  const { choices } = scope;
  const [required, optional] = [choices.of(REQUIRED), choices.of(OPTIONAL)];
  const settings = `settings${name}`;
  const operator = choices.of(["??", "||"]);
  const type = `{ own?: Settings${name}; label?: string }`;
  const [parameter, asked, given, others] = choices.of([
    [`own?: Settings${name}`, "own", `{ key: "own", label: "given" }`, []],
    [`deps: ${type} = {}`, "deps.own", `{ own: { key: "own", label: "x" } }`, OTHERS],
    [`{ own }: ${type} = {}`, "own", `{ label: "x", own: { key: "own", label: "y" } }`, OTHERS],
  ] as const);
  const argument = choices.of(["", "", ", undefined", `, ${given}`, ...others]);
  return {
    lines: [
      `interface Settings${name} { readonly key: string; readonly label: string }`,
      `function ${settings}(env: Env): Settings${name} {`,
      ...choices.of([[], [`  if (!env.${optional}) throw new Error("no ${optional}");`]]),
      `  return { key: env.${required}, label: env.${optional} ?? "none" };`,
      "}",
      ...classOf(name, `env: Env, text: string, ${parameter}`, [
        `const settings = ${asked} ${operator} ${settings}(env);`,
        "this.value = text + settings.key + settings.label;",
        ...choices.of([[], [], [], [`if (${asked}) note(text);`]]),
      ]),
      `export const own${name} = (env: Env) => new C${name}(env, "own", ${given}).value;`,
    ],
    exported: `C${name}`,
    kind: "S",
    write: (env, text) => `new C${name}(${env}, ${text}${argument}).value`,
  };
};
