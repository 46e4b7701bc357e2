/** Functions whose callbacks the platform or the language calls, and ones that work with promises. */
import { body, type Form, plain } from "./form.ts";
import { fresh, OPTIONAL, REQUIRED, type Scope, TYPES, withName } from "./scope.ts";
import { writeExpression } from "./write-expression.ts";
import { indented } from "./write-statements.ts";

const own = (scope: Scope, env = "env"): Scope =>
  withName({ ...scope, env, returns: undefined }, "S", "text");

/** What a stream is made of: its methods may wait. */
const ofStream: Form = (scope, _kind, name) => ({
  lines: [
    `export async function ${name}(env: Env, text: string): Promise<string> {`,
    ...scope.choices.of([
      [
        "  const stream = new ReadableStream<Uint8Array>({",
        "    start(controller) {",
        `      controller.enqueue(new TextEncoder().encode(${writeExpression("S", own(scope))}));`,
        "      controller.close();",
        "    },",
        "  });",
        "  return await new Response(stream).text();",
      ],
      [
        "  const upper = new TransformStream<Uint8Array, Uint8Array>({",
        "    transform: (part, controller) => {",
        "      controller.enqueue(part);",
        `      controller.enqueue(new TextEncoder().encode(env.${scope.choices.of(REQUIRED)}));`,
        "    },",
        "  });",
        '  const stream = new Response("parts of " + text).body;',
        '  return stream ? await new Response(stream.pipeThrough(upper)).text() : "none";',
      ],
    ]),
    "}",
  ],
  kind: "S",
  isAsync: true,
  write: plain(name),
});

/** Several at once: all of them, what became of each, the first. */
const together: Form = (scope, _kind, name) => {
  const calls = `[one${name}(env, text), one${name}(env, ${writeExpression("S", own(scope))})]`;
  return {
    lines: [
      `function one${name}(env: Env, text: string): string {`,
      '  if (text === "alpha") throw new Error("refused");',
      `  return text + ${scope.choices.of([`env.${scope.choices.of(REQUIRED)}`, `(env.${scope.choices.of(OPTIONAL)} || "none")`])};`,
      "}",
      `export async function ${name}(env: Env, text: string): Promise<string> {`,
      ...scope.choices.of([
        [`  return (await Promise.all(${calls})).join();`],
        [
          "  const all = await Promise.allSettled([text].map(async (one) =>",
          `    one${name}(env, one),`,
          "  ));",
          "  return JSON.stringify(all.map(({ status }) => status));",
        ],
        [`  return await Promise.race(${calls});`],
        [`  return await Promise.resolve().then(() => one${name}(env, text));`],
      ]),
      "}",
    ],
    kind: "S",
    isAsync: true,
    write: plain(name),
  };
};

/** Operators that only matter for what they do: `void`, the comma. */
const forEffect: Form = (scope, _kind, name) => ({
  lines: [
    `function told${name}(env: Env, text: string): string {`,
    `  note(text + env.${scope.choices.of(REQUIRED)});`,
    "  return text;",
    "}",
    `export function ${name}(env: Env, text: string): string {`,
    ...indented(
      scope.choices.of([
        [`void told${name}(env, text);`, `return ${writeExpression("S", own(scope))};`],
        [`return (told${name}(env, text), ${writeExpression("S", own(scope))});`],
        [
          `for (let i = 0, end = told${name}(env, text).length; i < 2 && end > 0; i++, told${name}(env, "x")) {`,
          "  note(String(i));",
          "}",
          "return text;",
        ],
      ]),
    ),
    "}",
  ],
  kind: "S",
  write: plain(name),
});

/** What `finally` returns is what is returned. */
const returnedByFinally: Form = (scope, _kind, name) => ({
  lines: [
    `export function ${name}(env: Env, text: string): string {`,
    "  try {",
    `    if (text.length > 3) throw new Error("too long");`,
    `    return ${writeExpression("S", own(scope))};`,
    "  } finally {",
    ...scope.choices.of([
      [`    if (text !== "a") return text + env.${scope.choices.of(REQUIRED)};`],
      [`    note(\`\${env.${scope.choices.of(OPTIONAL)}}\`);`],
    ]),
    "  }",
    "}",
  ],
  kind: "S",
  write: plain(name),
});

/** What a base is given by who extends it. */
const givenToBase: Form = (scope, _kind, name) => ({
  lines: [
    `class Base${name} {`,
    "  constructor(protected readonly env: Env, protected readonly label: string) {}",
    "  show(text: string): string {",
    `    return this.label + text + this.env.${scope.choices.of(REQUIRED)};`,
    "  }",
    "}",
    `class C${name} extends Base${name} {`,
    ...scope.choices.of([
      ["  constructor(env: Env) {", `    super(env, "of ${name} ");`, "  }"],
      ["  constructor(env: Env) {", `    super(env, env.${scope.choices.of(REQUIRED)});`, "  }"],
      [
        "  readonly key: string;",
        "  constructor(env: Env) {",
        '    super(env, "own ");',
        `    this.key = env.${scope.choices.of(REQUIRED)};`,
        "    note(this.key);",
        "  }",
      ],
    ]),
    "}",
    `export function ${name}(env: Env, text: string): string {`,
    `  return new C${name}(env).show(text);`,
    "}",
  ],
  kind: "S",
  write: plain(name),
});

/** A pair of accessors, one of which sets; and a function that says what a text is. */
const accessors: Form = (scope, _kind, name) => ({
  lines: [
    `class C${name} {`,
    '  #label = "";',
    "  constructor(private readonly env: Env) {}",
    "  get label(): string {",
    `    return this.#label || ${scope.choices.of(['"none"', `this.env.${scope.choices.of(REQUIRED)}`])};`,
    "  }",
    "  set label(text: string) {",
    `    this.#label = text + ${scope.choices.of([`(this.env.${scope.choices.of(OPTIONAL)} ?? "")`, '"!"'])};`,
    "  }",
    "}",
    `function isKey${name}(env: Env, text: string): text is "secret-a" {`,
    `  return text === env.${scope.choices.of(REQUIRED)};`,
    "}",
    `export function ${name}(env: Env, text: string): string {`,
    `  const made = new C${name}(env);`,
    `  if (isKey${name}(env, text)) made.label = text;`,
    "  return made.label;",
    "}",
  ],
  kind: "S",
  write: plain(name),
});

/** A table that keeps its own type. */
const satisfying: Form = (scope, kind, name) => ({
  lines: [
    `const table${name} = {`,
    `  run: (env: Env, text: string): ${TYPES[kind]} => {`,
    ...indented(body(scope, kind)),
    "  },",
    `} satisfies Record<string, (env: Env, text: string) => ${TYPES[kind]}>;`,
    `export function ${name}(env: Env, text: string): ${TYPES[kind]} {`,
    `  return table${name}.run(env, text);`,
    "}",
  ],
  write: plain(name),
});

/** Guards of two secrets at once, and what they cover in branches behind them. */
const guardOfTwo: Form = (scope, _kind, name) => {
  const item = fresh(scope, "x");
  const test = scope.choices.of(["!env.OPT_A || !env.OPT_B", "!(env.OPT_A && env.OPT_B)"]);
  const stop = scope.choices.of(['return "without";', 'throw new Error("not set up");']);
  return {
    lines: [
      `export function ${name}(env: Env, text: string): string {`,
      `  if (${test}) ${stop}`,
      '  if (text === "a") {',
      "    return env.OPT_A.toUpperCase();",
      '  } else if (text.startsWith("b")) {',
      "    const { OPT_A, OPT_B } = env;",
      '    return OPT_A + " " + OPT_B;',
      "  }",
      `  const parts = [text, env.OPT_B].map((${item}) => ${item} + (env.OPT_A ?? "none"));`,
      "  return parts.join() + env.OPT_B.length;",
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};

/** Functions inside of functions, each of which has the environment of the outermost. */
const nested: Form = (scope, _kind, name) => ({
  lines: [
    `export function ${name}(env: Env, text: string): string {`,
    `  const key = (): string => env.${scope.choices.of(REQUIRED)};`,
    "  const outer = (given: string) => {",
    `    function inner(more: string): string {`,
    `      return ${scope.choices.of(["key()", `(env.${scope.choices.of(OPTIONAL)} ?? key())`])} + more;`,
    "    }",
    "    return { label: given, run: () => inner(given) };",
    "  };",
    `  const { label, run } = outer(${writeExpression("S", own(scope))});`,
    "  return label + run();",
    "}",
  ],
  kind: "S",
  write: plain(name),
});

export const PLATFORM_FORMS: readonly Form[] = [
  ofStream,
  together,
  forEffect,
  returnedByFinally,
  givenToBase,
  accessors,
  satisfying,
  guardOfTwo,
  nested,
];
