/** Functions, by how they take the environment and what they are given. */

import { body, type Form, plain } from "./form.ts";
import { OPTIONAL, REQUIRED, TYPES, withName } from "./scope.ts";
import { writeExpression } from "./write-expression.ts";

export const declaration: Form = (scope, kind, name) => ({
  lines: [
    `export function ${name}(env: Env, text: string): ${TYPES[kind]} {`,
    ...body(scope, kind),
    "}",
  ],
  write: plain(name),
});

export const inferred: Form = (scope, kind, name) => ({
  lines: [`export const ${name} = (env: Env, text: string) => {`, ...body(scope, kind), "};"],
  write: plain(name),
});

export const arrow: Form = (scope, kind, name) => {
  const inner = withName({ ...scope, env: "env", returns: undefined }, "S", "text");
  const value = writeExpression(kind, inner);
  return {
    lines: [`export const ${name} = (env: Env, text: string): ${TYPES[kind]} => (${value});`],
    write: plain(name),
  };
};

export const curried: Form = (scope, kind, name) => ({
  lines: [
    `export const ${name} = (env: Env) => (text: string): ${TYPES[kind]} => {`,
    ...body(scope, kind),
    "};",
  ],
  write: (env, text) => `${name}(${env})(${text})`,
});

export const generic: Form = (scope, kind, name) => ({
  lines: [
    `export function ${name}<E extends Env>(env: E, text: string): ${TYPES[kind]} {`,
    ...body(scope, kind),
    "}",
  ],
  write: plain(name),
});

export const overloaded: Form = (scope, kind, name) => ({
  lines: [
    `export function ${name}(env: Env): ${TYPES[kind]};`,
    `export function ${name}(env: Env, text: string): ${TYPES[kind]};`,
    `export function ${name}(env: Env, text = "left out"): ${TYPES[kind]} {`,
    ...body(scope, kind),
    "}",
  ],
  write: scope.choices.of([plain(name), (env) => `${name}(${env})`]),
});

export const defaultParameter: Form = (scope, kind, name) => ({
  lines: [
    `export function ${name}(env: Env, text: string = env.${scope.choices.of(REQUIRED)}): ${TYPES[kind]} {`,
    ...body(scope, kind),
    "}",
  ],
  write: scope.choices.of([plain(name), (env) => `${name}(${env})`]),
});

export const destructuredParameter: Form = (scope, _kind, name) => {
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

export const asyncFunction: Form = (scope, kind, name) => ({
  lines: [
    `export async function ${name}(env: Env, text: string): Promise<${TYPES[kind]}> {`,
    ...body({ ...scope, isAsync: true }, kind),
    "}",
  ],
  isAsync: true,
  write: plain(name),
});

/** Called by itself, with less to do each time. */
export const recursive: Form = (scope, kind, name) => ({
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

export const generator: Form = (scope, _kind, name) => ({
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

export const check: Form = (scope, _kind, name) => ({
  lines: [
    `export function ${name}(env: Env, text: string): void {`,
    `  if (text !== env.${scope.choices.of(REQUIRED)}) throw new Error(\`\${text} is refused\`);`,
    "}",
  ],
  kind: "V",
  write: plain(name),
});

/** Of the platform's own environment: no parameter says which. */
export const importedEnv: Form = (scope, kind, name) => ({
  lines: [
    `export function ${name}(text: string): ${TYPES[kind]} {`,
    ...body(scope, kind, "platform"),
    "}",
  ],
  write: (_env, text) => `${name}(${text})`,
});

export const ofContext: Form = (scope, kind, name) => ({
  lines: [
    `export function ${name}(c: { env: Env; text: string }): ${TYPES[kind]} {`,
    "  const { text } = c;",
    ...body(scope, kind, "c.env"),
    "}",
  ],
  write: (env, text) => `${name}({ env: ${env}, text: ${text} })`,
});
