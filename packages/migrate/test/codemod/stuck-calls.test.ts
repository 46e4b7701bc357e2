import { expect, it } from "vitest";
import { migrate } from "./compare.ts";
import { readFixture } from "./fixture.ts";

it("counts as moved what the callers ask for that can wait", () => {
  const { plan } = migrate(readFixture("a-accessor-of-which-some-callers-can-not-wait").input);
  expect(plan.converted.map(({ name }) => name).sort()).toEqual(["API_KEY", "SENTRY_DSN"]);
  expect(plan.gaveUp.flatMap(({ names }) => names).sort()).toEqual([
    "JWT_SECRET",
    "STRIPE_SECRET_KEY",
  ]);
});
