/** Random functions of every form that code which reads a secret has, and how each is called. */

import { body, type Form, plain } from "./form.ts";
import {
  type Callable,
  fresh,
  type Kind,
  OPTIONAL,
  REQUIRED,
  type Scope,
  TYPES,
  withName,
} from "./scope.ts";
import { writeExpression } from "./write-expression.ts";
import { OTHER_FORMS } from "./write-other-function.ts";
import { indented, shown } from "./write-statements.ts";

export interface WrittenFunction {
  readonly lines: readonly string[];
  readonly callable: Callable;
}

const KINDS: readonly Kind[] = ["S", "B", "L", "V", "R", "O"];

/** A function of the module's level in the scope's file. */
export function writeFunction(scope: Scope): WrittenFunction {
  const kind = scope.choices.of(KINDS);
  const form = scope.choices.of(kind === "V" ? FORMS_OF_NOTHING : FORMS);
  const name = fresh(scope, "f");
  const { lines, exported = name, write, isAsync = false, ...other } = form(scope, kind, name);
  const known = { kind: other.kind ?? kind, name: exported, file: scope.file };
  const callable = { ...known, write, isAsync };
  return { lines, callable };
}

const declaration: Form = (scope, kind, name) => ({
  lines: [
    `export function ${name}(env: Env, text: string): ${TYPES[kind]} {`,
    ...body(scope, kind),
    "}",
  ],
  write: plain(name),
});

const inferred: Form = (scope, kind, name) => ({
  lines: [`export const ${name} = (env: Env, text: string) => {`, ...body(scope, kind), "};"],
  write: plain(name),
});

const arrow: Form = (scope, kind, name) => {
  const inner = withName({ ...scope, env: "env", returns: undefined }, "S", "text");
  const value = writeExpression(kind, inner);
  return {
    lines: [`export const ${name} = (env: Env, text: string): ${TYPES[kind]} => (${value});`],
    write: plain(name),
  };
};

const curried: Form = (scope, kind, name) => ({
  lines: [
    `export const ${name} = (env: Env) => (text: string): ${TYPES[kind]} => {`,
    ...body(scope, kind),
    "};",
  ],
  write: (env, text) => `${name}(${env})(${text})`,
});

const objectMethod: Form = (scope, kind, name) => ({
  lines: [
    `export const o${name} = {`,
    ...indented([`${name}(env: Env, text: string): ${TYPES[kind]} {`, ...body(scope, kind), "},"]),
    "};",
  ],
  exported: `o${name}`,
  write: (env, text) => `o${name}.${name}(${env}, ${text})`,
});

const method: Form = (scope, kind, name) => ({
  lines: [
    `export class C${name} {`,
    "  constructor(private readonly env: Env) {}",
    ...indented([`${name}(text: string): ${TYPES[kind]} {`, ...body(scope, kind, "this.env"), "}"]),
    "}",
  ],
  exported: `C${name}`,
  write: (env, text) => `new C${name}(${env}).${name}(${text})`,
});

const staticMethod: Form = (scope, kind, name) => ({
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

/** Built once: the second call must not build again, nor must two at the same time. */
const memoised: Form = (scope, _kind, name) => {
  const inner = withName({ ...scope, env: "env", returns: undefined }, "S", "text");
  const build = `build${name}(${scope.choices.of(REQUIRED.map((key) => `env.${key}`))})`;
  const lines = scope.choices.of([
    [`  if (!kept${name}) {`, `    kept${name} = ${build};`, "  }", `  return kept${name} + text;`],
    [`  kept${name} ??= ${build};`, `  return kept${name} + text;`],
    [
      `  if (kept${name}) return kept${name};`,
      `  kept${name} = ${build};`,
      `  return kept${name};`,
    ],
  ]);
  return {
    lines: [
      `let kept${name}: string | undefined;`,
      `function build${name}(key: string): string {`,
      `  note("built ${name}");`,
      '  return "client of " + key;',
      "}",
      `export function ${name}(env: Env, text: string): string {`,
      ...(scope.choices.rarely() ? [`  note(${shown("S", inner)});`] : []),
      ...lines,
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};

const ofInterface: Form = (scope, kind, name) => {
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

const getter: Form = (scope, kind, name) => ({
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

const constructed: Form = (scope, kind, name) => {
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

const ofTable: Form = (scope, kind, name) => ({
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

const generic: Form = (scope, kind, name) => ({
  lines: [
    `export function ${name}<E extends Env>(env: E, text: string): ${TYPES[kind]} {`,
    ...body(scope, kind),
    "}",
  ],
  write: plain(name),
});

const overloaded: Form = (scope, kind, name) => ({
  lines: [
    `export function ${name}(env: Env): ${TYPES[kind]};`,
    `export function ${name}(env: Env, text: string): ${TYPES[kind]};`,
    `export function ${name}(env: Env, text = "left out"): ${TYPES[kind]} {`,
    ...body(scope, kind),
    "}",
  ],
  write: scope.choices.of([plain(name), (env) => `${name}(${env})`]),
});

const defaultParameter: Form = (scope, kind, name) => ({
  lines: [
    `export function ${name}(env: Env, text: string = env.${scope.choices.of(REQUIRED)}): ${TYPES[kind]} {`,
    ...body(scope, kind),
    "}",
  ],
  write: scope.choices.of([plain(name), (env) => `${name}(${env})`]),
});

const destructuredParameter: Form = (scope, _kind, name) => {
  const [required, optional] = [scope.choices.of(REQUIRED), scope.choices.of(OPTIONAL)];
  return {
    lines: [
      `export function ${name}({ ${required}, ${optional} }: Env, text: string): string {`,
      `  return \`\${text} \${${required}} \${${optional} ?? "none"}\`;`,
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};

/** Of a module's own variable: what is set by one call is used by another. */
const setter: Form = (scope, _kind, name) => {
  const inner = withName({ ...scope, env: "env", returns: undefined }, "S", "text");
  return {
    lines: [
      `let set${name} = "unset";`,
      `export function ${name}(env: Env, text: string): void {`,
      `  note(set${name});`,
      `  set${name} = ${writeExpression("S", inner)};`,
      `  note(set${name});`,
      "}",
    ],
    kind: "V",
    write: plain(name),
  };
};

const check: Form = (scope, _kind, name) => ({
  lines: [
    `export function ${name}(env: Env, text: string): void {`,
    `  if (text !== env.${scope.choices.of(REQUIRED)}) throw new Error(\`\${text} is refused\`);`,
    "}",
  ],
  kind: "V",
  write: plain(name),
});

const asyncFunction: Form = (scope, kind, name) => ({
  lines: [
    `export async function ${name}(env: Env, text: string): Promise<${TYPES[kind]}> {`,
    ...body({ ...scope, isAsync: true }, kind),
    "}",
  ],
  isAsync: true,
  write: plain(name),
});

/** Called by itself, with less to do each time. */
const recursive: Form = (scope, kind, name) => ({
  lines: [
    `export function ${name}(env: Env, text: string, left = 2): ${TYPES[kind]} {`,
    `  if (left > 0) {`,
    `    note(\`\${left} of ${name}\`);`,
    `    return ${name}(env, text, left - 1);`,
    "  }",
    ...body(scope, kind),
    "}",
  ],
  write: plain(name),
});

const memoisedInMap: Form = (scope, _kind, name) => ({
  lines: [
    `const kept${name} = new Map<string, string>();`,
    `export function ${name}(env: Env, text: string): string {`,
    `  const known = kept${name}.get(text);`,
    "  if (known !== undefined) return known;",
    `  note("built ${name}");`,
    `  const made = \`\${text} with \${env.${scope.choices.of(REQUIRED)}}\`;`,
    `  kept${name}.set(text, made);`,
    "  return made;",
    "}",
  ],
  kind: "S",
  write: plain(name),
});

const memoisedGetter: Form = (scope, _kind, name) => ({
  lines: [
    `export class C${name} {`,
    "  private kept: string | undefined;",
    "  constructor(private readonly env: Env) {}",
    `  get ${name}(): string {`,
    `    return (this.kept ??= this.make(this.env.${scope.choices.of(REQUIRED)}));`,
    "  }",
    "  make(key: string): string {",
    '    note("made");',
    '    return "made of " + key;',
    "  }",
    "}",
    `export function ${name}(env: Env, text: string): string {`,
    `  const made = new C${name}(env);`,
    `  return text + made.${name} + made.${name};`,
    "}",
  ],
  kind: "S",
  write: plain(name),
});

const derived: Form = (scope, kind, name) => ({
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

const fieldInitialiser: Form = (scope, _kind, name) => ({
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

const generator: Form = (scope, _kind, name) => ({
  lines: [
    `function* steps${name}(env: Env, text: string): Generator<string> {`,
    "  yield text;",
    `  yield env.${scope.choices.of(REQUIRED)};`,
    "}",
    `export function ${name}(env: Env, text: string): string[] {`,
    `  return [...steps${name}(env, text)];`,
    "}",
  ],
  kind: "L",
  write: plain(name),
});

/** Once for each text, also for two requests at the same time. */
const claim: Form = (scope, _kind, name) => ({
  lines: [
    `const claimed${name} = new Set<string>();`,
    `let count${name} = 0;`,
    `export function ${name}(env: Env, text: string): boolean {`,
    `  if (claimed${name}.has(text)) return false;`,
    `  if (text === env.${scope.choices.of(REQUIRED)}) return false;`,
    `  claimed${name}.add(text);`,
    `  count${name} += env.${scope.choices.of(REQUIRED)}.length;`,
    `  note(\`built \${count${name}}\`);`,
    "  return true;",
    "}",
  ],
  kind: "B",
  write: plain(name),
});

/** A constant of the module. */
const ofConstant: Form = (scope, _kind, name) => {
  const key = scope.choices.of([
    `platform.${scope.choices.of(REQUIRED)}`,
    `platform.${scope.choices.of(OPTIONAL)} ?? "none"`,
    `\`\${platform.${scope.choices.of(REQUIRED)}} of the module\``,
  ]);
  return {
    lines: [
      `const key${name} = ${key};`,
      `export function ${name}(text: string): string {`,
      `  return text + key${name};`,
      "}",
    ],
    kind: "S",
    write: (_env, text) => `${name}(${text})`,
  };
};

/** Of the platform's own environment: no parameter says which. */
const importedEnv: Form = (scope, kind, name) => ({
  lines: [
    `export function ${name}(text: string): ${TYPES[kind]} {`,
    ...body(scope, kind, "platform"),
    "}",
  ],
  write: (_env, text) => `${name}(${text})`,
});

const ofContext: Form = (scope, kind, name) => ({
  lines: [
    `export function ${name}(c: { env: Env; text: string }): ${TYPES[kind]} {`,
    "  const { text } = c;",
    ...body(scope, kind, "c.env"),
    "}",
  ],
  write: (env, text) => `${name}({ env: ${env}, text: ${text} })`,
});

/** A list of functions, each called in its turn. */
const ofList: Form = (scope, _kind, name) => {
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

const FORMS: readonly Form[] = [
  declaration,
  inferred,
  arrow,
  memoised,
  method,
  objectMethod,
  curried,
  staticMethod,
  ofInterface,
  ofTable,
  generic,
  overloaded,
  destructuredParameter,
  getter,
  constructed,
  defaultParameter,
  asyncFunction,
  recursive,
  memoisedInMap,
  memoisedGetter,
  derived,
  fieldInitialiser,
  generator,
  importedEnv,
  ofContext,
  ofList,
  claim,
  ofConstant,
  ...OTHER_FORMS,
];

const FORMS_OF_NOTHING: readonly Form[] = [
  check,
  declaration,
  inferred,
  setter,
  method,
  curried,
  asyncFunction,
  recursive,
  derived,
];
