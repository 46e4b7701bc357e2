import { readFileSync } from "node:fs";
import { join } from "node:path";
import { command } from "@lunakey/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SAMPLE_CHUNK } from "../../packages/contract/test/sample-commands.ts";
import { listEvents, verifyAudit } from "../ways-in/audit-log.ts";
import { parseTable } from "../ways-in/markdown-table.ts";
import { takeSnapshot } from "../ways-in/snapshot.ts";
import { type Call, type Stand, startStand } from "../ways-in/stand.ts";
import { DOCUMENT, type Input, readKinds } from "./input-table.ts";
import { placeAt } from "./place.ts";

const FIELDS = parseTable(DOCUMENT, ["command", "field", "kind", "needed"]);
const ROLES = readFileSync(join(import.meta.dirname, "../../docs/roles.md"), "utf8");
const HEAD = ["command", "REST", "command line", "admin", "writer", "viewer"];
const ROUTES = new Map(parseTable(ROLES, HEAD).map((row) => [row.command ?? "", row.REST ?? ""]));
const KINDS = readKinds((kind, index) => {
  const name = `N${index}`;
  if (kind === "changes") return { action: "rotate", environment: "e", name, value: "v" };
  return kind === "entries" ? { name, value: "v" } : name;
});

const environment = "bad-input";
const worker = "bad-input-worker";
const FUTURE = 4_102_444_800_000;

const VERSION = { value: "v", expectVersion: 1, expiresAt: FUTURE, comment: "c" };
const ROTATION = { ...VERSION, pending: false, overlapSeconds: 1, copies: "leave" };

/** Valid, with every field; none of them changes what another needs. */
const VALID: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "secret.set": {
    environment,
    name: "SET",
    value: "v",
    fallback: "allowed",
    expectVersion: 0,
    expiresAt: FUTURE,
    comment: "c",
  },
  "secret.import": {
    environment,
    entries: [{ name: "A", value: "v" }],
    mode: "preview",
    overwrite: false,
  },
  "secret.get": { environment, name: "KEPT" },
  "secret.list": { environment, search: "A", limit: 1, cursor: "" },
  "secret.history": { environment, name: "KEPT", limit: 1, cursor: "" },
  "secret.delete": { environment, name: "ABSENT", force: true },
  "secret.undelete": { environment, name: "ABSENT" },
  "secret.rotate": { environment, name: "ABSENT", ...ROTATION },
  "secret.promote": { environment, name: "ABSENT", expectVersion: 1, overlapSeconds: 1 },
  "secret.rollback": {
    environment,
    name: "ABSENT",
    version: 1,
    expectVersion: 1,
    overlapSeconds: 1,
  },
  "secret.retire": { environment, name: "ABSENT", expectVersion: 1 },
  "changes.apply": {
    changes: [{ action: "rotate", environment, name: "ABSENT", ...VERSION }],
    pending: false,
    overlapSeconds: 1,
    copies: "leave",
  },
  "secret.rollout": { environment, name: "KEPT" },
  "grant.add": { worker, environment, names: ["A"] },
  "grant.remove": { worker, environment, names: ["A"] },
  "grant.list": { worker, environment, name: "A", limit: 1, cursor: "" },
  "token.create": { label: "l", role: "viewer", expiresAt: FUTURE },
  "token.list": { limit: 1, cursor: "" },
  "token.revoke": { id: "0123456789abcdef" },
  "usage.list": { worker, environment, name: "A", limit: 1, cursor: "" },
  "evidence.list": { worker, environment, limit: 1, cursor: "" },
  "parity.list": { worker, environment, name: "A", limit: 1, cursor: "" },
  "copies.target": { worker, environment, script: worker },
  "copies.plan": { worker, environment, names: ["A"] },
  "copies.send": { worker, environment, names: ["A"] },
  "copies.surplus": { worker, environment },
  "copies.remove": { worker, environment, names: ["A"], release: false },
  "copies.list": { worker, environment, name: "A", limit: 1, cursor: "" },
  "backup.read": { cursor: "" },
  "restore.begin": { chunk: SAMPLE_CHUNK },
  "restore.write": { chunk: SAMPLE_CHUNK },
  "restore.commit": { backup: SAMPLE_CHUNK.backup },
  "keys.rewrap": { limit: 1, cursor: "" },
  "audit.list": { after: 0, limit: 1 },
};

interface Failure {
  readonly code: string;
  readonly field?: string;
  readonly message: string;
}

let stand: Stand;

beforeAll(async () => {
  stand = await startStand();
  const kept = { type: "secret.set", environment, name: "KEPT", value: "kept" };
  await stand.call({ binding: "ADMIN", method: "execute", args: [stand.token, kept] });
});

afterAll(() => stand.stop());

function validOf(type: string, field: string): Record<string, unknown> {
  const { cursor, ...rest } = VALID[type] ?? {};
  // A cursor is of one list at one moment: it is there only where it is the one that is tried.
  return { type, ...rest, ...(field === "cursor" ? { cursor } : {}) };
}

function overRpc(type: string, field: string, value: unknown): Call {
  const asked = placeAt(validOf(type, field), field, value);
  return { binding: "ADMIN", method: "execute", args: [stand.token, asked] };
}

/** Undefined where HTTP has no way to say it. */
function overRest(type: string, field: string, { value, isRpcOnly }: Input): Call | undefined {
  if (isRpcOnly || field === "type") return undefined;
  const [method = "", template = ""] = (ROUTES.get(type) ?? "").split(" ");
  const { type: _, ...rest } = placeAt(validOf(type, field), field, value);
  const hasBody = method !== "GET" && method !== "DELETE";
  const isInBody = hasBody && !template.includes(`{${field}}`);
  if (
    !isInBody &&
    (typeof value !== "string" ||
      !value.isWellFormed() ||
      (value === "" && template.includes(`{${field}}`)))
  )
    return undefined;
  const path = template.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const text = encodeURIComponent(String(rest[name]));
    delete rest[name];
    return text;
  });
  const query = !hasBody ? `?${new URLSearchParams(rest as Record<string, string>)}` : "";
  const headers = { authorization: `Bearer ${stand.token}`, "content-type": "application/json" };
  const body = !hasBody ? {} : { body: JSON.stringify(rest) };
  const url = `${stand.store.url}${path}${query}`;
  return { binding: "ADMIN_HTTP", method: "fetch", args: [url, { method, headers, ...body }] };
}

/** The failure over either way; null where it was done. */
function failureOf(got: unknown): (Failure & { readonly status?: number }) | null {
  const { ok, error, status, text } = got as {
    ok?: boolean;
    error?: Failure;
    status?: number;
    text?: string;
  };
  if (ok !== undefined) return error ?? null;
  const body = JSON.parse(text ?? "null") as { error?: Failure } | null;
  return body?.error === undefined ? null : { ...body.error, status: status ?? 0 };
}

/** Ways and inputs of one field. */
function callsOf(type: string, field: string, inputs: readonly Input[]) {
  return inputs.flatMap((input) => {
    const calls = [
      ["RPC", overRpc(type, field, input.value)],
      ["REST", overRest(type, field, input)],
    ] as const;
    return calls.flatMap(([way, call]) =>
      call === undefined ? [] : [{ title: `${input.title} over ${way}`, input, call }],
    );
  });
}

describe("docs/bad-input.md", () => {
  it("has a row for each field of each command, and no other", () => {
    const fields = command.options.flatMap(({ shape }) => {
      const { type, ...rest } = shape;
      return Object.keys(rest).map((field) => `${type.value} ${field}`);
    });
    const listed = FIELDS.filter(({ field }) => field !== "type" && !/[.[]/.test(field ?? "")).map(
      (row) => `${row.command} ${row.field}`,
    );
    expect(listed.sort()).toEqual(fields.sort());
  });

  it("knows the kind of each of them", () => {
    expect(FIELDS.filter(({ kind }) => !KINDS.has(kind ?? ""))).toEqual([]);
  });
});

describe.each(FIELDS)(
  "$command, $field",
  ({ command: type = "", field = "", kind: name = "", needed }) => {
    const kind = KINDS.get(name) ?? { right: [], accepted: [], refused: [] };

    it("says what is right to all that is wrong, and nothing has changed", async () => {
      const missing = needed === "yes" ? [{ title: "nothing", value: undefined }] : [];
      const tried = callsOf(type, field, [...kind.refused, ...missing]);
      // In a path, nothing is another route; in a body or a command it is a field that is missing.
      const wanted = tried.filter(
        ({ input, call }) => input.value !== undefined || call.binding === "ADMIN",
      );
      const before = await takeSnapshot(stand);
      const answers = await stand.callAll(wanted.map(({ call }) => call));
      const faults = wanted.flatMap(({ title, input }, index) => {
        const said = failureOf(answers[index]?.got ?? {});
        const fault = explainFault(said, field, kind.right, input);
        return fault === null ? [] : [`${title}: ${fault}`];
      });
      expect(faults).toEqual([]);
      expect(await takeSnapshot(stand)).toBe(before);
    });

    it("takes what is right, up to the limit", async () => {
      const tried = callsOf(type, field, kind.accepted);
      const answers = await stand.callAll(tried.map(({ call }) => call));
      const refused = tried.flatMap(({ title }, index) => {
        const said = failureOf(answers[index]?.got ?? {});
        const isFault =
          said?.code === "internal" || (said?.code === "invalid_input" && said.field === field);
        return isFault ? [`${title}: ${said?.message}`] : [];
      });
      expect(refused).toEqual([]);
    });
  },
);

/** Null where the failure is as the page says. */
function explainFault(
  said: ReturnType<typeof failureOf>,
  field: string,
  right: readonly string[],
  { value }: Input,
): string | null {
  if (said === null) return "was taken";
  if (said.code !== "invalid_input" || (said.status ?? 400) !== 400)
    return `${said.status} ${said.code}`;
  if (said.field !== field) return `names the field ${said.field}`;
  const words = [field, ...(value === undefined ? ["is missing: it"] : [])].join(" ");
  if (!right.some((text) => said.message === `${words} ${text}.`)) return `says: ${said.message}`;
  const isRepeated =
    typeof value === "string" && value.includes("zq") && JSON.stringify(said).includes("zq");
  return isRepeated ? "repeats the input" : null;
}

it("has not failed inside, nor broken the audit", async () => {
  expect(await verifyAudit(stand)).toMatchObject({ verdict: "self-consistent" });
  const codes = (await listEvents(stand)).map(({ details }) => details.code);
  expect(codes).not.toContain("internal");
});
