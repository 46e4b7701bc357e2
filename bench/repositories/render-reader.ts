/** A module that reads secrets, in the forms that real Workers have, in turn. Pure. */
import { chooseModules, numberOf } from "./render-module.ts";

/** Of its number, which secrets it takes, and how. Each has a sync helper that its caller calls. */
const FORMS: readonly ((index: number, names: readonly string[]) => string)[] = [
  (index, [name]) => `function key${index}(env: Env): string {
  if (!env.${name}) throw new Error("${name} is not set");
  return env.${name};
}
`,
  (index, [name, other]) => `function key${index}(env: Env): string {
  const { ${name}, ${other} } = env;
  return \`\${${name}}:\${${other}}\`;
}
`,
  (index, [name]) => `class Client${index} {
  constructor(readonly token: string) {}
  header(): string {
    return "Bearer " + this.token;
  }
}
function key${index}(env: Env): string {
  return new Client${index}(env.${name}).header();
}
`,
  (index, [name, other]) => `function key${index}(env: Env): string {
  return env.${name} || env.${other};
}
`,
];

export function renderReader(
  index: number,
  earlier: readonly string[],
  secrets: readonly string[],
): string {
  const names = [index, index + 1].map((at) => secrets[at % secrets.length] ?? "");
  const form = FORMS[index % FORMS.length];
  const imported = chooseModules(index, earlier);
  const imports = imported.map(
    (path) => `import { summarise${numberOf(path)} } from "../${path.slice(4, -3)}";\n`,
  );
  const sizes = imported.map((path) => `summarise${numberOf(path)}([]).size`);
  return `import type { Env } from "../env";
${imports.join("")}
${form?.(index, names) ?? ""}
export function reader${index}(env: Env, search: string): { readonly signed: string; readonly size: number } {
  const signed = \`\${search}.\${key${index}(env).length}\`;
  return { signed, size: ${sizes.length === 0 ? "0" : sizes.join(" + ")} };
}
`;
}
