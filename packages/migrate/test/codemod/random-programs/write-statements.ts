/**
 * Random statements: guards before further reads, loops, callbacks, try and catch, closures, dropped
 * results. What a statement makes known is in the scope of those after it.
 */
import type { Choices } from "./choices.ts";
import {
  type Callable,
  callable,
  closure,
  deeper,
  fresh,
  type Kind,
  OPTIONAL,
  REQUIRED,
  type Scope,
  TYPES,
  type WriteStatement,
  type Written,
  withName,
  writeCall,
} from "./scope.ts";
import { writeExpression } from "./write-expression.ts";

const BODY_MAX_COUNT = 3;
const VALUES: readonly Kind[] = ["S", "O", "B", "L", "R"];

/** A block's lines, without its braces, and the scope at its end. */
export function writeBody(scope: Scope, max = BODY_MAX_COUNT): Written {
  let current = scope;
  const lines: string[] = [];
  for (let left = scope.choices.number(max + 1); left > 0; left--) {
    const written = writeStatement(current);
    lines.push(...written.lines);
    current = written.scope;
  }
  return { lines, scope: current };
}

export function writeReturn(scope: Scope): string {
  const { returns } = scope;
  if (returns === undefined || returns === "V") return "return;";
  return `return ${writeExpression(returns, scope)};`;
}

/** The lines, two columns further in. */
export function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

/** Something to see of a value from outside, as the body of a call of `note`. */
export function shown(kind: Kind, scope: Scope): string {
  const value = writeExpression(kind, scope);
  return kind === "S" || kind === "O" || kind === "B"
    ? `\`\${${value}}\``
    : `JSON.stringify(${value})`;
}

function writeStatement(scope: Scope): Written {
  const all = scope.depth > 0 ? [...SIMPLE, ...NESTED, ...scope.program.statements] : SIMPLE;
  return scope.choices.of(all)(deeper(scope));
}

const noteValue: WriteStatement = (scope) => ({
  lines: [`note(${shown(scope.choices.of(VALUES), scope)});`],
  scope,
});

const constant: WriteStatement = (scope) => {
  const kind = scope.choices.of(VALUES);
  const name = fresh(scope, "v");
  const type = scope.choices.of(["", `: ${TYPES[kind]}`]);
  const lines = [`const ${name}${type} = ${writeExpression(kind, scope)};`];
  return { lines, scope: withName(scope, kind, name) };
};

const assigned: WriteStatement = (scope) => {
  const name = fresh(scope, "v");
  const value = () => writeExpression("S", scope);
  const sign = scope.choices.of(["=", "+="]);
  const lines = [`let ${name}: string = ${value()};`, `${name} ${sign} ${value()};`];
  return { lines, scope: withName(scope, "S", name) };
};

const destructured: WriteStatement = (scope) => {
  const [one, other] = [fresh(scope, "v"), fresh(scope, "v")];
  const [required, optional] = [scope.choices.of(REQUIRED), scope.choices.of(OPTIONAL)];
  const parts = scope.choices.of([
    `${required}: ${one}, ${optional}: ${other} = "d"`,
    `${optional}: ${other} = "d", ${required}: ${one}`,
  ]);
  const lines = [`const { ${parts} } = ${scope.env};`];
  return { lines, scope: withName(withName(scope, "S", one), "S", other) };
};

/** `if (!env.OPT_A) return …;`, and from there on the secret is read as one that is there. */
const guard: WriteStatement = (scope) => {
  const name = scope.choices.of(OPTIONAL);
  const { returns, choices } = scope;
  const stop =
    returns === undefined || choices.rarely()
      ? `throw new Error("no ${name}");`
      : writeReturn(scope);
  const test = choices.of([`!${scope.env}.${name}`, `${scope.env}.${name} === undefined`]);
  const lines = [`if (${test}) ${stop}`];
  return { lines, scope: { ...scope, guarded: [...scope.guarded, name] } };
};

/** A function's result is dropped, as of one that only checks. */
const dropped: WriteStatement = (scope) => {
  const callables = callable(scope);
  if (callables.length === 0) return noteValue(scope);
  const text = writeExpression("S", scope);
  return { lines: [`${writeCall(scope, scope.choices.of(callables), text)};`], scope };
};

/** Set where it is not yet, by an operator that assigns. */
const setOnce: WriteStatement = (scope) => {
  const name = fresh(scope, "v");
  const sign = scope.choices.of(["??=", "||="]);
  const lines = [
    `let ${name} = ${writeExpression("O", scope)};`,
    `${name} ${sign} ${writeExpression("S", scope)};`,
  ];
  return { lines, scope: withName(scope, "S", name) };
};

const SIMPLE: readonly WriteStatement[] = [
  noteValue,
  constant,
  dropped,
  guard,
  assigned,
  destructured,
  setOnce,
];

const counted: WriteStatement = (scope) => {
  const index = fresh(scope, "i");
  const body = indented(writeBody(scope).lines);
  const head = scope.choices.of([
    `for (let ${index} = 0; ${index} < 2; ${index}++) {`,
    `for (let ${index} = 0; ${index} < ${writeExpression("L", scope)}.length && ${index} < 3; ${index}++) {`,
  ]);
  return { lines: [head, ...body, "}"], scope };
};

const whileLoop: WriteStatement = (scope) => {
  const left = fresh(scope, "left");
  const body = indented([`${left} -= 1;`, ...writeBody(scope).lines, ...skipping(scope)]);
  const head = `while (${left} > 0 && ${writeExpression("B", scope)}) {`;
  return { lines: [`let ${left} = 2;`, head, ...body, "}"], scope };
};

const early: WriteStatement = (scope) => {
  const lines = [`if (${writeExpression("B", scope)}) {`, `  ${writeReturn(scope)}`, "}"];
  return scope.returns === undefined ? noteValue(scope) : { lines, scope };
};

const branch: WriteStatement = (scope) => {
  const block = (head: string, inner: Scope) => [head, ...indented(writeBody(inner).lines)];
  const name = scope.choices.of(OPTIONAL);
  const first = scope.choices.rarely()
    ? block(`if (${scope.env}.${name}) {`, { ...scope, guarded: [...scope.guarded, name] })
    : block(`if (${writeExpression("B", scope)}) {`, scope);
  const other = scope.choices.rarely() ? block("} else {", scope) : [];
  return { lines: [...first, ...other, "}"], scope };
};

const loop: WriteStatement = (scope) => {
  const item = fresh(scope, "x");
  const inner = withName(scope, "S", item);
  const body = indented([...skipping(inner), ...writeBody(inner).lines]);
  return {
    lines: [`for (const ${item} of ${writeExpression("L", scope)}) {`, ...body, "}"],
    scope,
  };
};

const forEach: WriteStatement = (scope) => {
  const item = fresh(scope, "x");
  const inner = withName(closure(scope, "V"), "S", item);
  const first = scope.choices.rarely() ? [`if (${writeExpression("B", inner)}) return;`] : [];
  const body = indented([...first, ...writeBody(inner).lines]);
  return {
    lines: [`${writeExpression("L", scope)}.forEach((${item}) => {`, ...body, "});"],
    scope,
  };
};

const attempt: WriteStatement = (scope) => {
  const body = [...writeBody(scope).lines, ...leaving(scope)];
  const caught = ["note(String(error));", ...leaving(scope)];
  const last = scope.choices.rarely() ? ["} finally {", '  note("finally");'] : [];
  const lines = [
    "try {",
    ...indented(body),
    "} catch (error) {",
    ...indented(caught),
    ...last,
    "}",
  ];
  return { lines, scope };
};

const failing: WriteStatement = (scope) => ({
  lines: [`if (${writeExpression("B", scope)}) throw new Error(${shown("S", scope)});`],
  scope,
});

const choice: WriteStatement = (scope) => {
  const one = [...indented(writeBody(scope).lines), "  break;"];
  const head = [`switch (String(${writeExpression("S", scope)})) {`, '  case "a": {'];
  const rest = ["  default:", `    note(${shown("S", scope)});`, "}"];
  return { lines: [...head, ...indented(one), "  }", ...rest], scope };
};

/** A function that is made inside of another, over its environment. */
const localFunction: WriteStatement = (scope) => {
  const kind = scope.choices.of<Kind>(["S", "B", "L", "V"]);
  const name = fresh(scope, "local");
  const inner = withName(closure(scope, kind), "S", "inner");
  const body = indented([...writeBody(inner).lines, writeReturn(inner)]);
  const heads = [
    `const ${name} = (inner: string): ${TYPES[kind]} => {`,
    `function ${name}(inner: string): ${TYPES[kind]} {`,
  ];
  // A function of its own has another `this`.
  const head = scope.choices.of(scope.env.startsWith("this") ? heads.slice(0, 1) : heads);
  const local: Callable = { kind, name, file: "", write: (_env, text) => `${name}(${text})` };
  const end = head.startsWith("const") ? "};" : "}";
  return {
    lines: [head, ...body, end],
    scope: { ...scope, callables: [...scope.callables, local] },
  };
};

const NESTED: readonly WriteStatement[] = [
  branch,
  loop,
  attempt,
  forEach,
  failing,
  choice,
  localFunction,
  early,
  counted,
  whileLoop,
];

/** Of a loop's round. */
function skipping(scope: Scope): string[] {
  if (!scope.choices.rarely()) return [];
  return [`if (${writeExpression("B", scope)}) ${scope.choices.of(["continue", "break"])};`];
}

function leaving(scope: Scope): string[] {
  return scope.returns !== undefined && mayLeave(scope.choices) ? [writeReturn(scope)] : [];
}

function mayLeave(choices: Choices): boolean {
  return choices.number(3) === 1;
}
