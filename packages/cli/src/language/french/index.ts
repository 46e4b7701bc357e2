/** All French sentences, by the English ones: the one list that the compiler checks against. */
import { CLEANUP } from "./cleanup.ts";
import { COPIES } from "./copies.ts";
import { DESCRIPTIONS } from "./descriptions.ts";
import { EJECT } from "./eject.ts";
import { FAULTS_OF_INPUT } from "./faults-of-input.ts";
import { FAULTS_OF_WORK } from "./faults-of-work.ts";
import { HEADINGS } from "./headings.ts";
import { HELP_OF_CARE } from "./help-of-care.ts";
import { HELP_OF_USE } from "./help-of-use.ts";
import { PROGRAM } from "./program.ts";
import { RESULTS } from "./results.ts";
import { STORE_HINTS } from "./store-hints.ts";

export const FRENCH = {
  ...PROGRAM,
  ...DESCRIPTIONS,
  ...HELP_OF_USE,
  ...HELP_OF_CARE,
  ...FAULTS_OF_INPUT,
  ...FAULTS_OF_WORK,
  ...RESULTS,
  ...CLEANUP,
  ...HEADINGS,
  ...STORE_HINTS,
  ...EJECT,
  ...COPIES,
} as const;
