/** What a form of a function is made with, and the body that most of them have. */
import { type Callable, type Kind, type Scope, withName } from "./scope.ts";
import { indented, writeBody, writeReturn } from "./write-statements.ts";

export type Form = (
  scope: Scope,
  kind: Kind,
  name: string,
) => {
  readonly lines: readonly string[];
  readonly exported?: string;
  readonly kind?: Kind;
  readonly isAsync?: boolean;
  readonly write: Callable["write"];
};

/** The lines between the braces. */
export function body(scope: Scope, kind: Kind, env = "env"): string[] {
  const inner = withName({ ...scope, env, returns: kind }, "S", "text");
  const { lines, scope: end } = writeBody(inner);
  return indented(kind === "V" ? lines : [...lines, writeReturn(end)]);
}

export const plain =
  (name: string): Callable["write"] =>
  (env, text) =>
    `${name}(${env}, ${text})`;
