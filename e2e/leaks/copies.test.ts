/**
 * Values on their way to the Workers' individual secrets, past a Cloudflare that repeats what it was sent
 * in whatever it answers. They must be nowhere but there; nor must the gateway's token.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LUNA_ACCOUNT } from "../cloudflare-account/account-options.ts";
import { type Deployed, deploy, ok, stopAll } from "../production/deployed.ts";
import { init, makeRepository } from "../production/repository.ts";
import { createSearch, makeKey } from "./canary.ts";
import { Evidence, readFolder } from "./evidence.ts";

const value = makeKey("value");
const token = { name: "token", value: makeKey("token").value.replace("sk_live_", "token") };
const search = createSearch([value, token]);
const evidence = new Evidence();
const env = ["--env", "production"];
const received: string[] = [];
let deployed: Deployed;
/** How Cloudflare answers next. */
let status = 200;

/** Says back all that it was told, as text and as names, in messages and in headers. */
async function repeat(request: Request): Promise<Response> {
  const body = await request.text();
  const said = `${body} ${request.headers.get("Authorization")}`;
  received.push(said);
  if (status === 0) throw new Error(said);
  const errors = [{ code: 10_021, message: `'${value.value}' ${said}` }];
  const success = status === 200;
  const answer = { success, errors: success ? [] : errors, messages: [said], result: said };
  return Response.json(answer, { status, headers: { "X-Said": encodeURIComponent(said) } });
}

beforeAll(async () => {
  const repository = makeRepository();
  await init(repository, "--backend", "vault");
  mkdirSync(join(repository.cwd, "reader"));
  const worker = { name: "reader", main: "index.ts", env: { production: {} } };
  const config = JSON.stringify({ ...worker, compatibility_date: "2026-10-01" });
  writeFileSync(join(repository.cwd, "reader/wrangler.json"), config);
  const vars = {
    LUNAKEY_CLOUDFLARE_ACCOUNT_ID: LUNA_ACCOUNT.id,
    LUNAKEY_CLOUDFLARE_API_TOKEN: token.value,
  };
  deployed = await deploy(repository, vars, { outbound: repeat });
  await ok(deployed, ["grant", "reader", "A", ...env]);
});
afterAll(() => stopAll());

async function keep(...argv: string[]): Promise<void> {
  const { all } = await deployed.repository.run(argv, { env: deployed.env });
  evidence.add(argv.join(" "), all);
}

describe("a copy's value, and the token that it is sent with", () => {
  it("go to Cloudflare, however it answers", async () => {
    for (const each of [400, 403, 500, 0, 200, 429]) {
      status = each;
      const before = received.length;
      await ok(deployed, ["set", "A", ...env, "--comment", `${each}`], `${value.value}${each}`);
      await keep("sync", ...env, "--yes");
      await expect.poll(() => received.length).toBeGreaterThan(before);
      await keep("sync", ...env, "--prune", "--yes", "--json");
    }
    expect(search(received.join("\n")).length).toBeGreaterThan(1);
  });

  it("are in nothing that is said, listed or written down", async () => {
    await keep("sync", "--status", "--json");
    await keep("audit", "--json");
    expect(evidence.count).toBeGreaterThan(10);
    expect(evidence.find(search)).toEqual([]);
    const files = await readFolder(join(deployed.repository.keepIn, "state"));
    expect(files.paths.some((path) => path.includes(".sqlite"))).toBe(true);
    expect(files.find(search)).toEqual([]);
  });

  it("would be found by the same search", () => {
    const leaky = new Evidence();
    leaky.add("a leak", received.join("\n"));
    const found = leaky.find(search).join("\n");
    expect(found).toContain("value (as it is)");
    expect(found).toContain("token (as it is)");
  });
});
