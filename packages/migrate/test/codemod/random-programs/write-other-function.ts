/** Further forms of functions, by how they come to their environment and how they are handed on. */
import { body, type Form, plain } from "./form.ts";
import { OPTIONAL, REQUIRED, TYPES } from "./scope.ts";

/** Which secret is read is an argument. */
const accessor: Form = (scope, _kind, name) => {
  const [one, other] = [scope.choices.of(REQUIRED), scope.choices.of(OPTIONAL)];
  return {
    lines: [
      `function keyOf${name}(env: Env, key: "${one}" | "${other}"): string | undefined {`,
      "  return env[key];",
      "}",
      `export function ${name}(env: Env, text: string): string {`,
      `  return \`\${text} \${keyOf${name}(env, "${one}")} \${keyOf${name}(env, "${other}") ?? "none"}\`;`,
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};

const ofEnvThatMayBeAbsent: Form = (scope, _kind, name) => ({
  lines: [
    `export function ${name}(env: Env | undefined, text: string): string {`,
    `  return (env?.${scope.choices.of(REQUIRED)} ?? "absent") + text;`,
    "}",
  ],
  kind: "S",
  write: plain(name),
});

const takenOutFirst: Form = (scope, kind, name) => ({
  lines: [
    `export function ${name}(context: { env: Env; text: string }): ${TYPES[kind]} {`,
    "  const { env, text } = context;",
    ...body(scope, kind),
    "}",
  ],
  write: (env, text) => `${name}({ env: ${env}, text: ${text} })`,
});

const throughCast: Form = (scope, _kind, name) => {
  const key = scope.choices.of(OPTIONAL);
  return {
    lines: [
      `export function ${name}(env: Env, text: string): string {`,
      `  const own = env as unknown as { ${key}?: string };`,
      `  return own.${key} || text;`,
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};

/** A property of a configuration, of a type that is written down. */
const configured: Form = (scope, _kind, name) => ({
  lines: [
    `interface Config${name} {`,
    "  label: string;",
    "  isReady: (env: Env, text: string) => boolean;",
    "}",
    `export const config${name}: Config${name} = {`,
    `  label: "${name}",`,
    `  isReady: (env, text) => text !== env.${scope.choices.of(REQUIRED)},`,
    "};",
  ],
  exported: `config${name}`,
  kind: "B",
  write: (env, text) => `config${name}.isReady(${env}, ${text})`,
});

/** Its result is a type elsewhere. */
const typeOfResult: Form = (scope, _kind, name) => ({
  lines: [
    `function make${name}(env: Env, text: string) {`,
    `  return { text, key: env.${scope.choices.of(REQUIRED)} };`,
    "}",
    `type Made${name} = ReturnType<typeof make${name}>;`,
    `const show${name} = (made: Made${name}): string => made.text + made.key;`,
    `export function ${name}(env: Env, text: string): string {`,
    `  return show${name}(make${name}(env, text));`,
    "}",
  ],
  kind: "S",
  write: plain(name),
});

export const OTHER_FORMS: readonly Form[] = [
  accessor,
  ofEnvThatMayBeAbsent,
  takenOutFirst,
  throughCast,
  configured,
  typeOfResult,
];
