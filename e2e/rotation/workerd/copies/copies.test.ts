/**
 * One file for all, since files run side by side and the account behind their gateways is one. Each
 * is loaded within its own suite, so that what it does before its tests is done before no others.
 */
import { describe } from "vitest";

describe("changes", async () => {
  await import("./changes.ts");
});

describe("refusals", async () => {
  await import("./refusals.ts");
});

describe("queries", async () => {
  await import("./queries.ts");
});

describe("deadline", async () => {
  await import("./deadline.ts");
});
