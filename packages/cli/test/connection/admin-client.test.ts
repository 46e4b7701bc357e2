import { describe, expect, it } from "vitest";
import { CliError, type CliFailure } from "../../src/cli-error.ts";
import { type AdminClientPorts, createAdminClient } from "../../src/connection/admin-client.ts";
import { renderFailureJson } from "../../src/output/errors.ts";

const CANARY = "canary7f3a";
const connection = {
  url: "https://lunakey.example.com/base",
  token: "lunakey_token",
  label: {
    en: "store https://lunakey.example.com/base",
    fr: "store https://lunakey.example.com/base",
  },
  isLocal: false,
};

interface Sent {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Headers;
  readonly body: unknown;
}

type Answer = Response | Error;

/** A network that answers with these, one after another, and keeps what was sent. */
function createNetwork(answers: readonly Answer[]) {
  const sent: Sent[] = [];
  const waits: number[] = [];
  const ports: AdminClientPorts = {
    fetch: (input, init) => {
      const body = typeof init?.body === "string" ? JSON.parse(init.body) : undefined;
      const headers = new Headers(init?.headers);
      sent.push({ url: String(input), method: init?.method, headers, body });
      const answer = answers[sent.length - 1] ?? new Error("too many requests");
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    signal: new AbortController().signal,
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    randomUUID: () => crypto.randomUUID(),
  };
  return { sent, waits, client: createAdminClient(connection, ports) };
}

const SET = { type: "secret.set", environment: "production", name: "A", value: CANARY } as const;
const SET_DONE = {
  environment: "production",
  name: "A",
  version: 1,
  changed: true,
  fallback: "allowed",
};
const lost = () => new TypeError("fetch failed", { cause: new Error(`socket hang up ${CANARY}`) });
const refused = () =>
  new TypeError("fetch failed", {
    cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" }),
  });

/** As a program reads it, in English. */
async function failureOf(promise: Promise<unknown>): Promise<CliFailure> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CliError)) throw new Error("it did not fail as it should");
  expect(JSON.stringify(error.failure)).not.toContain(CANARY);
  return JSON.parse(renderFailureJson(error.failure, "en")).error;
}

describe("createAdminClient", () => {
  it("puts names into the path and the rest into the body", async () => {
    const { client, sent } = createNetwork([Response.json(SET_DONE)]);
    expect(await client.call(SET)).toEqual(SET_DONE);
    expect(sent[0]).toMatchObject({
      url: "https://lunakey.example.com/base/v1/environments/production/secrets/A",
      method: "PUT",
      body: { value: CANARY },
    });
    expect(sent[0]?.headers.get("authorization")).toBe("Bearer lunakey_token");
    expect(sent[0]?.headers.get("idempotency-key")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("puts a question's fields into the query, and sends no key", async () => {
    const { client, sent } = createNetwork([Response.json({ secrets: [], nextCursor: null })]);
    await client.call({ type: "secret.list", search: "a&b", limit: 10 });
    expect(sent[0]?.url).toBe("https://lunakey.example.com/base/v1/secrets?search=a%26b&limit=10");
    expect(sent[0]?.headers.has("idempotency-key")).toBe(false);
  });

  it("sends an unanswered write again under the same key", async () => {
    const busy = Response.json(
      { error: { code: "store_unavailable", message: "Busy." } },
      { status: 503 },
    );
    const { client, sent, waits } = createNetwork([lost(), busy, Response.json(SET_DONE)]);
    expect(await client.call(SET)).toEqual(SET_DONE);
    expect(new Set(sent.map(({ headers }) => headers.get("idempotency-key"))).size).toBe(1);
    expect(waits).toEqual([250, 1_000]);
  });

  it("gives up after the third attempt, and at once where nothing listens", async () => {
    const tired = createNetwork([lost(), lost(), lost()]);
    expect(await failureOf(tired.client.call(SET))).toMatchObject({
      code: "unreachable",
      message: "No answer from store https://lunakey.example.com/base.",
    });
    const closed = createNetwork([refused()]);
    expect(await failureOf(closed.client.call(SET))).toMatchObject({
      code: "unreachable",
      message: "Nothing listens at store https://lunakey.example.com/base.",
    });
    expect(closed.sent).toHaveLength(1);
  });

  it("does not follow a redirect", async () => {
    const { client, sent } = createNetwork([
      new Response(null, { status: 307, headers: { Location: `https://evil.example/${CANARY}` } }),
    ]);
    expect((await failureOf(client.call(SET))).code).toBe("bad_answer");
    expect(sent).toHaveLength(1);
  });

  it("passes the store's refusal on", async () => {
    const error = {
      code: "version_mismatch",
      message: "A is at version 2.",
      hint: "Look at it first.",
      requestId: "r1",
    };
    const { client } = createNetwork([Response.json({ error }, { status: 412 })]);
    expect(await failureOf(client.call(SET))).toEqual(error);
  });

  it.each([
    new Response(`<html>${CANARY}</html>`, { status: 200 }),
    new Response(`PUT ${CANARY} not found`, { status: 404 }),
    Response.json({ error: { code: "echo", message: CANARY } }, { status: 400 }),
    Response.json({ ...SET_DONE, version: CANARY }),
    Response.json({ value: CANARY }, { status: 500 }),
  ])("shows nothing of an answer that is not the admin Worker's (%#)", async (answer) => {
    const { client } = createNetwork([answer]);
    expect((await failureOf(client.call(SET))).code).toBe("bad_answer");
  });

  it("stops reading an answer that is too large", async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(1_048_576));
      },
    });
    const { client } = createNetwork([new Response(endless)]);
    expect((await failureOf(client.call(SET))).message).toBe("The store's answer is too large.");
    expect(pulled).toBeLessThan(20);
  });
});
