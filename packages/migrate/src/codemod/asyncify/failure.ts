/** Why a promise can not be awaited somewhere, and where that is. */
import type ts from "typescript";
import type { GiveUpCode } from "../migration-plan.ts";

export interface Failure {
  readonly code: GiveUpCode;
  readonly node: ts.Node;
  /** The function, class or variable in the way, by the name that the code has for it. */
  readonly subject: string | null;
}
