/** What is built once and kept in a record, a WeakMap, a static member, a closure; or not at the first try. */
import { type Form, plain } from "./form.ts";
import { OPTIONAL, REQUIRED, type Scope } from "./scope.ts";

/** A client that says that it was built, of a string. */
const built = (name: string): string[] => [
  `class Client${name} {`,
  "  constructor(readonly key: string) {",
  `    note("built ${name} " + key);`,
  "  }",
  "}",
];

/** The client's own secret, as code has it: there, or something else in its place. */
function secretOf({ choices }: Scope): string {
  const [one, other] = [choices.of(REQUIRED), choices.of(OPTIONAL)];
  return choices.of([`env.${one}`, `env.${other} ?? "none"`, `env.${one} + env.${one}`]);
}

export const keptInRecord: Form = (scope, _kind, name) => {
  const made = `new Client${name}(${secretOf(scope)})`;
  return {
    lines: [
      ...built(name),
      `const kept${name}: Record<string, Client${name}> = {};`,
      `export function ${name}(env: Env, text: string): string {`,
      ...scope.choices.of([
        [`  kept${name}[text] ??= ${made};`],
        [`  if (!kept${name}[text]) kept${name}[text] = ${made};`],
        [`  if (!(text in kept${name})) {`, `    kept${name}[text] = ${made};`, "  }"],
      ]),
      `  return text + kept${name}[text]?.key;`,
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};

/** By the environment itself. */
export const keptInWeakMap: Form = (scope, _kind, name) => {
  const made = `new Client${name}(${secretOf(scope)})`;
  return {
    lines: [
      ...built(name),
      `const kept${name} = new WeakMap<object, Client${name}>();`,
      `export function ${name}(env: Env, text: string): string {`,
      ...scope.choices.of([
        [
          `  let client = kept${name}.get(env);`,
          "  if (!client) {",
          `    client = ${made};`,
          `    kept${name}.set(env, client);`,
          "  }",
          "  return text + client.key;",
        ],
        [
          `  if (!kept${name}.has(env)) kept${name}.set(env, ${made});`,
          `  return text + kept${name}.get(env)?.key;`,
        ],
      ]),
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};

export const keptInStatic: Form = (scope, _kind, name) => {
  const [modifier, member] = scope.choices.of([
    ["private static ", "instance"],
    ["static ", "#instance"],
  ]);
  const kept = scope.choices.of([`C${name}.${member}`, `this.${member}`]);
  const made = `new C${name}(${secretOf(scope)})`;
  return {
    lines: [
      `export class C${name} {`,
      `  ${modifier}${member}: C${name} | undefined;`,
      "  private constructor(private readonly key: string) {",
      `    note("built ${name} " + key);`,
      "  }",
      `  static get(env: Env): C${name} {`,
      ...scope.choices.of([
        [`    if (!${kept}) ${kept} = ${made};`, `    return ${kept};`],
        [`    ${kept} ??= ${made};`, `    return ${kept};`],
        [`    return (${kept} ??= ${made});`],
      ]),
      "  }",
      `  show(text: string): string {`,
      "    return text + this.key;",
      "  }",
      "}",
    ],
    exported: `C${name}`,
    kind: "S",
    write: (env, text) => `C${name}.get(${env}).show(${text})`,
  };
};

/** By a function that was made for it. */
export const keptInClosure: Form = (scope, _kind, name) => {
  const made = `new Client${name}(${secretOf(scope)})`;
  return {
    lines: [
      ...built(name),
      `const get${name} = (() => {`,
      `  let kept: Client${name} | undefined;`,
      `  return (env: Env): Client${name} => {`,
      ...scope.choices.of([
        [`    if (!kept) kept = ${made};`, "    return kept;"],
        [`    kept ??= ${made};`, "    return kept;"],
        ["    if (kept) return kept;", `    kept = ${made};`, "    return kept;"],
      ]),
      "  };",
      "})();",
      `export function ${name}(env: Env, text: string): string {`,
      `  return text + get${name}(env).key;`,
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};

/** The first try fails: nothing is kept of it, and the second one builds. */
export const keptAtSecondTry: Form = (scope, _kind, name) => {
  const made = `build${name}(env.${scope.choices.of(REQUIRED)})`;
  return {
    lines: [
      `let kept${name}: { key: string } | undefined;`,
      `let tries${name} = 0;`,
      `function build${name}(key: string): { key: string } {`,
      `  tries${name} += 1;`,
      `  if (tries${name} === 1) throw new Error("${name} is not ready");`,
      `  note("built ${name}");`,
      "  return { key };",
      "}",
      `export function ${name}(env: Env, text: string): string {`,
      ...scope.choices.of([
        [`  if (!kept${name}) kept${name} = ${made};`, `  return text + kept${name}.key;`],
        [`  kept${name} ??= ${made};`, `  return text + kept${name}.key;`],
        [
          "  try {",
          `    kept${name} ??= ${made};`,
          "  } catch (error) {",
          "    return String(error);",
          "  }",
          `  return text + kept${name}.key;`,
        ],
      ]),
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};

export const KEPT_ELSEWHERE: readonly Form[] = [
  keptInRecord,
  keptInWeakMap,
  keptInStatic,
  keptInClosure,
  keptAtSecondTry,
];
