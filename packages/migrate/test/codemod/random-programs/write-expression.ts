/**
 * Random expressions of each kind, with reads of secrets at random places: every operator around a
 * read, every place that a converted function is called at. The simplest alternatives come first.
 */
import {
  callable,
  closure,
  deeper,
  fresh,
  type Kind,
  OPTIONAL,
  REQUIRED,
  type Scope,
  withName,
  writeCall,
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
    const callables = callable(scope, kind);
    if (callables.length === 0) return other(scope);
    return writeCall(scope, scope.choices.of(callables), S(scope));
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

/** A callback with more than the item, whose order and number of calls show. */
const reduced: Write = (scope) => {
  const list = L(scope);
  const [sum, item] = [fresh(scope, "sum"), fresh(scope, "x")];
  const inner = withName(withName(closure(scope, undefined), "S", sum), "S", item);
  return `${list}.reduce((${sum}, ${item}) => ${sum} + ${S(inner)}, ${literal(scope)})`;
};

const numbered: Write = (scope) => {
  const list = L(scope);
  const [item, index] = [fresh(scope, "x"), fresh(scope, "i")];
  const inner = withName(closure(scope, undefined), "S", item);
  return `${list}.map((${item}, ${index}) => \`\${${index}}\${${S(inner)}}\`)`;
};

const flattened: Write = (scope) => {
  const list = L(scope);
  const item = fresh(scope, "x");
  const inner = withName(closure(scope, undefined), "S", item);
  return `${list}.flatMap((${item}) => ${L(inner)})`;
};

const sorted: Write = (scope) => {
  const list = L(scope);
  const [one, other] = [fresh(scope, "x"), fresh(scope, "x")];
  const inner = withName(withName(closure(scope, undefined), "S", one), "S", other);
  return `[...${list}].sort((${one}, ${other}) => (${B(inner)} ? ${one}.length - ${other}.length : 0))`;
};

/** A callback that the language calls, and does not wait for. */
const givenToLanguage: Write = (scope) => {
  const item = fresh(scope, "x");
  const inner = withName(closure(scope, undefined), "S", item);
  return scope.choices.of<Write>([
    (s) => `${S(s)}.replace(/[ae]/g, (${item}) => ${S(inner)})`,
    (s) => `JSON.stringify(${R(s)}, (_key, ${item}) => (${item} === "" ? ${S(inner)} : ${item}))`,
    (s) => `Array.from(${L(s)}, (${item}) => ${S(inner)}).join()`,
  ])(scope);
};

/** A function that is made and called at once, a getter that is asked at once. */
const atOnce: Write = (scope) => {
  const inner = closure(scope, undefined);
  return scope.choices.of<() => string>([
    () => `(() => ${S(inner)})()`,
    () => `({ own: (): string => ${S(inner)} }).own()`,
    () => `({ get own(): string { return ${S(inner)}; } }).own`,
  ])();
};

/** A function of this place handed on by its name. */
const passedByName: Write = (scope) => {
  const locals = callable(scope, "S").filter(
    ({ name, isAsync }) => /^local/.test(name) && !isAsync,
  );
  if (locals.length === 0) return L(scope);
  return `${L(scope)}.map(${scope.choices.of(locals).name})`;
};

/** The environment under another name, or inside of something. */
const aliased: Write = ({ choices, env }) => {
  const name = choices.of(REQUIRED);
  return choices.of([
    `(${env} as { ${name}: string }).${name}`,
    `((given: Env) => given.${name})(${env})`,
    `({ env: ${env} }).env.${name}`,
  ]);
};

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
  L: [
    (s) => `[${literal(s)}]`,
    named("L", () => '["x"].slice(1)'),
    (s) => `[${literal(s)}, ${required(s)}]`,
  ],
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
    aliased,
    reduced,
    (s) => `(${optional(s)}! ?? ${S(s)})`,
    (s) => `(${optional(s)} as string | undefined ?? ${S(s)})`,
    (s) => `(typeof ${optional(s)} === "string" ? ${S(s)} : ${S(s)})`,
    (s) => `String(${optional(s)}?.length)`,
    (s) => `(JSON.parse(JSON.stringify(${S(s)})) as string)`,
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
    (s) => `String.raw\`\${${S(s)}}-\${${required(s)}}\``,
    givenToLanguage,
    atOnce,
    (s) => `((text = ${required(s)}, { own = ${S(s)} } = {}) => text + own)()`,
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
    (s) => `(${L(s)}.length > 1)`,
    (s) => `${L(s)}.includes(${S(s)})`,
  ],
  L: [
    ...SIMPLE.L,
    called("L", (s) => `[${S(s)}]`),
    (s) => `[${S(s)}, ${S(s)}]`,
    (s) => `[...${L(s)}, ${S(s)}]`,
    callback("map", "S"),
    callback("filter", "B"),
    numbered,
    flattened,
    sorted,
    (s) => `Object.values(${R(s)})`,
    (s) => `[${O(s)}, ${O(s)}].filter((one) => one !== undefined)`,
    (s) => `${S(s)}.split("-")`,
    passedByName,
  ],
  R: [
    ...SIMPLE.R,
    called("R", (s) => `{ text: "r", key: ${S(s)} }`),
    (s) => `{ text: ${S(s)}, key: ${S(s)} }`,
    (s) => `{ ...${R(s)}, text: ${S(s)} }`,
  ],
  V: SIMPLE.V,
};
