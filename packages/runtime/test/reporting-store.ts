/** A store that takes reports too, and can be deaf to them. */
import type { ReportRequest } from "@lunakey/contract";
import { createStoreDouble } from "./store-double.ts";

export function createReportingStore(values: Readonly<Record<string, string>>, more: object = {}) {
  const SECRETS = createStoreDouble(values);
  const reports: ReportRequest[] = [];
  const link = { up: true };
  const report = async (request: ReportRequest) => {
    reports.push(structuredClone(request));
    if (!link.up) throw new Error("the store is gone");
    return { v: 1, status: "counted" };
  };
  const binding = Object.assign(SECRETS, { report });
  const env: Record<string, unknown> = { SECRETS: binding, OWN: "canary-own", ...more };
  return { SECRETS, env, reports, link };
}
