/** Functions that are called in further ways: step by step, by each other, by their base, by a tag. */
import { body, type Form, plain } from "./form.ts";
import { fresh, OPTIONAL, REQUIRED, type Scope, TYPES, withName } from "./scope.ts";
import { writeExpression } from "./write-expression.ts";
import { indented } from "./write-statements.ts";

const own = (scope: Scope, env = "env"): Scope =>
  withName({ ...scope, env, returns: undefined }, "S", "text");

/** An iterator that may wait already. */
const steps: Form = (scope, _kind, name) => ({
  lines: [
    `async function* steps${name}(env: Env, text: string): AsyncGenerator<string> {`,
    `  yield ${writeExpression("S", own(scope))};`,
    `  note("between the steps");`,
    `  yield env.${scope.choices.of(REQUIRED)};`,
    "}",
    `export async function ${name}(env: Env, text: string): Promise<string[]> {`,
    "  const all: string[] = [];",
    `  for await (const one of steps${name}(env, text)) all.push(one);`,
    "  return all;",
    "}",
  ],
  kind: "L",
  isAsync: true,
  write: plain(name),
});

/** Two functions, each of which calls the other. */
const inTurns: Form = (scope, kind, name) => ({
  lines: [
    `export function ${name}(env: Env, text: string, left = 2): ${TYPES[kind]} {`,
    `  if (left > 0) return other${name}(env, text, left);`,
    ...body(scope, kind),
    "}",
    `function other${name}(env: Env, text: string, left: number): ${TYPES[kind]} {`,
    `  note(\`\${left} \${env.${scope.choices.of(REQUIRED)}}\`);`,
    `  return ${name}(env, text, left - 1);`,
    "}",
  ],
  write: plain(name),
});

/** What the base calls is what each of those that extend it brings along. */
const ofAbstract: Form = (scope, _kind, name) => {
  const part = (label: string) => [
    `class ${label}${name} extends Base${name} {`,
    "  protected override part(text: string): string {",
    `    return ${writeExpression("S", own(scope, "this.env"))};`,
    "  }",
    "}",
  ];
  return {
    lines: [
      `abstract class Base${name} {`,
      "  constructor(protected readonly env: Env) {}",
      "  protected abstract part(text: string): string;",
      `  ${name}(text: string): string {`,
      ...scope.choices.of([
        ['    return text + " " + this.part(text);'],
        ["    note(this.part(text));", `    return text + this.env.${scope.choices.of(REQUIRED)};`],
      ]),
      "  }",
      "}",
      ...part("A"),
      ...part("B"),
      `export function ${name}(env: Env, text: string): string {`,
      `  const made: Base${name} = text.length > 3 ? new A${name}(env) : new B${name}(env);`,
      `  return made.${name}(text);`,
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};

const tag: Form = (scope, _kind, name) => ({
  lines: [
    `function tag${name}(env: Env) {`,
    "  return (parts: TemplateStringsArray, ...values: string[]): string =>",
    `    parts.join(env.${scope.choices.of(REQUIRED)}) + values.join();`,
    "}",
    `export function ${name}(env: Env, text: string): string {`,
    `  return tag${name}(env)\`of \${text} and \${${writeExpression("S", own(scope))}}\`;`,
    "}",
  ],
  kind: "S",
  write: plain(name),
});

/** A table in which not every text has a function. */
const ifThere: Form = (scope, _kind, name) => ({
  lines: [
    `type Run${name} = (env: Env, text: string) => string;`,
    `const table${name}: Record<string, Run${name} | undefined> = {`,
    `  a: (env, text) => ${writeExpression("S", own(scope))},`,
    `  be: (env, text) => text + env.${scope.choices.of(REQUIRED)},`,
    "};",
    `export function ${name}(env: Env, text: string): string {`,
    `  return table${name}[text]?.(env, text) ?? "none";`,
    "}",
  ],
  kind: "S",
  write: plain(name),
});

/** All at once, in code that waits for promises already. */
const allAtOnce: Form = (scope, _kind, name) => {
  const item = fresh(scope, "x");
  const inner = withName(own(scope), "S", item);
  return {
    lines: [
      `export async function ${name}(env: Env, text: string): Promise<string[]> {`,
      `  return await Promise.all(["a", text].map((${item}) => ${writeExpression("S", inner)}));`,
      "}",
    ],
    kind: "L",
    isAsync: true,
    write: plain(name),
  };
};

/** Says what it gets in comments only. */
export const javascript: Form = (scope, _kind, name) => ({
  lines: [
    "/**",
    ' * @param {import("./types").Env} env',
    " * @param {string} text",
    " * @returns {string}",
    " */",
    `export function ${name}(env, text) {`,
    ...indented(
      scope.choices.of([
        [`return text + env.${scope.choices.of(REQUIRED)};`],
        ["if (!env.OPT_A) return text;", 'return env.OPT_A + " of " + text;'],
        ["const { KEY_A, OPT_B = text } = env;", "return KEY_A + OPT_B;"],
        [
          `const label = [text, "a"].map((one) => one + env.${scope.choices.of(REQUIRED)});`,
          "note(label.join());",
          "return env.OPT_B ?? label[0];",
        ],
      ]),
    ),
    "}",
  ],
  kind: "S",
  write: plain(name),
});

/** Components: elements are made of functions, which the library calls and waits for. */
export const component: Form = (scope, _kind, name) => ({
  lines: [
    `function Item${name}({ env, text }: { env: Env; text: string }) {`,
    `  return <li title={env.${scope.choices.of(REQUIRED)}}>{env.OPT_A ? env.OPT_A : text}</li>;`,
    "}",
    `function View${name}({ env, text }: { env: Env; text: string }) {`,
    "  return (",
    "    <main>",
    `      <p title={text}>{${writeExpression("S", own(scope))}}</p>`,
    `      {["a", text].map((one) => <Item${name} env={env} text={one} />)}`,
    "    </main>",
    "  );",
    "}",
    `export async function ${name}(env: Env, text: string): Promise<string> {`,
    // With a component that waits, the library answers an object: a text that it takes for escaped.
    `  return String(await (<View${name} env={env} text={text} />).toString());`,
    "}",
  ],
  kind: "S",
  isAsync: true,
  write: plain(name),
});

/** A copy with another value in the place of one, or with the same, and who reads it. */
const copied: Form = (scope, _kind, name) => {
  const { choices } = scope;
  const [key, optional] = [choices.of(REQUIRED), choices.of(OPTIONAL)];
  const same = [`env.${key}`, `need${name}(env.${key})`, key];
  const value = choices.of([...same, ...same, '"own"', `or${name}(env.${optional})`]);
  const read = choices.of([
    [`const read${name} = (env: Env): string => env.${key} + (env.${optional} ?? "none");`],
    [`const read${name} = ({ ${key} }: Env): string => ${key};`],
    [
      `class Kept${name} {`,
      "  private readonly env: Env;",
      "  constructor(env: Env) {",
      "    this.env = env;",
      "  }",
      "  text(): string {",
      `    return this.env.${key} + (this.env.${optional} ?? "none");`,
      "  }",
      "}",
      `const read${name} = (env: Env): string => new Kept${name}(env).text();`,
    ],
  ]);
  return {
    lines: [
      `function need${name}(value: string | undefined): string {`,
      '  if (!value) throw new Error("needed");',
      "  return value;",
      "}",
      `const or${name} = (value: string | undefined): string => value || "other";`,
      ...read,
      `const other${name} = (env: Env): string => env.${key};`,
      `export function ${name}(env: Env, text: string): string {`,
      `  const { ${key} } = env;`,
      `  const value = ${value};`,
      `  const copy = ${choices.of([`{ ...env, ${key}: value }`, `Object.assign({}, env, { ${key}: value })`])};`,
      `  note(${key});`,
      `  return [read${name}(copy), other${name}(env)].join(text);`,
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};

export const FURTHER_FORMS: readonly Form[] = [
  copied,
  steps,
  inTurns,
  ofAbstract,
  tag,
  ifThere,
  allAtOnce,
];
