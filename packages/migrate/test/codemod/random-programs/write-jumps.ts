/**
 * Further random statements: those that jump (labels, cases that fall through, `finally`), those that
 * leave code to be run later, and those by which the environment or a value gets another name.
 */
import { closure, deeper, fresh, type Scope, type WriteStatement, withName } from "./scope.ts";
import { writeExpression } from "./write-expression.ts";
import { indented, shown, writeBody } from "./write-statements.ts";

const S = (scope: Scope) => writeExpression("S", scope);
const B = (scope: Scope) => writeExpression("B", scope);
const L = (scope: Scope) => writeExpression("L", scope);

/** A jump out of the inner loop, to the outer one's next round or to its end. */
const labelled: WriteStatement = (scope) => {
  const [label, one, other] = [fresh(scope, "outer"), fresh(scope, "x"), fresh(scope, "x")];
  const outer = withName(scope, "S", one);
  const inner = withName(outer, "S", other);
  const jump = scope.choices.of(["continue", "break"]);
  const body = [
    `for (const ${other} of ${L(outer)}) {`,
    `  if (${B(inner)}) ${jump} ${label};`,
    ...indented(writeBody(inner).lines),
    "}",
    `note(${one});`,
  ];
  const head = `${label}: for (const ${one} of ${L(scope)}) {`;
  return { lines: [head, ...indented(body), "}"], scope };
};

const fallingThrough: WriteStatement = (scope) => ({
  lines: [
    `switch (String(${S(scope)})) {`,
    '  case "a":',
    `    note(${shown("S", scope)});`,
    '  case "be": {',
    ...indented(indented(writeBody(scope).lines)),
    ...(scope.choices.rarely() ? ["    break;"] : []),
    "  }",
    "  default:",
    `    note(${shown("O", scope)});`,
    "}",
  ],
  scope,
});

/** No error is caught, and none is lost. */
const finallyDone: WriteStatement = (scope) => ({
  lines: [
    "try {",
    ...indented(writeBody(scope).lines),
    "} finally {",
    `  note(${shown("S", scope)});`,
    "}",
  ],
  scope,
});

/** A function that may not be there. */
const calledIfThere: WriteStatement = (scope) => {
  const name = fresh(scope, "maybe");
  const inner = withName(closure(scope, undefined), "S", "inner");
  const made = `${B(scope)} ? (inner: string): string => ${S(inner)} : undefined`;
  return {
    lines: [`const ${name} = ${made};`, `note(\`\${${name}?.(${S(scope)})}\`);`],
    scope,
  };
};

/** Made in a loop over what each round has, and run when the loop is over. */
const runLater: WriteStatement = (scope) => {
  const [list, item] = [fresh(scope, "later"), fresh(scope, "x")];
  const inner = withName(closure(scope, undefined), "S", item);
  return {
    lines: [
      `const ${list}: (() => string)[] = [];`,
      `for (const ${item} of ${L(scope)}) ${list}.push(() => ${S(inner)});`,
      `note(JSON.stringify(${list}.map((one) => one())));`,
    ],
    scope,
  };
};

const takenApart: WriteStatement = (scope) => {
  const [one, other] = [fresh(scope, "v"), fresh(scope, "v")];
  const pattern = `{ text: ${one} = ${S(scope)}, list: [${other} = ${S(scope)}] }`;
  const value = `{ list: ${L(scope)} } as { text?: string; list: string[] }`;
  return {
    lines: [`const ${pattern} = ${value};`],
    scope: withName(withName(scope, "S", one), "S", other),
  };
};

/** From here on the environment is a copy of it. */
const copied: WriteStatement = (scope) => {
  const name = fresh(scope, "copy");
  return {
    lines: [`const ${name} = { ...${scope.env} };`],
    scope: { ...scope, env: name, guarded: [] },
  };
};

/** Run by the platform, which waits for nothing that it answers. */
const listening: WriteStatement = (scope) => {
  const name = fresh(scope, "target");
  const inner = closure(scope, "V");
  return {
    lines: [
      `const ${name} = new EventTarget();`,
      `${name}.addEventListener("done", () => {`,
      `  note(${shown("S", deeper(inner))});`,
      "});",
      `${name}.dispatchEvent(new Event("done"));`,
    ],
    scope,
  };
};

export const JUMPS: readonly WriteStatement[] = [
  labelled,
  fallingThrough,
  finallyDone,
  calledIfThere,
  runLater,
  takenApart,
  copied,
  listening,
];
