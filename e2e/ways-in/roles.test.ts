import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { command } from "@lunakey/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS } from "../../packages/cli/src/commands/index.ts";
import { runCli } from "../../packages/cli/test/run-cli.ts";
import { listEvents } from "./audit-log.ts";
import { parseTable } from "./markdown-table.ts";
import { SAMPLES, type Sample } from "./role-samples.ts";
import { takeSnapshot } from "./snapshot.ts";
import { type Stand, startStand } from "./stand.ts";

const DOCUMENT = readFileSync(join(import.meta.dirname, "../../docs/roles.md"), "utf8");
const ROLES = ["admin", "writer", "viewer"] as const;
const CELLS = parseTable(DOCUMENT, ["command", "REST", "command line", ...ROLES]);
const METHODS = ["get", "read", "report", "execute", "refuse", "alarm", "fetch"];
const ENTRYPOINTS = parseTable(DOCUMENT, ["binding", ...METHODS]);

interface MadeToken {
  readonly id: string;
  readonly token: string;
}

interface Result {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly error?: { readonly code: string };
}

let stand: Stand;
let folder: string;
const tokens = new Map<string, MadeToken>();

async function execute(token: string, asked: object): Promise<Result> {
  const args = [token, asked];
  return (await stand.call({ binding: "ADMIN", method: "execute", args })).got as Result;
}

async function asAdmin(asked: object): Promise<unknown> {
  const result = await execute(stand.token, asked);
  if (!result.ok) throw new Error(`the admin could not: ${result.error?.code}`);
  return result.value;
}

const createToken = (role: string) =>
  asAdmin({ type: "token.create", label: "roles", role }) as Promise<MadeToken>;

beforeAll(async () => {
  stand = await startStand();
  for (const role of ROLES) tokens.set(role, await createToken(role));
  folder = await mkdtemp(join(tmpdir(), "lunakey-roles-"));
  const backup = { fields: {}, args: [join(folder, "whole.backup")] };
  expect(await askCli(stand.token, "lunakey backup", backup)).toBe("0");
});

afterAll(async () => {
  await stand.stop();
  await rm(folder, { recursive: true });
});

/** Status 200, or the error's code. */
async function askRest(token: string, route: string, sample: Sample): Promise<string> {
  const [method = "", template = ""] = route.split(" ");
  const rest = { ...sample.fields };
  const path = template.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = String(rest[field]);
    delete rest[field];
    return encodeURIComponent(value);
  });
  const isWrite = method !== "GET";
  const query = isWrite ? "" : `?${new URLSearchParams(rest as Record<string, string>)}`;
  const response = await fetch(`${stand.store.url}${path}${query}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(isWrite && Object.keys(rest).length > 0 ? { body: JSON.stringify(rest) } : {}),
  });
  const { error } = (await response.json()) as { error?: { code: string } };
  return error === undefined ? String(response.status) : `${response.status} ${error.code}`;
}

async function askCli(token: string, line: string, { args = [], input }: Sample): Promise<string> {
  const argv = [...line.split(" ").slice(1), ...args, "--json"];
  const { status, stderr } = await runCli(argv, {
    cwd: tmpdir(),
    env: { LUNAKEY_URL: stand.store.url, LUNAKEY_TOKEN: token },
    ...(input === undefined ? {} : { input }),
  });
  const [last = ""] = stderr.trim().split("\n").toReversed();
  return status === 0 ? "0" : `${status} ${JSON.parse(last).error.code}`;
}

/** A sample of its own, with what it needs made ready. */
async function prepare(type: string, tag: string): Promise<Sample> {
  const revocable = type === "token.revoke" ? (await createToken("viewer")).id : "";
  const sample = SAMPLES[type]?.(tag, { tokenId: revocable, folder });
  if (sample === undefined) throw new Error(`role-samples.ts has no sample of ${type}`);
  for (const asked of sample.before ?? []) await asAdmin(asked);
  return sample;
}

async function deniedOf(role: string, type: string): Promise<number> {
  const id = tokens.get(role)?.id;
  const events = await listEvents(stand);
  return events.filter(({ actor, action, outcome, details }) => {
    const isRole = details.reason === "role" && details.role === role;
    return actor.id === id && action === type && outcome === "denied" && isRole;
  }).length;
}

describe("docs/roles.md", () => {
  it("has a row for each command of the contract, and no other", () => {
    const types = command.options.map(({ shape }) => shape.type.value);
    expect(CELLS.map((row) => row.command).sort()).toEqual(types.sort());
  });

  it("has each route of the REST API, and no other", async () => {
    const response = await fetch(`${stand.store.url}/v1/openapi.json`);
    const { paths } = (await response.json()) as { paths: Record<string, object> };
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const listed = CELLS.map((row) => row.REST).filter((route) => route !== "-");
    expect([...listed, "GET /v1/openapi.json"].sort()).toEqual(routes.sort());
  });

  it("has each command of the command line that talks to a store, and no other", () => {
    const all = COMMANDS.flatMap((each) => {
      if (!("commands" in each)) return [{ ...each, line: `lunakey ${each.name}` }];
      return each.commands.map((inner) => ({
        ...inner,
        line: `lunakey ${each.name} ${inner.name}`,
      }));
    });
    const [, onTheirWay = ""] = /ask the store on their way[^:]*:([^.]+)\./.exec(DOCUMENT) ?? [];
    const listed = [
      ...CELLS.map((row) => row["command line"]).filter((line) => line !== "-"),
      ...[...onTheirWay.matchAll(/`([^`]+)`/g)].map(([, line]) => line),
    ];
    const connecting = all.filter(({ connects }) => connects).map(({ line }) => line);
    expect(listed.sort()).toEqual(connecting.sort());
  });

  it("says yes or no in every cell", () => {
    const cells = [
      ...CELLS.flatMap((row) => ROLES.map((role) => row[role])),
      ...ENTRYPOINTS.flatMap((row) => METHODS.map((method) => row[method])),
    ];
    expect([...new Set(cells)].sort()).toEqual(["no", "yes"]);
  });
});

describe.each(CELLS)("$command", (row) => {
  const { command: type = "", REST: route = "-", "command line": line = "-" } = row;

  /** What came of the command over each of the ways that it has. */
  async function tryAll(role: string): Promise<[string[], Sample["reached"]]> {
    const { token = "" } = tokens.get(role) ?? {};
    const tag = `${type.replaceAll(".", "_")}_${role}`;
    const samples = [1, 2, 3].map((way) => prepare(type, `${tag}_${way}`));
    const [overRpc, overRest, overCli] = await Promise.all(samples);
    if (!overRpc || !overRest || !overCli) throw new Error("no sample");
    const before = await takeSnapshot(stand);
    const { error } = await execute(token, { type, ...overRpc.fields });
    const got = [
      `rpc ${error?.code ?? "ok"}`,
      ...(route === "-" ? [] : [`rest ${await askRest(token, route, overRest)}`]),
      ...(line === "-" ? [] : [`cli ${await askCli(token, line, overCli)}`]),
    ];
    if (row[role] === "no") expect(await takeSnapshot(stand)).toBe(before);
    return [got, overRpc.reached];
  }

  it.each(ROLES)("is as the page says for %s", async (role) => {
    const [got, reached] = await tryAll(role);
    const allowed = { rpc: "ok", rest: "200", cli: "0", ...reached };
    const forbidden = { rpc: "forbidden", rest: "403 forbidden", cli: "1 forbidden" };
    const { rpc, rest, cli } = row[role] === "yes" ? allowed : forbidden;
    const has = [true, route !== "-", line !== "-"];
    const expected = [`rpc ${rpc}`, `rest ${rest}`, `cli ${cli}`].filter((_, way) => has[way]);
    expect(got).toEqual(expected);
    expect(await deniedOf(role, type)).toBe(row[role] === "yes" ? 0 : got.length);
  });
});

describe.each(ENTRYPOINTS)("$binding", (row) => {
  const BINDINGS: Readonly<Record<string, { binding: string; object?: string }>> = {
    "the entrypoint `Secrets`": { binding: "SECRETS" },
    "the entrypoint `Admin`": { binding: "ADMIN" },
    "the gateway itself": { binding: "GATEWAY" },
    "the ledger's class": { binding: "LEDGER", object: "ways-in" },
  };
  const MISSING =
    /does not implement|Handler does not export|has no method|not a function|reserved method/i;

  it.each(METHODS)("can be called by %s or not, as the page says", async (method) => {
    const bound = BINDINGS[row.binding ?? ""];
    if (bound === undefined) throw new Error("the test knows no such binding");
    const args = method === "fetch" ? ["http://store/"] : [];
    const { refused } = await stand.call({ ...bound, method, args });
    const isThere = refused === undefined || !MISSING.test(refused.message);
    expect([isThere ? "yes" : "no", refused?.message]).toEqual([row[method], refused?.message]);
  });
});
