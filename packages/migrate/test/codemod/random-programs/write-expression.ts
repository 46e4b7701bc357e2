/**
 * Random expressions of each kind, with reads of secrets at random places: every operator around a
 * read, every place that a converted function is called at. The simplest alternatives come first.
 */
import {
  closure,
  deeper,
  fresh,
  type Kind,
  OPTIONAL,
  REQUIRED,
  type Scope,
  use,
  withName,
} from "./scope.ts";

type Write = (scope: Scope) => string;

export function writeExpression(kind: Kind, scope: Scope): string {
  const simple = scope.depth <= 0 ? SIMPLE[kind] : EXPRESSIONS[kind];
  return scope.choices.of(simple)(deeper(scope));
}

const S: Write = (scope) => writeExpression("S", scope);
const B: Write = (scope) => writeExpression("B", scope);
const L: Write = (scope) => writeExpression("L", scope);
const R: Write = (scope) => writeExpression("R", scope);
const O: Write = (scope) => writeExpression("O", scope);

const literal: Write = ({ choices }) => JSON.stringify(choices.of(["a", "be", "", "secret-a"]));
const required: Write = ({ choices, env }) => {
  const name = choices.of(REQUIRED);
  return choices.of([`${env}.${name}`, `${env}["${name}"]`]);
};
const optional: Write = ({ choices, env }) => `${env}.${choices.of(OPTIONAL)}`;

/** A constant of the kind, else what `other` writes. */
function named(kind: Kind, other: Write): Write {
  return (scope) => {
    const names = scope.names[kind];
    return names.length > 0 ? scope.choices.of(names) : other(scope);
  };
}

/** The call of a function of the kind, else what `other` writes. */
function called(kind: Kind, other: Write): Write {
  return (scope) => {
    const callables = scope.callables.filter((callable) => callable.kind === kind);
    if (callables.length === 0) return other(scope);
    const callable = scope.choices.of(callables);
    use(scope, callable);
    return callable.write(scope.env, S(scope));
  };
}

/** A secret that a guard has seen to be there, else what `other` writes. */
function guarded(other: Write): Write {
  return (scope) =>
    scope.guarded.length > 0 ? `${scope.env}.${scope.choices.of(scope.guarded)}` : other(scope);
}

/** An array's method with a callback that may read, call, and come to a decision. */
function callback(method: string, kind: Kind): Write {
  return (scope) => {
    const list = L(scope);
    const item = fresh(scope, "x");
    const body = writeExpression(kind, withName(closure(scope, undefined), "S", item));
    return `${list}.${method}((${item}) => ${body})`;
  };
}

const ternary =
  (kind: Kind): Write =>
  (scope) =>
    `(${B(scope)} ? ${writeExpression(kind, scope)} : ${writeExpression(kind, scope)})`;

const guardedTernary: Write = (scope) => {
  const read = optional(scope);
  return `(${read} ? ${scope.choices.of([read, `${read}.slice(1)`])} : ${S(scope)})`;
};

const SIMPLE: Readonly<Record<Kind, readonly Write[]>> = {
  S: [
    literal,
    named("S", literal),
    required,
    guarded(required),
    (s) => `(${optional(s)} ?? "none")`,
  ],
  O: [optional, named("O", optional), (s) => `${optional(s)}?.trim()`],
  B: [
    () => "true",
    (s) => `!${optional(s)}`,
    (s) => `!!${required(s)}`,
    named("B", (s) => `!${optional(s)}`),
  ],
  L: [(s) => `[${literal(s)}]`, named("L", () => "[]"), (s) => `[${literal(s)}, ${required(s)}]`],
  R: [
    (s) => `{ text: ${literal(s)}, key: ${required(s)} }`,
    named("R", () => `{ text: "", key: "k" }`),
  ],
  V: [() => "undefined"],
};

const EXPRESSIONS: Readonly<Record<Kind, readonly Write[]>> = {
  S: [
    ...SIMPLE.S,
    called("S", required),
    (s) => `\`\${${S(s)}}-\${${S(s)}}\``,
    (s) => `(${S(s)} + ${S(s)})`,
    (s) => `${S(s)}.toUpperCase()`,
    (s) => `(${optional(s)} || ${S(s)})`,
    (s) => `(${O(s)} ?? ${S(s)})`,
    ternary("S"),
    guardedTernary,
    (s) => `String(${B(s)})`,
    (s) => `${L(s)}.join(",")`,
    (s) => `(${R(s)}).text`,
    (s) => `JSON.stringify(${R(s)})`,
    (s) => `(${L(s)}[0] ?? ${literal(s)})`,
  ],
  O: [
    ...SIMPLE.O,
    called("O", optional),
    (s) => `(${O(s)} || undefined)`,
    callback("find", "B"),
    (s) => `(${B(s)} ? ${O(s)} : undefined)`,
  ],
  B: [
    ...SIMPLE.B,
    called("B", (s) => `!${optional(s)}`),
    (s) => `!${called("B", B)(s)}`,
    (s) => `(\`\${${S(s)}}\` === ${S(s)})`,
    (s) => `(${optional(s)} === undefined)`,
    (s) => `(\`\${${S(s)}}\` !== ${required(s)})`,
    (s) => `Boolean(${optional(s)})`,
    (s) => `(${B(s)} && ${B(s)})`,
    (s) => `(${B(s)} || ${B(s)})`,
    (s) => `${S(s)}.startsWith(${S(s)})`,
    (s) => `("${s.choices.of(OPTIONAL)}" in ${s.env})`,
    callback("some", "B"),
    callback("every", "B"),
  ],
  L: [
    ...SIMPLE.L,
    called("L", (s) => `[${S(s)}]`),
    (s) => `[${S(s)}, ${S(s)}]`,
    (s) => `[...${L(s)}, ${S(s)}]`,
    callback("map", "S"),
    callback("filter", "B"),
    (s) => `${S(s)}.split("-")`,
  ],
  R: [
    ...SIMPLE.R,
    called("R", (s) => `{ text: "r", key: ${S(s)} }`),
    (s) => `{ text: ${S(s)}, key: ${S(s)} }`,
    (s) => `{ ...${R(s)}, text: ${S(s)} }`,
  ],
  V: SIMPLE.V,
};
