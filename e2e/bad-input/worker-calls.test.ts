import { readRequest, reportRequest } from "@lunakey/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyAudit } from "../ways-in/audit-log.ts";
import { parseTable } from "../ways-in/markdown-table.ts";
import { takeSnapshot } from "../ways-in/snapshot.ts";
import { type Answer, type Call, type Stand, startStand } from "../ways-in/stand.ts";
import { DOCUMENT, type Input, readKinds } from "./input-table.ts";
import { placeAt } from "./place.ts";

const FIELDS = parseTable(DOCUMENT, ["call", "field", "kind", "needed"]);
const COUNT = { name: "A", source: "store", version: 1, parity: "same", count: 1 };
const KINDS = readKinds((kind, index) =>
  kind === "counts" ? { ...COUNT, name: `N${index}` } : `N${index}`,
);

const VALID: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  get: { name: "A" },
  read: { v: 1, names: ["A"], known: [0], stages: false },
  report: {
    v: 1,
    batchId: "00000000-0000-4000-8000-000000000000",
    from: 0,
    to: 1,
    counts: [COUNT],
  },
};

let stand: Stand;

beforeAll(async () => {
  stand = await startStand();
});

afterAll(() => stand.stop());

function callOf(method: string, field: string, value: unknown): Call {
  const { known, ...valid } = VALID[method] ?? {};
  // As long as `names`: not there where the names are what is tried.
  const whole = placeAt(
    field.startsWith("names") ? valid : { ...valid, ...(known ? { known } : {}) },
    field,
    value,
  );
  const batch = method === "report" && field !== "batchId" ? { batchId: crypto.randomUUID() } : {};
  const args = method === "get" ? [whole.name ?? { $: "undefined" }] : [{ ...whole, ...batch }];
  return { binding: "SECRETS", method, args };
}

/** Null where the answer is as the page says. */
function explainFault(
  { refused }: Answer,
  field: string,
  right: readonly string[],
  { value }: Input,
): string | null {
  if (refused === undefined) return "was taken";
  if (refused.name !== "TypeError") return `a ${refused.name}`;
  const words = value === undefined ? `${field} is missing: it` : field;
  const isSaid = right.some((text) =>
    [`${words} ${text}.`, `${field} ${text}.`].includes(refused.message),
  );
  if (!isSaid) return `says: ${refused.message}`;
  const isRepeated =
    typeof value === "string" && value.includes("zq") && refused.message.includes("zq");
  return isRepeated ? "repeats the input" : null;
}

describe("docs/bad-input.md", () => {
  it("has a row for each field of each call, and no other", () => {
    const fields = [
      "get name",
      ...Object.keys(readRequest.shape).map((field) => `read ${field}`),
      ...Object.keys(reportRequest.shape).map((field) => `report ${field}`),
      ...Object.keys(reportRequest.shape.counts.element.shape).map(
        (field) => `report counts[0].${field}`,
      ),
    ];
    const listed = FIELDS.map(({ call, field }) => `${call} ${field}`);
    expect(listed.filter((each) => !each.endsWith("[0]")).sort()).toEqual(fields.sort());
  });
});

describe.each(FIELDS)("$call, $field", ({ call = "", field = "", kind: name = "", needed }) => {
  const kind = KINDS.get(name);

  it("says what is right to all that is wrong, and nothing has changed", async () => {
    const { right = [], refused = [] } = kind ?? {};
    const missing = needed === "yes" ? [{ title: "nothing", value: undefined }] : [];
    // A Worker asks for any text; only what is not well-formed is answered so.
    const wrong = [...refused, ...missing].filter(
      ({ value }) => name !== "asked name" || typeof value !== "string",
    );
    const before = await takeSnapshot(stand);
    const answers = await stand.callAll(wrong.map(({ value }) => callOf(call, field, value)));
    const faults = wrong.flatMap((input, index) => {
      const fault = explainFault(answers[index] ?? {}, field, right, input);
      return fault === null ? [] : [`${input.title}: ${fault}`];
    });
    expect(faults).toEqual([]);
    expect(await takeSnapshot(stand)).toBe(before);
  });

  it("takes what is right, up to the limit", async () => {
    const { accepted = [] } = kind ?? {};
    const answers = await stand.callAll(accepted.map(({ value }) => callOf(call, field, value)));
    const refused = accepted.flatMap(({ title }, index) => {
      const said = answers[index]?.refused?.message;
      return said === undefined ? [] : [`${title}: ${said}`];
    });
    expect(refused).toEqual([]);
  });
});

describe("a request as a whole", () => {
  const WRONG: readonly unknown[] = [
    null,
    1,
    "x",
    [],
    { $: "undefined" },
    { $: "map" },
    { $: "date" },
    { $: "cycle" },
    { $: "nested", depth: 10_000 },
  ];

  it.each(["read", "report"])("to %s must be one", async (method) => {
    const calls = WRONG.map((args) => ({ binding: "SECRETS", method, args: [args] }));
    for (const { refused } of await stand.callAll(calls)) {
      expect(refused?.name).toMatch(/^(TypeError|RangeError|DataCloneError)$/);
    }
  });

  it.each(["read", "report"])("to %s has no more fields than it knows", async (method) => {
    const more = { ...VALID[method], "zq unknown": 1 };
    const { refused } = await stand.call({ binding: "SECRETS", method, args: [more] });
    expect(refused).toEqual({
      name: "TypeError",
      message: "request has 1 unknown field; remove what the documentation does not name.",
    });
  });

  it("to read has as many versions as names", async () => {
    const args = [{ v: 1, names: ["A", "B"], known: [1] }];
    const { refused } = await stand.call({ binding: "SECRETS", method: "read", args });
    expect(refused).toEqual({ name: "TypeError", message: "known must be as long as names." });
  });

  it("left the audit whole", async () => {
    expect(await verifyAudit(stand)).toMatchObject({ verdict: "self-consistent" });
  });
});
