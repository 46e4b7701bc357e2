/** Further forms of functions, by how they come to their environment and how they are handed on. */
import { body, type Form, plain } from "./form.ts";
import { fresh, OPTIONAL, REQUIRED, TYPES, withName } from "./scope.ts";
import { writeExpression } from "./write-expression.ts";

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

/** What frameworks hand over, with the environment somewhere inside. */
const ofDeepContext: Form = (scope, kind, name) => {
  const [type, env, given] = scope.choices.of([
    [
      "cloudflare: { env: Env }",
      "context.cloudflare.env",
      (env: string) => `cloudflare: { env: ${env} }`,
    ],
    ["runtime: { env: Env }", "context.runtime.env", (env: string) => `runtime: { env: ${env} }`],
  ] as const);
  return {
    lines: [
      `export function ${name}(context: { ${type}; text: string }): ${TYPES[kind]} {`,
      "  const { text } = context;",
      ...body(scope, kind, env),
      "}",
    ],
    write: (own, text) => `${name}({ ${given(own)}, text: ${text} })`,
  };
};

/** A member that need not be there, and may answer a promise already. */
const ofOptionalMember: Form = (scope, _kind, name) => {
  const inner = withName({ ...scope, env: "env", returns: undefined }, "S", "text");
  return {
    lines: [
      `export interface I${name} {`,
      "  start?(env: Env, text: string): boolean | Promise<boolean>;",
      "}",
      `class A${name} implements I${name} {`,
      "  start(env: Env, text: string): boolean {",
      `    return ${writeExpression("B", inner)};`,
      "  }",
      "}",
      `class B${name} implements I${name} {}`,
      `export async function ${name}(env: Env, text: string): Promise<boolean> {`,
      `  const own: I${name} = text.length > 3 ? new A${name}() : new B${name}();`,
      "  return (await own.start?.(env, text)) ?? false;",
      "}",
    ],
    kind: "B",
    isAsync: true,
    write: plain(name),
  };
};

/** Called while the module is loaded, where nothing may wait. */
const ofModuleLevel: Form = (scope, _kind, name) => {
  const key = scope.choices.of([...REQUIRED, ...OPTIONAL]);
  return {
    lines: [
      `function make${name}(text: string): { text: string } {`,
      `  return { text: \`\${text} \${platform.${key}}\` };`,
      "}",
      `const made${name} = make${name}("made");`,
      `export function ${name}(env: Env, text: string): string {`,
      `  return made${name}.text + text + (env.${scope.choices.of(OPTIONAL)} ?? "");`,
      "}",
    ],
    kind: "S",
    write: plain(name),
  };
};

/** Promises that were there before: what waits for them goes on doing so. */
const ofPromises: Form = (scope, _kind, name) => {
  const inner = withName({ ...scope, env: "env", returns: undefined }, "S", "text");
  const value = (kind: "S" | "L") => writeExpression(kind, inner);
  const item = fresh(scope, "x");
  const answer = scope.choices.of([
    () => `Promise.resolve(text).then((${item}) => ${item} + ${value("S")})`,
    () =>
      `Promise.all(${value("L")}.map(async (${item}) => ${item} + ${value("S")})).then((all) => all.join())`,
    () => `Promise.reject(new Error(text)).catch(() => ${value("S")})`,
    () => `Promise.resolve(text).finally(() => note(${value("S")}))`,
  ])();
  const head = scope.choices.of([
    [`export function ${name}(env: Env, text: string): Promise<string> {`, `  return ${answer};`],
    [
      `export async function ${name}(env: Env, text: string): Promise<string> {`,
      `  return await ${answer};`,
    ],
  ]);
  return { lines: [...head, "}"], kind: "S", isAsync: true, write: plain(name) };
};

export const OTHER_FORMS: readonly Form[] = [
  accessor,
  ofEnvThatMayBeAbsent,
  takenOutFirst,
  throughCast,
  configured,
  typeOfResult,
  ofDeepContext,
  ofOptionalMember,
  ofModuleLevel,
  ofPromises,
];
