/** What is built once and kept, by what builds it: a function, a constructor, a member of an object. */
import { type Form, plain } from "./form.ts";
import { OPTIONAL, REQUIRED, type Scope } from "./scope.ts";

/** What keeps `made`, in the ways in which code does; then `use` of it is answered. */
function keeping({ choices }: Scope, kept: string, made: string, use: string): string[] {
  return choices.of([
    [`  if (!${kept}) {`, `    ${kept} = ${made};`, "  }", `  return ${use};`],
    [`  if (!${kept}) ${kept} = ${made};`, `  return ${use};`],
    [`  ${kept} ${choices.of(["??=", "||="])} ${made};`, `  return ${use};`],
    [`  if (${kept}) return ${use};`, `  ${kept} = ${made};`, `  return ${use};`],
    [
      '  if (text === "alpha") {',
      `    if (!${kept}) ${kept} = ${made};`,
      `    return ${use};`,
      "  }",
      '  return "none";',
    ],
  ]);
}

/** By a function that reads. */
export const keptOfHelper: Form = (scope, _kind, name) => {
  const { choices } = scope;
  const [one, other] = [choices.of(REQUIRED), choices.of(OPTIONAL)];
  const body = choices.of([
    [`  return { key: env.${one} };`],
    [`  return { key: env.${one} + (env.${other} ?? "none") };`],
    [`  if (!env.${other}) return { key: "without" };`, `  return { key: env.${other} };`],
    [`  if (!env.${other}) return { key: "without" };`, `  return { key: env.${one} };`],
  ]);
  const parameters = choices.of(["env: Env", "env: Env, label: string"]);
  const given = parameters.includes("label") ? "env, text" : "env";
  return {
    lines: [
      `let kept${name}: { key: string } | undefined;`,
      `function build${name}(${parameters}): { key: string } {`,
      `  note("built ${name}");`,
      ...body,
      "}",
      `export function ${name}(env: Env, text: string): string {`,
      ...keeping(scope, `kept${name}`, `build${name}(${given})`, `kept${name}.key + text`),
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};

/** Text: empty is nothing to `if (!text)`, and something to `??=`. */
export const keptText: Form = (scope, _kind, name) => {
  const { choices } = scope;
  const key = choices.of(REQUIRED);
  const [type, nothing] = choices.of([
    ["string", '""'],
    ["string | false", "false"],
    ["string | null", "null"],
    ["string | undefined", "undefined"],
  ]);
  const made = choices.of([`env.${key}`, `env.${key}.trim()`, `read${name}(env)`]);
  return {
    lines: [
      `let kept${name}: ${type} = ${nothing};`,
      `function read${name}(env: Env): string {`,
      `  return env.${key}.slice(0, ${choices.of(["4", "-1"])});`,
      "}",
      `export function ${name}(env: Env, text: string): string {`,
      ...keeping(scope, `kept${name}`, made, `kept${name} + text`),
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};

/** One object for all, whose constructor reads. */
export const keptOfConstructor: Form = (scope, _kind, name) => {
  const { choices } = scope;
  const [field, start] = choices.of([
    [`let kept${name}: C${name} | undefined;`, `kept${name}`],
    [undefined, `C${name}.instance`],
  ]);
  return {
    lines: [
      `class C${name} {`,
      `  static instance: C${name} | undefined;`,
      "  readonly key: string;",
      "  constructor(env: Env) {",
      `    this.key = env.${choices.of(REQUIRED)};`,
      `    note("built ${name} " + this.key);`,
      "  }",
      "}",
      ...(field ? [field] : []),
      `export function ${name}(env: Env, text: string): string {`,
      ...keeping(scope, start, `new C${name}(env)`, `text + ${start}.key`),
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};

/** A client in a private member of an object that all share. */
export const keptInMember: Form = (scope, _kind, name) => {
  const { choices } = scope;
  const [key, other] = [choices.of(REQUIRED), choices.of(OPTIONAL)];
  const [modifier, member] = choices.of([
    ["private readonly ", "client"],
    ["readonly ", "#client"],
  ]);
  const made = choices.of([
    `new Client${name}(env.${key})`,
    `new Client${name}(env.${other} ?? "none")`,
    `createClient${name}(env)`,
  ]);
  return {
    lines: [
      `class Client${name} {`,
      `  constructor(readonly key: string) {`,
      `    note("built ${name} " + key);`,
      "  }",
      "}",
      `const createClient${name} = (env: Env): Client${name} => new Client${name}(env.${key});`,
      `class C${name} {`,
      `  ${modifier}${member}: Client${name};`,
      "  constructor(private readonly env: Env) {",
      `    this.${member} = ${made};`,
      "  }",
      "  ask(text: string): string {",
      `    return text + this.${member}.key + (this.env.${choices.of(OPTIONAL)} ?? "none");`,
      "  }",
      "}",
      `let kept${name}: C${name} | undefined;`,
      `export function ${name}(env: Env, text: string): string {`,
      `  kept${name} ??= new C${name}(env);`,
      `  return kept${name}.ask(text) + kept${name}.ask("again");`,
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};
