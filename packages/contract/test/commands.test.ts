import {
  callOptions,
  command,
  LIMITS,
  RESULTS,
  readRequest,
  reportRequest,
  TOKEN_PATTERN,
} from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { expectRefused, findRefusal } from "./expect-refused.ts";
import { SAMPLES } from "./sample-commands.ts";

const types = command.options.map((option) => option.shape.type.value);

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

describe("the union of commands", () => {
  it("has each type once, and an answer for each", () => {
    expect(new Set(types).size).toBe(types.length);
    expect(Object.keys(RESULTS).sort()).toEqual([...types].sort());
    expect(Object.keys(SAMPLES).sort()).toEqual([...types].sort());
  });

  it("names types as an area and a verb", () => {
    for (const type of types) expect(type).toMatch(/^[a-z]+\.[a-z]+$/);
  });

  it.each(Object.values(SAMPLES))("accepts $type as it stands", (sample) => {
    expect(command.parse(sample)).toEqual(sample);
  });

  it.each(Object.values(SAMPLES))("refuses $type with a field that it does not have", (sample) => {
    const failure = expectRefused(command, { ...sample, extra: 1 }, "input");
    expect(failure.message).toMatch(/1 unknown field;/);
  });

  it("refuses a type that it does not have", () => {
    expectRefused(command, { type: "secret.reveal" }, "type");
    expectRefused(command, {}, "type");
    expectRefused(command, null, "input");
  });

  it("answers with no field that is a value", () => {
    for (const schema of Object.values(RESULTS)) {
      expect(JSON.stringify(z.toJSONSchema(schema))).not.toMatch(/"value":/);
    }
  });
});

interface Limit {
  readonly title: string;
  readonly schema: z.ZodType;
  readonly limit: number;
  readonly field: string;
  readonly build: (size: number) => unknown;
}

const sizes: readonly Limit[] = [
  {
    title: "entries of an import",
    schema: command,
    limit: LIMITS.ENTRIES_PER_IMPORT,
    field: "entries",
    build: (size) => ({
      ...SAMPLES["secret.import"],
      entries: times(size, (index) => ({ name: `N${index}`, value: "x" })),
    }),
  },
  {
    title: "names of a grant",
    schema: command,
    limit: LIMITS.NAMES_PER_GRANT,
    field: "names",
    build: (size) => ({ ...SAMPLES["grant.add"], names: times(size, (index) => `N${index}`) }),
  },
  {
    title: "a page",
    schema: command,
    limit: LIMITS.PAGE_SIZE,
    field: "limit",
    build: (size) => ({ ...SAMPLES["secret.list"], limit: size }),
  },
  {
    title: "a comment",
    schema: command,
    limit: LIMITS.COMMENT_LENGTH,
    field: "comment",
    build: (size) => ({ ...SAMPLES["secret.set"], comment: "x".repeat(size) }),
  },
  {
    title: "a label",
    schema: command,
    limit: LIMITS.LABEL_LENGTH,
    field: "label",
    build: (size) => ({ ...SAMPLES["token.create"], label: "x".repeat(size) }),
  },
  {
    title: "names of a read",
    schema: readRequest,
    limit: LIMITS.NAMES_PER_READ,
    field: "names",
    build: (size) => ({ v: 1, names: times(size, (index) => `N${index}`) }),
  },
  {
    title: "counts of a report",
    schema: reportRequest,
    limit: LIMITS.COUNTS_PER_REPORT,
    field: "counts",
    build: (size) => ({
      v: 1,
      batchId: "3f0b6b3e-6f0c-4a53-9d6c-0f8f4a0d1c11",
      from: 0,
      to: 0,
      counts: times(size, () => ({ name: "A", source: "store", count: 1 })),
    }),
  },
  {
    title: "an idempotency key",
    schema: callOptions,
    limit: LIMITS.IDEMPOTENCY_KEY_LENGTH,
    field: "idempotencyKey",
    build: (size) => ({ idempotencyKey: "k".repeat(size) }),
  },
];

describe("limits", () => {
  it.each(sizes)("hold for $title: $limit", ({ schema, limit, field, build }) => {
    expect(findRefusal(schema, build(limit - 1))).toBeNull();
    expect(findRefusal(schema, build(limit))).toBeNull();
    expectRefused(schema, build(limit + 1), field);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "10", null])(
    "refuse a page of %j",
    (limit) => {
      expectRefused(command, { type: "token.list", limit }, "limit");
    },
  );

  it("refuse empty lists", () => {
    expectRefused(command, { ...SAMPLES["secret.import"], entries: [] }, "entries");
    expectRefused(command, { ...SAMPLES["grant.add"], names: [] }, "names");
    expectRefused(readRequest, { v: 1, names: [] }, "names");
  });

  it.each([-1, 1.5, 8_640_000_000_000_001, "2026-01-01", null])("refuse the moment %j", (at) => {
    expectRefused(command, { ...SAMPLES["secret.set"], expiresAt: at }, "expiresAt");
  });
});

describe("text that people write", () => {
  it("is refused with a lone surrogate, which SQLite would not give back", () => {
    expectRefused(command, { ...SAMPLES["secret.set"], comment: "a\ud800" }, "comment");
    expectRefused(command, { ...SAMPLES["token.create"], label: "\udc00" }, "label");
  });

  it("is refused as an idempotency key with spaces, controls or other scripts", () => {
    for (const key of ["", " ", "a b", "a\n", "é", "\u007f"]) {
      expectRefused(callOptions, { idempotencyKey: key }, "idempotencyKey");
    }
  });
});

describe("fields", () => {
  it("are named by their path, with the index of an entry", () => {
    const entries = times(4, (index) => ({ name: `N${index}`, value: "x" }));
    const wrong = entries.with(3, { name: "not a name", value: "x" });
    const failure = expectRefused(
      command,
      { ...SAMPLES["secret.import"], entries: wrong },
      "entries[3].name",
    );
    expect(failure.message).toMatch(/^entries\[3\]\.name must be 1 to 255 letters/);
    expectRefused(command, { ...SAMPLES["grant.add"], names: ["A", "B", ""] }, "names[2]");
    expectRefused(command, { ...SAMPLES["secret.set"], value: undefined }, "value");
  });
});

describe("TOKEN_PATTERN", () => {
  const token = `lunakey_0123456789abcdef_${"A".repeat(43)}`;

  it("takes a token's form and no other", () => {
    expect(TOKEN_PATTERN.exec(token)?.[1]).toBe("0123456789abcdef");
    for (const other of [
      "",
      `${token}A`,
      token.slice(0, -1),
      ` ${token}`,
      `${token}\n`,
      token.toUpperCase(),
      token.replace("lunakey", "lunakex"),
      token.replace("A", "+"),
    ]) {
      expect(TOKEN_PATTERN.test(other)).toBe(false);
    }
  });
});
