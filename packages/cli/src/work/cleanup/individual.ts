/** Which individual secrets a script has, as far as the account was asked. */
import type { TargetEvidence } from "../evidence/gather.ts";

/** Null where it was not asked. */
export function listIndividual({
  account,
}: Pick<TargetEvidence, "account">): readonly string[] | null {
  if (account.state === "silent") return null;
  return account.serving.state === "deployed" ? account.serving.individual : [];
}
