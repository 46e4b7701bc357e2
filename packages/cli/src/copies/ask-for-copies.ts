/** All copies that a store writes, for what has more to say than that: no answer is an answer too. */
import type { CopyRow } from "@lunakey/contract";
import { CliError, EXIT } from "../cli-error.ts";
import type { AdminClient } from "../connection/admin-client.ts";
import { asIs, phrase, type Wording } from "../language/phrase.ts";
import { listCopies } from "./wait-for-copies.ts";

export type CopiesAnswer =
  | { readonly state: "answered"; readonly copies: readonly CopyRow[] }
  /** A sentence about the store. */
  | { readonly state: "silent"; readonly reason: string | Wording };

/** How a store that was made before there were copies refuses the question. */
const UNKNOWN_QUESTION: readonly string[] = ["not_found", "invalid_input", "bad_answer"];

/** @throws CliError for what is no refusal of the store's, such as an interruption. */
export async function askForCopies(client: AdminClient): Promise<CopiesAnswer> {
  try {
    return { state: "answered", copies: (await listCopies(client, {})).copies };
  } catch (error) {
    if (!(error instanceof CliError) || error.exitStatus !== EXIT.FAILED) throw error;
    const { code, message } = error.failure;
    const reason = UNKNOWN_QUESTION.includes(code)
      ? phrase(
          "The store is older than this command line and does not know the question. docs/production.md, section 8, says how to deploy the new one.",
        )
      : asIs(message);
    return { state: "silent", reason };
  }
}
