/** Functions that keep something from one call to the next. */

import { type Form, plain } from "./form.ts";
import { OPTIONAL, REQUIRED, withName } from "./scope.ts";
import { writeExpression } from "./write-expression.ts";
import { shown } from "./write-statements.ts";

/** Built once: the second call must not build again, nor must two at the same time. */
export const memoised: Form = (scope, _kind, name) => {
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

/** Of a module's own variable: what is set by one call is used by another. */
export const setter: Form = (scope, _kind, name) => {
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

export const memoisedInMap: Form = (scope, _kind, name) => ({
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

export const memoisedGetter: Form = (scope, _kind, name) => ({
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

/** Once for each text, also for two requests at the same time. */
export const claim: Form = (scope, _kind, name) => ({
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

/** A constant that the module checks; no run has what it refuses. */
export const ofCheckedConstant: Form = (scope, _kind, name) => {
  const { choices } = scope;
  const [one, other] = [choices.of(OPTIONAL), choices.of([...REQUIRED, ...OPTIONAL])];
  const refused = `throw new Error("${name} is refused")`;
  const [declared, checks] = choices.of([
    [
      `const key${name} = platform.${one};`,
      [
        `if (key${name} === "refused") ${refused};`,
        `if (key${name} === "${name}" || limit${name} > 9) {`,
        `  ${refused};`,
        "}",
      ],
    ],
    [
      `const key${name} = platform.${other} ?? "none";`,
      [`if (!key${name} || key${name}.length > 99) ${refused};`],
    ],
    [
      `const { ${one}: key${name} = "d" } = platform;`,
      [`if (key${name}.startsWith("refused")) ${refused};`],
    ],
  ]);
  return {
    lines: [
      `const limit${name} = 3;`,
      declared,
      ...checks,
      `const list${name} = [key${name} ?? "none", "${name}"];`,
      `export function ${name}(text: string): string {`,
      ...choices.of([
        [`  return text + key${name};`],
        [`  return list${name}.join() + text;`],
        [`  return key${name} ? text : list${name}.join();`],
      ]),
      "}",
    ],
    kind: "S",
    write: (_env, text) => `${name}(${text})`,
  };
};

/** A constant of the module. */
export const ofConstant: Form = (scope, _kind, name) => {
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

/** One of two, by what the first call is about; the second call gets the same. */
export const memoisedUnderCondition: Form = (scope, _kind, name) => {
  const [one, other] = [scope.choices.of(REQUIRED), scope.choices.of(REQUIRED)];
  const made = scope.choices.of([
    `text.length > 3 ? make${name}(env.${one}) : make${name}("other")`,
    `text.length > 3 ? make${name}(env.${one}) : make${name}(env.${other})`,
    `given${name}(text) ?? make${name}(env.${one})`,
  ]);
  return {
    lines: [
      `let kept${name}: { key: string } | undefined;`,
      `const make${name} = (key: string): { key: string } => ({ key });`,
      `const given${name} = (text: string): { key: string } | undefined =>`,
      '  text === "a" ? { key: text } : undefined;',
      `export function ${name}(env: Env, text: string): string {`,
      ...scope.choices.of([
        [`  if (!kept${name}) {`, `    kept${name} = ${made};`, "  }"],
        [`  if (kept${name}) return text + kept${name}.key;`, `  kept${name} = ${made};`],
      ]),
      `  return text + kept${name}.key;`,
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};
