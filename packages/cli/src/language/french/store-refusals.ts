/** What the store refuses, in French; a sentence of its own that is not known stays beside what its code means. */
import { ERROR_CODES, type ErrorCode } from "@lunakey/contract";
import type { CliFailure } from "../../cli-error.ts";
import { asIs } from "../phrase.ts";
import { inFrench } from "./store-sentences.ts";

const FRENCH_BY_CODE: Readonly<Record<ErrorCode, string>> = {
  invalid_input: "Le store n'accepte pas ce qui a été donné",
  unauthenticated: "Le store ne connaît pas ce jeton",
  forbidden: "Ce jeton n'a pas ce droit",
  not_found: "Le store n'a rien de ce nom",
  method_not_allowed: "Le store ne fait pas cela à cette adresse",
  conflict: "Cela contredit ce que le store contient",
  idempotency_key_reused: "La même clé d'idempotence a servi à une autre demande",
  already_deleted: "C'est déjà supprimé",
  version_mismatch: "Ce n'est plus la version attendue : quelqu'un a été plus rapide",
  too_large: "C'est trop grand pour le store",
  unsupported_media_type: "Le store attend du JSON",
  misdirected: "Le Worker admin ne répond pas sous ce nom d'hôte",
  protected_name: "Ce nom est protégé : ce qui est scellé sous lui serait perdu",
  not_supported: "Ce backend ne sait pas le faire",
  internal: "Le store a échoué",
  store_unavailable: "Le store n'est pas disponible en ce moment",
  in_use: "Des Workers le lisent encore",
  copies_held: "Des Workers ont leur propre copie",
  rotation_pending: "Une rotation est déjà en cours",
};

/** @param error as the store said it. */
export function inWords(error: CliFailure & { readonly message: string }): CliFailure {
  const { code, message, hint } = error;
  const own = inFrench(message);
  const beside = isKnown(code) ? `${FRENCH_BY_CODE[code]} (${code}) : ${message}` : message;
  return {
    ...error,
    message: { en: message, fr: own ?? beside },
    hint: typeof hint === "string" ? hintInWords(hint) : hint,
  };
}

function hintInWords(hint: string): CliFailure["hint"] {
  const french = inFrench(hint);
  return french === null ? asIs(hint) : { en: hint, fr: french };
}

function isKnown(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}
