/** What a proof finds wrong with a draft, and where that is in the program as it would be. */
import type ts from "typescript";
import type { FileChange } from "../../edits/text-edit.ts";
import type { GiveUpCode } from "../migration-plan.ts";
import type { SaidError } from "./said-error.ts";

export interface Fault {
  readonly code: GiveUpCode;
  /** As it would be. */
  readonly file: ts.SourceFile;
  readonly position: number;
  /** What a sentence speaks of: a name, or the compiler's words. Not said: the function around it. */
  readonly subject?: string | null | undefined;
  /** What made it, where that is not what is nearest to it. */
  readonly cause?: ts.Node | undefined;
  /** Of a type error: what it says. */
  readonly error?: SaidError | undefined;
  /** Is it about the binding that was added to the environment's type? */
  readonly ofStore?: boolean;
  readonly directive?: Directive | undefined;
}

/** A `@ts-expect-error`, by where it was before. */
export interface Directive {
  readonly fileName: string;
  readonly position: number;
}

/** What every program that holds a changed file has to be looked at for. */
export interface Changed {
  readonly changes: readonly FileChange[];
  /** What converted functions are called, with the absolute paths of the files that declare them. */
  readonly converted: ReadonlyMap<string, ReadonlySet<string>>;
  /** Where something in the new text of a file was before. */
  readonly originalPosition: (fileName: string, position: number) => number;
}
