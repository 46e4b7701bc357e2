import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ERROR_CODES, LunakeyError } from "@lunakey/contract";
import { describe, expect, it } from "vitest";

const document = join(import.meta.dirname, "../../../docs/errors.md");

/** Rows such as `| \`conflict\` | 409 | … |`. */
async function readDocumentedCodes(): Promise<[string, number][]> {
  const rows = (await readFile(document, "utf8")).matchAll(/^\| `(\w+)` \| (\d+) \|/gm);
  return Array.from(rows, ([, code = "", status]) => [code, Number(status)]);
}

describe("ERROR_CODES", () => {
  it("are those of docs/errors.md, with the same statuses in the same order", async () => {
    const codes = Object.entries(ERROR_CODES).map(([code, { status }]) => [code, status]);
    expect(await readDocumentedCodes()).toEqual(codes);
  });

  it("are words in snake case, each with the status of an error", () => {
    for (const [code, { status }] of Object.entries(ERROR_CODES)) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
    }
  });

  it("can be retried only where the fault is not the caller's", () => {
    for (const { status, retryable } of Object.values(ERROR_CODES)) {
      expect(retryable).toBe(status >= 500);
    }
  });
});

describe("LunakeyError", () => {
  it("takes to the wire what was said, and neither stack nor cause", () => {
    const error = new LunakeyError(
      { code: "conflict", message: "no", hint: "wait", field: "name" },
      { cause: new Error("inner") },
    );
    expect(error.toFailure()).toEqual({
      code: "conflict",
      message: "no",
      hint: "wait",
      field: "name",
    });
    expect(Object.keys(new LunakeyError({ code: "internal", message: "m" }).toFailure())).toEqual([
      "code",
      "message",
    ]);
    expect(error.retryable).toBe(false);
  });
});
