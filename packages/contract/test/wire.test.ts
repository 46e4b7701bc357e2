import {
  consumerProps,
  type ReadResponse,
  type ReportResponse,
  readRequest,
  reportRequest,
} from "@lunakey/contract";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { expectRefused } from "./expect-refused.ts";
import vectors from "./vectors/wire.json" with { type: "json" };

/**
 * The answers as version 1 froze them. The contract has only their types, since no one parses
 * them; `satisfies` holds the two together. Not strict: later versions add optional fields.
 */
const frozenReadResponse = z.object({
  v: z.literal(1),
  items: z.array(
    z.object({
      name: z.string(),
      status: z.enum(["ok", "same", "missing", "denied", "deleted", "expired", "invalid"]),
      value: z.string().exactOptional(),
      version: z.int().exactOptional(),
      maxAgeSeconds: z.number(),
      fallback: z.enum(["allowed", "obsolete"]),
      stages: z
        .array(
          z.object({
            stage: z.enum(["previous", "pending"]),
            version: z.int(),
            value: z.string(),
            until: z.int().exactOptional(),
          }),
        )
        .exactOptional(),
    }),
  ),
  local: z.literal(true).exactOptional(),
}) satisfies z.ZodType<ReadResponse>;

const frozenReportResponse = z.object({
  v: z.literal(1),
  status: z.enum(["counted", "duplicate"]),
}) satisfies z.ZodType<ReportResponse>;

describe("the wire, version 1", () => {
  it.each(vectors.readRequests)("reads the request to read: $about", ({ wire }) => {
    expect(readRequest.parse(wire)).toEqual(wire);
  });

  it.each(vectors.readResponses)("reads the answer to read: $about", ({ wire }) => {
    expect(frozenReadResponse.parse(wire)).toEqual(wire);
  });

  it.each(vectors.reportRequests)("reads the request to report: $about", ({ wire }) => {
    expect(reportRequest.parse(wire)).toEqual(wire);
  });

  it.each(vectors.reportResponses)("reads the answer to report: $about", ({ wire }) => {
    expect(frozenReportResponse.parse(wire)).toEqual(wire);
  });

  it.each(vectors.props)("reads the props: $about", ({ wire }) => {
    expect(consumerProps.parse(wire)).toEqual(wire);
  });
});

describe("what is not version 1", () => {
  it.each([0, 2, "1", null, undefined])("is refused, naming the version: %j", (v) => {
    expectRefused(readRequest, { v, names: ["A"] }, "v");
    expectRefused(reportRequest, { ...vectors.reportRequests[0]?.wire, v }, "v");
    expectRefused(consumerProps, { ...vectors.props[0]?.wire, v }, "v");
  });

  it("is refused in props with a field more, or without one", () => {
    const [{ wire } = { wire: null }] = vectors.props;
    expectRefused(consumerProps, { ...wire, admin: true }, "input");
    expectRefused(consumerProps, { ...wire, environment: "all" }, "environment");
    expectRefused(consumerProps, {}, "v");
  });
});
