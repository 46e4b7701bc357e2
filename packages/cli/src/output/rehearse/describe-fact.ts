/** A fact as the reports say it: its code and side, with a sentence beside them. */
import type { ReportedFact } from "@lunakey/contract";
import { EVIDENCE_WORDS } from "../../language/catalogues/evidence.ts";
import type { Language } from "../../language/language.ts";
import { type Fact, kindOf } from "../../work/evidence/fact.ts";

export function describeFact(fact: Fact, language: Language): ReportedFact {
  const { side, weight } = kindOf(fact);
  return {
    side,
    code: fact.code,
    weight,
    message: EVIDENCE_WORDS[language].facts[fact.code](fact),
    places: (fact.places ?? []).map((place) => ({ ...place })),
  };
}
