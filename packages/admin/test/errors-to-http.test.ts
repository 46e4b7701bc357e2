import { ERROR_CODES, type ErrorCode, LunakeyError } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { renderFailure, renderThrown } from "../src/errors-to-http.ts";

const INTERNAL = {
  error: {
    code: "internal",
    message: "Something went wrong inside of Lunakey.",
    hint: "Try again with the same Idempotency-Key.",
    requestId: "id",
  },
};

describe("renderFailure", () => {
  it.each(Object.keys(ERROR_CODES) as ErrorCode[])("gives %s its status", async (code) => {
    const response = renderFailure({ code, message: "m", hint: "h", field: "f" }, "id");
    expect(response.status).toBe(ERROR_CODES[code].status);
    expect(await response.json()).toEqual({
      error: { code, message: "m", hint: "h", field: "f", requestId: "id" },
    });
  });

  it.each(["brand_new", "toString", "__proto__"])(
    "hides a code that is not listed: %s",
    async (code) => {
      // As a store that is newer than this Worker could answer.
      const response = renderFailure({ code: code as ErrorCode, message: "new" }, "id");
      expect([response.status, await response.json()]).toEqual([500, INTERNAL]);
    },
  );
});

describe("renderThrown", () => {
  it.each([new Error("the value"), new TypeError("the value"), "the value", null])(
    "says nothing of what it does not know: %#",
    async (thrown) => {
      const response = renderThrown(thrown, "id");
      expect([response.status, await response.json()]).toEqual([500, INTERNAL]);
    },
  );

  it("says what a coded error says, without its cause", async () => {
    const cause = new Error("the value");
    const error = new LunakeyError({ code: "conflict", message: "m" }, { cause });
    const response = renderThrown(error, "id");
    expect(await response.json()).toEqual({
      error: { code: "conflict", message: "m", requestId: "id" },
    });
  });
});
