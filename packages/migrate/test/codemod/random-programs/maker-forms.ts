/** What is kept, by how it is made: by functions that call others, that take the environment apart, or a part of it. */
import { type Form, plain } from "./form.ts";
import { OPTIONAL, REQUIRED, type Scope } from "./scope.ts";

/** How what is made is kept; then `use` of it is answered. */
function keeping({ choices }: Scope, kept: string, made: string): string[] {
  return choices.of([
    [`  if (!${kept}) {`, `    ${kept} = ${made};`, "  }", `  return ${kept}.key + text;`],
    [`  ${kept} ??= ${made};`, `  return ${kept}.key + text;`],
    [`  if (${kept}) return ${kept}.key;`, `  ${kept} = ${made};`, `  return ${kept}.key;`],
    [`  if (!${kept}) ${kept} = ${made};`, `  return ${kept}.key;`],
  ]);
}

/** The maker's lines, and its call. */
type Maker = (scope: Scope, name: string) => { readonly lines: string[]; readonly call: string };

const made = (name: string) => `note("built ${name}");`;

const thatCallsOthers: Maker = ({ choices }, name) => {
  const [one, other] = [choices.of(REQUIRED), choices.of(OPTIONAL)];
  return {
    lines: [
      `function key${name}(env: Env): string {`,
      `  return ${choices.of([`env.${one}`, `env.${one}.trim()`, `env.${other} ?? "none"`])};`,
      "}",
      `function label${name}(env: Env): string | undefined {`,
      ...choices.of([
        [`  return env.${other};`],
        [`  if (!env.${other}) return undefined;`, `  return env.${other}.slice(1);`],
      ]),
      "}",
      `function make${name}(env: Env): { key: string } {`,
      ...choices.of([
        [`  ${made(name)}`, `  return { key: key${name}(env) };`],
        [`  const key = key${name}(env);`, `  ${made(name)}`, "  return { key };"],
        [
          `  ${made(name)}`,
          `  const label = label${name}(env);`,
          `  return { key: label ? label : key${name}(env) };`,
        ],
        [`  ${made(name)}`, `  return { key: key${name}(env) + env.${choices.of(REQUIRED)} };`],
      ]),
      "}",
    ],
    call: `make${name}(env)`,
  };
};

const thatTakesApart: Maker = ({ choices }, name) => {
  const [one, other] = [choices.of(REQUIRED), choices.of(OPTIONAL)];
  const [head, lines] = choices.of([
    [
      `function make${name}(env: Env): { key: string } {`,
      [`  const { ${one}: key } = env;`, "  return { key };"],
    ],
    [
      `function make${name}(env: Env): { key: string } {`,
      [
        `  const { ${one}, ${other} = "d" } = env;`,
        '  note("taken");',
        `  return { key: ${one} + ${other} };`,
      ],
    ],
    [
      `function make${name}({ ${one}, ${other} }: Env): { key: string } {`,
      [`  return { key: ${one} + ${other} };`],
    ],
    [
      `function make${name}({ ${other} = "d" }: Env): { key: string } {`,
      [`  return { key: ${other} };`],
    ],
  ] as const);
  return { lines: [head, `  ${made(name)}`, ...lines, "}"], call: `make${name}(env)` };
};

const thatTakesAPart: Maker = ({ choices }, name) => {
  const [one, other] = [choices.of(REQUIRED), choices.of(OPTIONAL)];
  return choices.of([
    {
      lines: [
        `type Keys${name} = Pick<Env, "${one}" | "${other}" | "SECRETS">;`,
        `function make${name}(env: Keys${name}): { key: string } {`,
        `  ${made(name)}`,
        `  return { key: \`\${env.${one}} \${env.${other}}\` };`,
        "}",
      ],
      call: `make${name}(env)`,
    },
    {
      lines: [
        `function make${name}(options: { key: string; text: string }): { key: string } {`,
        `  ${made(name)}`,
        "  return { key: options.key };",
        "}",
      ],
      call: `make${name}({ key: env.${one}, text })`,
    },
    {
      lines: [
        `function make${name}(context: { env: Env }): { key: string } {`,
        "  const { env } = context;",
        `  ${made(name)}`,
        `  return { key: env.${one} + String(env.${other}) };`,
        "}",
      ],
      call: `make${name}({ env })`,
    },
    {
      lines: [
        `function make${name}(): { key: string } {`,
        `  ${made(name)}`,
        `  return { key: platform.${one} + (platform.${other} ?? "none") };`,
        "}",
      ],
      call: `make${name}()`,
    },
  ]);
};

const keptOf =
  (maker: Maker): Form =>
  (scope, _kind, name) => {
    const { lines, call } = maker(scope, name);
    return {
      lines: [
        ...lines,
        `let kept${name}: { key: string } | undefined;`,
        `export function ${name}(env: Env, text: string): string {`,
        ...keeping(scope, `kept${name}`, call),
        "}",
      ],
      kind: "S",
      write: plain(name),
    };
  };

export const MAKER_FORMS: readonly Form[] = [
  keptOf(thatCallsOthers),
  keptOf(thatTakesApart),
  keptOf(thatTakesAPart),
];
