/** Members of classes, objects, tables and lists. */

import { body, type Form, plain } from "./form.ts";
import { REQUIRED, TYPES, withName } from "./scope.ts";
import { writeExpression } from "./write-expression.ts";
import { indented } from "./write-statements.ts";

export const objectMethod: Form = (scope, kind, name) => ({
  lines: [
    `export const o${name} = {`,
    ...indented([`${name}(env: Env, text: string): ${TYPES[kind]} {`, ...body(scope, kind), "},"]),
    "};",
  ],
  exported: `o${name}`,
  write: (env, text) => `o${name}.${name}(${env}, ${text})`,
});

export const method: Form = (scope, kind, name) => ({
  lines: [
    `export class C${name} {`,
    "  constructor(private readonly env: Env) {}",
    ...indented([`${name}(text: string): ${TYPES[kind]} {`, ...body(scope, kind, "this.env"), "}"]),
    "}",
  ],
  exported: `C${name}`,
  write: (env, text) => `new C${name}(${env}).${name}(${text})`,
});

export const staticMethod: Form = (scope, kind, name) => ({
  lines: [
    `export class C${name} {`,
    ...indented([
      `static ${name}(env: Env, text: string): ${TYPES[kind]} {`,
      ...body(scope, kind),
      "}",
    ]),
    "}",
  ],
  exported: `C${name}`,
  write: (env, text) => `C${name}.${name}(${env}, ${text})`,
});

export const ofInterface: Form = (scope, kind, name) => {
  const signature = `${name}(env: Env, text: string): ${TYPES[kind]}`;
  const classOf = (label: string) => [
    `class ${label}${name} implements I${name} {`,
    ...indented([`${signature} {`, ...body(scope, kind), "}"]),
    "}",
  ];
  return {
    lines: [
      `export interface I${name} {`,
      `  ${signature};`,
      "}",
      ...classOf("A"),
      ...classOf("B"),
      `export const pick${name} = (text: string): I${name} =>`,
      `  text.length > 3 ? new A${name}() : new B${name}();`,
    ],
    exported: `pick${name}`,
    write: (env, text) => `pick${name}(${text}).${name}(${env}, ${text})`,
  };
};

export const getter: Form = (scope, kind, name) => ({
  lines: [
    `export class C${name} {`,
    "  constructor(private readonly env: Env, private readonly given: string) {}",
    `  get ${name}(): ${TYPES[kind]} {`,
    "    const text = this.given;",
    ...indented(body(scope, kind, "this.env")),
    "  }",
    "}",
  ],
  exported: `C${name}`,
  write: (env, text) => `new C${name}(${env}, ${text}).${name}`,
});

export const constructed: Form = (scope, kind, name) => {
  const inner = withName({ ...scope, env: "env", returns: undefined }, "S", "text");
  return {
    lines: [
      `export class C${name} {`,
      `  readonly value: ${TYPES[kind]};`,
      "  constructor(env: Env, text: string) {",
      `    this.value = ${writeExpression(kind, inner)};`,
      "  }",
      "}",
    ],
    exported: `C${name}`,
    write: (env, text) => `new C${name}(${env}, ${text}).value`,
  };
};

export const ofTable: Form = (scope, kind, name) => ({
  lines: [
    `interface Entry${name} {`,
    `  readonly run: (env: Env, text: string) => ${TYPES[kind]};`,
    "}",
    `const one${name}: Entry${name} = {`,
    "  run: (env, text) => {",
    ...indented(body(scope, kind)),
    "  },",
    "};",
    `export const table${name}: Record<string, Entry${name}> = { one: one${name} };`,
    `export function ${name}(env: Env, text: string): ${TYPES[kind]} {`,
    `  return (table${name}[text] ?? one${name}).run(env, text);`,
    "}",
  ],
  write: plain(name),
});

export const derived: Form = (scope, kind, name) => ({
  lines: [
    `class Base${name} {`,
    "  constructor(protected readonly env: Env) {}",
    `  ${name}(text: string): ${TYPES[kind]} {`,
    ...indented(body(scope, kind, "this.env")),
    "  }",
    "}",
    `export class C${name} extends Base${name} {`,
    `  override ${name}(text: string): ${TYPES[kind]} {`,
    `    note(this.env.${scope.choices.of(REQUIRED)});`,
    `    return super.${name}(text);`,
    "  }",
    "}",
  ],
  exported: `C${name}`,
  write: (env, text) => `new C${name}(${env}).${name}(${text})`,
});

export const fieldInitialiser: Form = (scope, _kind, name) => ({
  lines: [
    `class Base${name} {`,
    "  constructor(protected readonly env: Env) {}",
    "}",
    `export class C${name} extends Base${name} {`,
    `  readonly value = this.env.${scope.choices.of(REQUIRED)};`,
    "}",
  ],
  exported: `C${name}`,
  kind: "S",
  write: (env) => `new C${name}(${env}).value`,
});

/** A list of functions, each called in its turn. */
export const ofList: Form = (scope, _kind, name) => {
  const inner = withName({ ...scope, env: "env", returns: undefined }, "S", "text");
  return {
    lines: [
      `type Step${name} = (env: Env, text: string) => string;`,
      `const steps${name}: Step${name}[] = [`,
      `  (env, text) => ${writeExpression("S", inner)},`,
      `  (env, text) => text + env.${scope.choices.of(REQUIRED)},`,
      "];",
      `export function ${name}(env: Env, text: string): string[] {`,
      ...scope.choices.of([
        [`  return steps${name}.map((step) => step(env, text));`],
        [
          "  const done: string[] = [];",
          `  for (const step of steps${name}) done.push(step(env, text));`,
          "  return done;",
        ],
      ]),
      "}",
    ],
    kind: "L",
    write: plain(name),
  };
};
