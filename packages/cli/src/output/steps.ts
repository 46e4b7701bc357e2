/** What to do next, numbered, each with its command line to paste. */
import type { ReportStep } from "@lunakey/contract";
import type { View } from "../command-spec.ts";
import { paint } from "./style.ts";
import { wrapText } from "./wrap.ts";

/** The same sentence is said once, above all of its command lines. */
export function renderSteps(steps: readonly ReportStep[], view: View): string {
  let number = 0;
  return steps
    .map(({ what, command }, index) => {
      const isNew = steps[index - 1]?.what !== what;
      if (isNew) number += 1;
      const head = isNew ? wrapText(what, view.columns, `  ${number}. `) : "";
      // A command line is never wrapped: it is to be pasted.
      return command === null ? head : `${head}     ${paint("cyan", command, view.colour)}\n`;
    })
    .join("");
}
