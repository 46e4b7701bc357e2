/**
 * Where values live. Grants, usage and audit are the ledger's in either case; a backend answers
 * what a consumer may have. The one seam between `vault` and what comes beside it.
 */
import type { ReadRequest, ReadResponse } from "@lunakey/contract";
import type { CallActor } from "../signed-call.ts";

export interface Backend {
  /**
   * Answers one item per name, in order; a name that alone could not be reached is left out.
   * Refusals are statuses, not errors.
   *
   * @param actor the consumer as its binding names it, or nobody that is known.
   * @throws where the store can not answer at all; the message never holds a value.
   */
  read(actor: CallActor, request: ReadRequest): Promise<ReadResponse>;
}
