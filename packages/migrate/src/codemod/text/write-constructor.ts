/** Writes a secret that is given to a constructor: a parameter more, an argument more at each call. */
import type ts from "typescript";
import type { GivenToConstructor } from "../hoist/constructor-parameter.ts";
import type { ExpressionRead } from "../reads/migrating-read.ts";
import { variableName } from "./code-style.ts";
import { OUTERMOST } from "./file-edits.ts";
import type { HelperNames } from "./helper-names.ts";
import type { WrittenReads } from "./write-reads.ts";

export function writeGiven(
  code: WrittenReads,
  helpers: HelperNames,
  reads: readonly ExpressionRead[],
  given: GivenToConstructor,
): void {
  const [first] = reads;
  const last = given.constructorNode.parameters.at(-1);
  if (!first || !last) return;
  const { book, names, lookUps } = code;
  const secret = first.names[0] ?? "";
  const name = names.fresh(first.node, variableName(secret));
  const helper = reads.some(({ use }) => use.helper !== "requireSecret")
    ? first.use.helper
    : "requireSecret";
  const takes = { requireSecret: "string", findSecret: "string | undefined" }[helper as string];
  book.of(last).after(last.end, OUTERMOST, `, ${name}: ${takes ?? "string | null"}`);
  for (const read of reads) {
    book.replace(read.use.target, name);
    code.note(read, helper);
  }
  for (const { site, env, type } of given.calls) {
    const call = site.node as ts.NewExpression;
    const argument = call.arguments?.at(-1);
    if (!argument) continue;
    const file = call.getSourceFile();
    const called = helpers.use(file, helper);
    const key = lookUps.nameOf(secret, type, file);
    book.of(call).after(argument.end, OUTERMOST, `, await ${called}(${env}, ${key})`);
  }
}
