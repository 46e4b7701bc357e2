/**
 * api.openai.com and api.anthropic.com: the list of models, behind a user's own key.
 * https://platform.openai.com/docs/api-reference/models/list, https://platform.openai.com/docs/guides/error-codes
 * https://docs.claude.com/en/api/models-list, https://docs.claude.com/en/api/errors
 */
import type { Double } from "./double.ts";

/** @param keys the keys that are accepted. */
export function createOpenai(keys: readonly string[]): Double {
  return async (request) => {
    const authorization = request.headers.get("Authorization");
    if (!keys.some((key) => authorization === `Bearer ${key}`)) {
      // The real message ends in a part of the key.
      const message = "Incorrect API key provided: sk-****.";
      const error = {
        message,
        type: "invalid_request_error",
        param: null,
        code: "invalid_api_key",
      };
      return Response.json({ error }, { status: 401 });
    }
    if (!isModelList(request)) {
      const message = "Invalid URL";
      const error = { message, type: "invalid_request_error", param: null, code: null };
      return Response.json({ error }, { status: 404 });
    }
    const model = { id: "gpt-4.1", object: "model", created: 1_744_316_542, owned_by: "system" };
    return Response.json({ object: "list", data: [model] });
  };
}

/** @param keys the keys that are accepted. */
export function createAnthropic(keys: readonly string[]): Double {
  return async (request) => {
    if (!keys.includes(request.headers.get("x-api-key") ?? "")) {
      return refuseAnthropic(401, "authentication_error", "invalid x-api-key");
    }
    if (!isModelList(request)) return refuseAnthropic(404, "not_found_error", "Not found");
    const id = "claude-sonnet-4-5";
    const created_at = "2025-09-29T00:00:00Z";
    const model = { type: "model", id, display_name: "Claude Sonnet 4.5", created_at };
    return Response.json({ data: [model], has_more: false, first_id: id, last_id: id });
  };
}

function isModelList(request: Request): boolean {
  return request.method === "GET" && new URL(request.url).pathname === "/v1/models";
}

function refuseAnthropic(status: number, type: string, message: string): Response {
  return Response.json({ type: "error", error: { type, message } }, { status });
}
