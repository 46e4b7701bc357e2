/** A migration's plan as its report says it: data, with a sentence beside each code. */
import type { MigrateReport } from "@lunakey/contract";
import {
  type Converted,
  type Crash,
  type GaveUp,
  isLeftRead,
  type MigrationPlan,
  type Remark,
} from "@lunakey/migrate";
import { GIVE_UP_WORDS } from "../../language/catalogues/give-up.ts";
import type { Explanation, LeftAlone } from "../../language/catalogues/left-alone.ts";
import { type Language, listSomeWords, listWords } from "../../language/language.ts";
import { lunakeyCommand } from "../deployed-commands.ts";

/** Of a function that reads more secrets nobody would leave all of them: its note names no command. */
const LEAVABLE_NAMES_COUNT = 3;

const NO_CALLS = { name: "", calls: 0, files: 0 };

export type MigratedWorker = MigrateReport["workers"][number];

/** @param place where the plan is for. */
export function describePlan(
  {
    plan,
    crashes,
    settings,
  }: {
    readonly plan: MigrationPlan;
    readonly crashes: readonly Crash[];
    readonly settings: readonly string[];
  },
  place: Pick<MigratedWorker, "worker" | "config" | "nextRoute">,
  language: Language,
): MigratedWorker {
  return {
    ...place,
    converted: plan.converted.map(describeConverted),
    required: plan.required.map(describeConverted),
    ...(settings.length === 0 ? {} : { settings: [...settings] }),
    leftAlone: plan.gaveUp.map((each) => describeGaveUp(each, language)),
    readsLeft: plan.gaveUp.filter(isLeftRead).flatMap(({ names }) => names).length,
    ...(crashes.length === 0 ? {} : { crashes: crashes.map((each) => ({ ...each })) }),
    notes: plan.remarks.map((each) => describeRemark(each, language)),
    proof: {
      errorsBefore: plan.proof.errorsBefore,
      errorsAfter: plan.proof.errorsAfter,
      references: plan.proof.references,
      rounds: plan.proof.rounds,
    },
  };
}

function describeConverted({
  name,
  place,
  helper,
}: Converted): MigratedWorker["converted"][number] {
  return { ...place, name, helper };
}

/** Why a read stays, on one line for a comment in the code: without the compiler's words. */
export function describeReason(left: GaveUp, language: Language): string {
  const words = { ...inWords(left, language), error: null };
  return GIVE_UP_WORDS[language].reasons[left.code].reason(words);
}

function inWords({ names, subject, error }: GaveUp, language: Language): LeftAlone {
  return {
    names: listWords(language, names),
    subject: subject && `\`${subject}\``,
    error: error ? `${error.code}: ${error.message.replace(/\.$/, "")}` : null,
  };
}

function describeGaveUp(gaveUp: GaveUp, language: Language): MigratedWorker["leftAlone"][number] {
  const { code, place, names, blockedAt, subject, error } = gaveUp;
  const { reason, edit } = GIVE_UP_WORDS[language].reasons[code];
  const left = inWords(gaveUp, language);
  return {
    ...place,
    code,
    names: [...names],
    blockedAt: { ...blockedAt },
    subject,
    ...(error && { error: { ...error } }),
    message: reason(left),
    edit: edit(left),
    isRead: isLeftRead(gaveUp),
  };
}

/** More names of one place or edit are only counted in a text: --json has all. */
export const SHOWN_NAMES_COUNT = 6;

/** One edit for several places with one reason, which speaks of all of their names. */
export function editOfAll(places: MigratedWorker["leftAlone"], language: Language): string {
  const [first] = places;
  if (first === undefined) return "";
  const reasons: Readonly<Record<string, Pick<Explanation, "edit">>> =
    GIVE_UP_WORDS[language].reasons;
  const names = [...new Set(places.flatMap((each) => each.names))];
  const subject = first.subject && `\`${first.subject}\``;
  const some = listSomeWords(language, names, SHOWN_NAMES_COUNT);
  return reasons[first.code]?.edit({ names: some, subject, error: null }) ?? first.edit;
}

function describeRemark(
  { code, place, names, spread }: Remark,
  language: Language,
): MigratedWorker["notes"][number] {
  const isLeavable = names.length > 0 && names.length <= LEAVABLE_NAMES_COUNT;
  const command = isLeavable ? `${lunakeyCommand()} migrate --except ${names.join(" ")}` : null;
  const wide = { ...(spread ?? NO_CALLS), command };
  const message = GIVE_UP_WORDS[language].remarks[code](listWords(language, names), wide);
  const note = { code, names: [...names], place: { ...place }, message };
  return spread ? { ...note, spread: { ...spread } } : note;
}
