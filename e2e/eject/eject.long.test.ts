import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeOf, stopAll } from "../production/deployed.ts";
import { type EjectPlace, makeMoved, VALUES } from "./place.ts";

let place: EjectPlace;
beforeAll(async () => {
  place = await makeMoved();
  const { edit, commit } = place;
  edit("shop/src/index.ts", "not configured", "is not there");
  edit("shop/src/sign.ts", "text: string", "what: string");
  edit("shop/src/sign.ts", "{text}", "{what}");
  edit("shop/wrangler.toml", '"eu"', '"us"');
  commit("What people changed");
  await place.lunakey("helper", "--add", "reports");
  commit("Let it say what it reads");
}, 300_000);
afterAll(() => stopAll());

/** Lines that differ from the commit before Lunakey. */
const difference = () =>
  place
    .git("diff", "-U0", place.before)
    .split("\n")
    .filter((line) => /^[-+](?![-+])/.test(line));

const SIGNED = "`$" + "{what}.$" + "{env.SIGNING_KEY.length}`;";
const PEOPLES_LINES = [
  '-  if (!env.API_KEY) return new Response("API_KEY not configured", { status: 503 });',
  '+  if (!env.API_KEY) return new Response("API_KEY is not there", { status: 503 });',
  "-export function sign(env: Env, text: string): string {",
  `-  return ${SIGNED.replace("what", "text")}`,
  "+export function sign(env: Env, what: string): string {",
  `+  return ${SIGNED}`,
  '-vars = { REGION = "eu" }',
  '+vars = { REGION = "us" }',
];

describe("lunakey eject", () => {
  it("refuses what it can not do, and changes nothing", async () => {
    const { deployed, cwd, git } = place;
    const head = git("rev-parse", "HEAD");
    const code = (...argv: string[]) => codeOf(deployed, ["eject", ...argv]);
    expect(await code("--code-only", "--verify")).toBe("usage");
    expect(await code("--since", "nothing-like-this")).toBe("history_missing");
    expect(await code("--since", "--output=x")).toBe("history_missing");
    expect(await code("--env", "production")).toBe("environment_unknown");
    expect(await code("--env", "not an environment")).toBe("usage");
    expect(await code("--worker", "nobody")).toBe("worker_unknown");
    expect(await code()).toBe("confirmation_needed");
    const alone = { ...deployed, env: { ...deployed.env, LUNAKEY_URL: "http://127.0.0.1:9" } };
    expect(await codeOf(alone, ["eject", "--yes"])).toBe("no_store");
    const clone = join(cwd, "..", "shallow");
    execFileSync("git", ["clone", "-q", "--depth", "1", `file://${cwd}`, clone]);
    const shallow = await deployed.repository.run(["eject", "--code-only", "--yes"], {
      env: deployed.env,
      cwd: clone,
    });
    expect(shallow.status).toBe(1);
    expect(shallow.stderr).toContain("git fetch --unshallow");
    place.edit("shop/src/types.ts", "REGION", "WHERE");
    expect(await code("--yes")).toBe("tree_dirty");
    git("checkout", "-q", ".");
    expect([git("rev-parse", "HEAD"), git("status", "--porcelain")]).toEqual([head, ""]);
    expect(await place.secrets()).toEqual({});
  });

  it("shows everything first", async () => {
    const { lunakey, git, secrets } = place;
    const shown = await lunakey("eject", "--dry-run");
    expect(shown).toContain("-async function charge(env: Env): Promise<Response> {");
    expect(shown).toContain("shop (staging), to be sent: API_KEY, SIGNING_KEY");
    expect(shown).toContain("npx wrangler deploy -c shop/wrangler.toml --env staging");
    expect(shown).toContain("(The shop as it was)");
    expect([git("status", "--porcelain"), await secrets()]).toEqual(["", {}]);
  });

  it("waits for the Workers where that is asked, and goes no further without them", async () => {
    const { deployed, git } = place;
    const argv = ["eject", "--yes", "--verify", "--timeout", "10s"];
    expect(await codeOf(deployed, argv)).toBe("copies_unverified");
    expect(git("status", "--porcelain")).toBe("");
  });

  it("writes the values back, and leaves what people changed", async () => {
    const { deployed, secrets } = place;
    const run = await deployed.repository.run(["eject", "--yes"], { env: deployed.env });
    expect(run).toMatchObject({ status: 0 });
    expect(run.all).not.toContain("canary");
    expect(run.stdout).toContain("shop (staging), sent: API_KEY, SIGNING_KEY");
    expect(await secrets()).toEqual(VALUES);
    expect(difference().sort()).toEqual(PEOPLES_LINES.toSorted());
    expect(place.git("status", "--porcelain")).toContain("D shop/src/secrets.ts");
  });

  it("has nothing to do a second time, and can be taken back", async () => {
    const { lunakey, git } = place;
    expect(await lunakey("eject", "--yes")).toBe("Nothing of Lunakey is left here.\n");
    await lunakey("eject", "--undo");
    expect(git("status", "--porcelain")).toBe("");
  });

  it("takes one environment alone, and keeps the code that another still needs", async () => {
    const { lunakey, git, commit, read } = place;
    await lunakey(
      ..."bind --env production --create-env --skip-staging --offline --yes".split(" "),
    );
    commit("Bind production");
    await lunakey("eject", "--env", "production", "--code-only", "--yes");
    expect(git("diff", "--stat", "HEAD~1")).toBe("");
    commit("Leave production");
    await lunakey("eject", "--code-only", "--yes");
    expect(difference().sort()).toEqual(PEOPLES_LINES.toSorted());
    git("checkout", "-q", ".");
    expect(read("shop/wrangler.toml")).toContain("lunakey-store");
  });
});
