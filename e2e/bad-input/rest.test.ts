import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyAudit } from "../ways-in/audit-log.ts";
import { parseTable } from "../ways-in/markdown-table.ts";
import { takeSnapshot } from "../ways-in/snapshot.ts";
import { type Stand, startStand } from "../ways-in/stand.ts";
import { DOCUMENT } from "./input-table.ts";
import { readBytes, readText } from "./spelled.ts";

const ANSWER = ["status", "code", "field"];
const BODIES = parseTable(DOCUMENT, ["body", ...ANSWER]);
const ROUTES = parseTable(DOCUMENT, ["route", ...ANSWER]);
const HEADERS = parseTable(DOCUMENT, ["header of a write", "value", ...ANSWER]);
const SECRET = "/v1/environments/e/secrets/RAW";

let stand: Stand;
/** As the last answer left it. */
let before: string;

beforeAll(async () => {
  stand = await startStand();
  before = await takeSnapshot(stand);
});

afterAll(() => stand.stop());

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** As it is given: fetch would tidy up paths and headers. */
function ask({ method, path, headers, body }: Asked): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(stand.store.url);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        ...{ hostname, port, method, path },
        headers: {
          authorization: `Bearer ${stand.token}`,
          "content-type": "application/json",
          ...headers,
        },
      },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        asked.destroy();
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() });
      },
    );
    asked.on("error", reject);
    asked.end(body);
  });
}

/** Is the answer as the row says, does it say what is right, and repeat nothing? */
async function expectAnswer(row: Readonly<Record<string, string>>, asked: Asked): Promise<void> {
  const { status, text } = await ask(asked);
  if (row.status === "done") {
    before = await takeSnapshot(stand);
    return expect([status, text.slice(0, 9)]).toEqual([200, expect.not.stringContaining("error")]);
  }
  const { error = {} } = JSON.parse(text) as { error?: Record<string, string> };
  expect([status, error.code, error.field ?? ""]).toEqual([
    Number(row.status),
    row.code,
    row.field,
  ]);
  if (error.field !== undefined)
    expect(error.message).toMatch(new RegExp(`^${error.field} (must|has|is missing: it must) `));
  expect(text).not.toContain("zq");
  expect(await takeSnapshot(stand)).toBe(before);
}

describe("a body over REST", () => {
  it.each(BODIES)("is answered $status $code $field: $body", async (row) => {
    await expectAnswer(row, { method: "PUT", path: SECRET, body: readBytes(row.body ?? "") });
  });
});

describe("a route over REST", () => {
  it.each(ROUTES)("is answered $status $code $field: $route", async (row) => {
    const [method = "", path = ""] = (row.route ?? "").split(" ");
    await expectAnswer(row, { method, path });
  });
});

describe("a header over REST", () => {
  it.each(HEADERS)("is answered $status $code $field: $value", async (row) => {
    const headers = { [row["header of a write"] ?? ""]: readText(row.value ?? "") };
    const body = new TextEncoder().encode('{"value":"v"}');
    await expectAnswer(row, {
      method: "PUT",
      path: "/v1/environments/e/secrets/HEADER",
      headers,
      body,
    });
  });
});

it("nothing of it has failed inside, or was logged", async () => {
  expect(await verifyAudit(stand)).toMatchObject({ verdict: "self-consistent" });
  expect(stand.logs.join("\n")).not.toContain("zq");
});
