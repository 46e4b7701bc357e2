/** What /admin/health answers. */
import { API_SECRET_NAMES } from "../doubles/seed.ts";

/** What it says of a secret beside its name; the examples know neither source nor version. */
export interface ExpectedHealth {
  readonly configured: boolean;
  readonly source?: "store" | "individual" | "none";
  readonly version?: number | null;
}

export interface Health {
  readonly status: "ok" | "degraded";
  readonly environment: string;
  readonly secrets: readonly (ExpectedHealth & { readonly name: string })[];
}

/** An answer in which all 13 secrets are alike. */
export function expectHealth(environment: string, each: ExpectedHealth): Health {
  const secrets = API_SECRET_NAMES.map((name) => ({ name, ...each }));
  return { status: each.configured ? "ok" : "degraded", environment, secrets };
}
