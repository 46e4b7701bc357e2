import { LIMITS } from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import { type Answer, ask, expectError } from "./ask.ts";

interface Limit {
  readonly title: string;
  readonly limit: number;
  readonly ask: (size: number) => Promise<Answer>;
  readonly refusal: readonly [status: number, code: string, field: string];
}

function setSecret(name: string, value: string): Promise<Answer> {
  const path = `/v1/environments/limits/secrets/${name}`;
  return ask({ method: "PUT", path, json: { value } });
}

function preview(entries: readonly { name: string; value: string }[]): Promise<Answer> {
  const path = "/v1/environments/limits/import";
  return ask({ method: "POST", path, json: { entries, mode: "preview" } });
}

function makeEntries(count: number, value: string) {
  return Array.from({ length: count }, (_, index) => ({ name: `N${index}`, value }));
}

/** A body of exactly this many bytes: white space around JSON is JSON too. */
function padBody(size: number): Uint8Array {
  const body = new Uint8Array(size).fill(0x20);
  body.set(new TextEncoder().encode('{"value":"x"}'));
  return body;
}

function putBody(body: BodyInit): Promise<Answer> {
  const path = "/v1/environments/limits/secrets/PADDED";
  return ask({ method: "PUT", path, body, headers: { "Content-Type": "application/json" } });
}

/** Sent in pieces, so that no Content-Length says how long it is. */
function inPieces(body: Uint8Array): ReadableStream {
  let offset = 0;
  return new ReadableStream({
    pull(controller) {
      if (offset >= body.byteLength) return controller.close();
      controller.enqueue(body.subarray(offset, offset + 1_048_576));
      offset += 1_048_576;
    },
  });
}

const limits: readonly Limit[] = [
  {
    title: "bytes of a value",
    limit: LIMITS.VALUE_BYTES,
    ask: (size) => setSecret("BYTES", "x".repeat(size)),
    refusal: [400, "invalid_input", "value"],
  },
  {
    title: "characters of a name",
    limit: LIMITS.SECRET_NAME_LENGTH,
    ask: (size) => setSecret("N".repeat(size), "x"),
    refusal: [400, "invalid_input", "name"],
  },
  {
    title: "entries of an import",
    limit: LIMITS.ENTRIES_PER_IMPORT,
    ask: (size) => preview(makeEntries(size, "x")),
    refusal: [400, "invalid_input", "entries"],
  },
  {
    title: "entries of a page",
    limit: LIMITS.PAGE_SIZE,
    ask: (size) => ask({ path: `/v1/secrets?limit=${size}` }),
    refusal: [400, "invalid_input", "limit"],
  },
  {
    title: "bytes of a body",
    limit: LIMITS.REST_BODY_BYTES,
    ask: (size) => putBody(padBody(size)),
    refusal: [413, "too_large", "body"],
  },
  {
    title: "bytes of a body that comes in pieces",
    limit: LIMITS.REST_BODY_BYTES,
    ask: (size) => putBody(inPieces(padBody(size))),
    refusal: [413, "too_large", "body"],
  },
];

describe("limits", () => {
  it.each(limits)("hold for $title: $limit", async ({ limit, ask: askFor, refusal }) => {
    expect((await askFor(limit - 1)).status).toBe(200);
    expect((await askFor(limit)).status).toBe(200);
    expectError(await askFor(limit + 1), ...refusal);
  });

  it("hold for the values of an import as a whole", async () => {
    const full = makeEntries(LIMITS.IMPORT_BYTES / LIMITS.VALUE_BYTES, "x".repeat(65_536));
    expect((await preview(full)).status).toBe(200);
    expectError(await preview([...full, { name: "ONE_MORE", value: "x" }]), 413, "too_large");
  });
});
