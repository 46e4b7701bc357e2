/**
 * The ways in which Workers read secrets, row by row, and which of them random programs hold: how each
 * is recognised in a program, or why there is none of it. What is left out has fixtures.
 */

export interface Row {
  /** Section and form; one line each of how real Workers read secrets. */
  readonly form: string;
  /** In the text of a program; null where no program has it. */
  readonly seen: RegExp | null;
  /** Why no program has it. */
  readonly why?: string;
}

const FRAMEWORK = "a framework calls it, and none runs here";
const LIBRARY = "a library's types decide, and none is bundled here";
const SAME_RUN = "nothing of it can be seen in an answer";

const placed = (form: string, seen: RegExp): Row => ({ form, seen });
const left = (form: string, why: string): Row => ({ form, seen: null, why });

export const ROWS: readonly Row[] = [
  placed("A env parameter", /\(env: Env, text: string\)[^{]*\{[\s\S]*\benv\.KEY_A/),
  placed("A c.env", /\bc\.env\.(?:KEY|OPT)_/),
  left("A process.env", "workerd gives it no bindings: it is another program before and after"),
  placed("A this.env", /this\.env\.(?:KEY|OPT)_/),
  placed("A env taken out first", /const \{ env, text \} = context/),
  placed("A cloudflare:workers", /platform\.(?:KEY|OPT)_/),
  left("A locals.runtime.env", FRAMEWORK),
  placed("A imported env wrapper", /platform \} from "\.\/platform"/),
  left("A getCloudflareContext().env", FRAMEWORK),
  left("A a parsed env", LIBRARY),
  placed("A context.cloudflare.env", /context\.cloudflare\.env\.(?:KEY|OPT)_/),
  left("A event.platform.env", FRAMEWORK),
  placed("A optional env?.X", /env\?\.KEY_/),
  placed("A destructured in the body", /const \{ (?:KEY|OPT)_\w: v\d+/),
  placed("A destructured in a parameter", /function f\d+\(\{ KEY_/),
  left("A env(c) of hono/adapter", LIBRARY),
  placed("A cast alias", /env as unknown as \{ OPT_/),
  placed("A accessor with a key", /return env\[key\]/),
  placed("B call argument", /\w+\(\w+\.KEY_A\b/),
  placed("B object literal value", /key: env\.KEY_/),
  placed("B falsy guard", /if \(!env\.OPT_/),
  placed("B guard, then read again", /if \(!env\.OPT_A\)[^\n]*\n[\s\S]*env\.OPT_A/),
  placed("B const initialiser", /const v\d+(?:: string)? = env\.KEY_/),
  placed("B &&", /&& [^\n]*env\.(?:KEY|OPT)_/),
  placed("B template literal", /`\$\{env\.KEY_/),
  placed("B method on the value", /env\.OPT_\w\?\.trim\(\)/),
  placed("B ||", /env\.OPT_\w \|\| /),
  placed("B ??", /env\.OPT_\w \?\? /),
  placed("B comparison", /[!=]== env\.KEY_/),
  placed("B array element", /\[[^\]\n]*, env\.KEY_\w\]/),
  placed("B if, !!, ternary", /!!env\.KEY_/),
  placed("B assigned", /^\s+v\d+ \+?= env\.KEY_/m),
  placed("B returned", /return env\.(?:KEY|OPT)_/),
  placed("B in a loop", /for \([^\n]*\n\s+[^\n}]*env\.(?:KEY|OPT)_/),
  left("B write target", SAME_RUN),
  placed("B tagged template", /String\.raw`[^`]*\$\{\w+\.KEY_/),
  placed("C already async", /async function f\d+/),
  placed("C sync function", /^export function f\d+\(env/m),
  placed("C sync const arrow", /export const f\d+ = \(env: Env, text: string\)[^=\n]* => \(/),
  placed("C module level", /^const keyf\d+ = /m),
  placed("C class method", /^ {2}f\d+\(text: string\)[^\n]*\{$/m),
  placed("C static method", /static f\d+\(/),
  placed("C constructor", /constructor\(env: Env, text: string\) \{/),
  placed("C constructor of a context", /constructor\(c: \{ env: Env; text: string \}\)/),
  placed("C constructor of options", /constructor\(\{ env, text \}: /),
  placed("C constructor with a const of its own", /const env = c\.env;/),
  placed("C constructor that keeps the environment", /this\.value = [^\n]*this\.env\./),
  placed("C constructor of a caller that knows less", /\(env: Omit<Env, /),
  placed("C getter", /get f\d+\(\)/),
  placed("C class field initialiser", /readonly value = this\.env/),
  placed("C object-literal method", /export const of\d+ = \{/),
  placed("C function property in a config", /isReady: \(env, text\) =>/),
  placed("C arrow that returns a function", /\(env: Env\) => \(text: string\)/),
  left("C callback of a library", LIBRARY),
  placed("C callback of the language", /\.replace\(\/\[ae\]\/g, \(x\d+\) => [^\n]*\.(?:KEY|OPT)_/),
  placed("C getter of a literal", /get own\(\): string \{ return [^\n]*\.(?:KEY|OPT)_/),
  placed("C default parameter", /text: string = env\.KEY_/),
  placed("C overloads", /^export function f\d+\(env: Env\): [^{]*;$/m),
  placed("C implements", /implements If\d+/),
  placed("C extends", /extends Basef\d+/),
  placed("C optional interface method", /start\?\(env: Env, text: string\)/),
  placed("C callback of a promise", /\.then\(\(x\d+\) => x\d+ \+ [^\n]*env\.(?:KEY|OPT)_/),
  placed("C generic function", /<E extends Env>/),
  placed("C generator", /function\* stepsf/),
  placed("D const initialiser", /const v\d+(?:: [\w[\]| ]+)? = f\d+\(/),
  placed("D getter read", /new Cf\d+\(.*\)\.f\d+[^(\w]/),
  placed("D return", /return f\d+\(/),
  placed("D return inside try", /try \{(?:(?!\} catch)[\s\S])*return f\d+\(/),
  placed("D passed as a value in a table or array", /const stepsf\d+: Stepf/),
  placed("D !f(env)", /!f\d+\(/),
  placed("D object value", /(?:text|key): f\d+\(/),
  placed("D ternary", /\? f\d+\(/),
  placed("D .member", /\(f\d+\([^\n]*\)\)\.text/),
  placed("D already awaited", /\(await f\d+\(/),
  placed("D statement, result dropped", /^\s+f\d+\(.*\);$/m),
  placed("D if", /if \(f\d+\(/),
  placed("D ??", /f\d+\([^\n]*\) \?\? /),
  placed("D [i]", /f\d+\([^\n]*\)\[0\]/),
  placed("D spread", /\.\.\.f\d+\(/),
  left("D JSX", FRAMEWORK),
  placed("D array callback", /\.(?:some|every|map|filter)\(\(x\d+\) => [^\n]*f\d+\(/),
  placed("D module level", /^const madef\d+ = makef/m),
  placed("D passed by its name", /\.map\(local\d+\)/),
  left("D tests", "a test is no program that answers"),
  placed("D memoised singleton", /if \(!keptf\d+\)/),
  placed("D memoised, made by a function", /keptf\d+ = buildf\d+\(env/),
  placed("D memoised, read by a constructor", /(?:keptf\d+|instance) (?:\?\?)?= new Cf\d+\(env\)/),
  placed("D memoised in a private member", /this\.#?client = createClientf\d+\(env\)/),
  placed("D memoised under a condition", /keptf\d+ = (?:text|given)/),
  placed("D set, then use", /setf\d+ = /),
  placed("F ReturnType", /ReturnType<typeof makef/),
];
