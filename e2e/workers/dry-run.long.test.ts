import { describe, it } from "vitest";
import { expectAccepted } from "./dry-run.ts";

const ENVIRONMENTS = ["", "staging", "production"];
const WORKERS = [
  "examples/luna-proxy-api",
  "examples/luna-proxy-web",
  "e2e/golden/luna-proxy-api",
  "e2e/golden/luna-proxy-web",
];
const CASES = WORKERS.flatMap((worker) =>
  ENVIRONMENTS.map((environment) => [worker, environment] as const),
);

describe("wrangler deploy --dry-run", { concurrent: true }, () => {
  it.for(CASES)("takes %s, environment %j", (each, { expect }) => expectAccepted(expect, each));
});
