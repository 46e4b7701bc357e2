import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cleanupReport, rehearsalReport } from "@lunakey/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deploy } from "../cloudflare-account/ask.ts";
import { CANARY, NAMES, openPlace, type Place } from "./place.ts";

const SORTED = [...NAMES].sort();

/** With both secrets, and without the store. */
const UNBOUND = {
  bindings: NAMES.map((name) => ({ name, type: "secret_text", text: `${CANARY} again` })),
};

let place: Place;
beforeAll(async () => {
  place = await openPlace();
  for (const environment of ["staging", "production"] as const) {
    await place.giveIndividual(environment);
    await place.serve(environment, "shadow");
    await place.serve(environment);
  }
});
afterAll(() => place.stop());

const read = (file: string) => readFileSync(join(place.cwd, file), "utf8");
const patches = () => place.account.requests.filter(({ method }) => method === "PATCH");

async function rehearsed(environment: string) {
  const run = await place.run(["rehearse", "--env", environment, "--json"]);
  const report = rehearsalReport.parse(JSON.parse(run.stdout));
  return { ...run, report, names: report.targets.flatMap((target) => target.names) };
}

describe("before thirty days are over", () => {
  it("every name would be served, and none may go", async () => {
    const { status, report, names } = await rehearsed("staging");
    expect([status, report.result]).toEqual([0, "unknown"]);
    const codes = names.map(({ facts }) => facts.map(({ side, code }) => `${side} ${code}`));
    expect(codes[0]).toEqual([
      "scan through_helper",
      "scan commit_unknown",
      "store served_short",
      "worker reports_short",
      "worker fell_back",
      "worker copy_same",
      "account deployed_bound",
      "account individual_there",
    ]);
    const { stdout } = await place.run(["cleanup", "--env", "staging", "--yes"]);
    expect(stdout).toContain("Nothing can be cleaned up.");
    expect(place.individual("staging")).toEqual(SORTED);
  });

  it("takes --force and the Worker's name, which --yes does not stand in for", async () => {
    const force = ["cleanup", "--env", "staging", "--force"];
    const unconfirmed = await place.run([...force, "--yes", "--json"]);
    expect(JSON.parse(unconfirmed.stderr).error.code).toBe("confirmation_needed");
    const other = await place.run([...force, "--confirm", "lunar"]);
    expect([other.status, other.stderr]).toEqual([2, expect.stringContaining("--confirm must be")]);
    const wrong = await place.run(force, { typed: ["yes\n"] });
    expect(wrong.status).toBe(130);
    expect(wrong.stderr).toContain("lost for good");
    expect(wrong.stderr).toContain("The store gives it since");
    expect(place.individual("staging")).toEqual(SORTED);
    expect(patches()).toEqual([]);
  });
});

describe("after them", () => {
  beforeAll(async () => {
    await place.pass(31);
    await place.serve("staging");
    await place.serve("production");
  });

  it("nothing is in the way", async () => {
    const { report } = await rehearsed("staging");
    expect(report.result).toBe("served");
  });

  it("production waits for staging", async () => {
    const refused = await place.run(["cleanup", "--env", "production", "--yes", "--json"]);
    expect(JSON.parse(refused.stderr).error.code).toBe("staging_first");
  });

  it("asks all sides again after the answer, and refuses what is not so any more", async () => {
    let times = 0;
    const whileAsked: typeof fetch = async (input, init) => {
      const { pathname, search } = new URL(new Request(input).url);
      const isStaging = pathname.endsWith("/evidence") && search.includes("environment=staging");
      if (isStaging) times += 1;
      // Between the question and the answer somebody deploys without the binding.
      if (isStaging && times === 2) await deploy(place.account, "luna-staging", UNBOUND);
      return fetch(input, init);
    };
    const how = { typed: ["y\n"], fetch: whileAsked };
    const { status, stderr } = await place.run(["cleanup", "--env", "staging"], how);
    expect([status, times]).toEqual([1, 2]);
    expect(stderr).toContain("What was shown is not so any more, and nothing was changed");
    expect(stderr).toContain("luna JWT_SECRET");
    expect(place.individual("staging")).toEqual(SORTED);
    expect(place.git("status", "--porcelain")).toBe("");
    await place.giveIndividual("staging");
  });

  it("shows what goes and asks, then removes it: files, and all secrets in one request", async () => {
    const shown = await place.run(["cleanup", "--env", "staging"], { typed: ["n\n"] });
    expect(shown.status).toBe(130);
    expect(shown.stderr).toContain("-JWT_SECRET=…");
    expect(shown.stderr).toContain("The store has version 1 of JWT_SECRET");
    const { status, all } = await place.run(["cleanup", "--env", "staging"], { typed: ["y\n"] });
    expect(status).toBe(0);
    expect(shown.all + all).not.toContain(CANARY);
    expect(place.individual("staging")).toEqual([]);
    expect(patches()).toHaveLength(1);
    expect(read(".dev.vars.staging")).toBe(`# for staging\n# of ours\nOTHER=${CANARY}\n`);
    expect(place.git("diff", "--unified=0")).toContain('+LUNAKEY_MODE = "store-only"');
    expect(place.individual("production")).toEqual(SORTED);
  });

  it("has nothing left to do, and takes its files back", async () => {
    const again = await place.run(["cleanup", "--env", "staging", "--yes"]);
    expect([again.status, again.stdout]).toEqual([0, "Nothing is left to clean up.\n"]);
    const files = ["wrangler.toml", ".dev.vars.staging"].map(read);
    await place.run(["cleanup", "--undo"]);
    expect(place.git("status", "--porcelain")).toBe("");
    expect(read(".dev.vars.staging")).toContain(`JWT_SECRET="${CANARY}`);
    await place.run(["cleanup", "--env", "staging", "--yes"]);
    expect(["wrangler.toml", ".dev.vars.staging"].map(read)).toEqual(files);
  });

  it("then production goes, with what its config requires and Env has", async () => {
    place.git("commit", "--quiet", "--all", "--message", "Staging is clean");
    const shown = await place.run(["cleanup", "--env", "production", "--dry-run"]);
    expect(shown.stdout).toContain("-  JWT_SECRET: string;");
    expect(shown.stdout).not.toContain(CANARY);
    const run = await place.run(["cleanup", "--env", "production", "--yes", "--json"]);
    expect(cleanupReport.parse(JSON.parse(run.stdout))).toMatchObject({
      done: true,
      workers: [{ removed: [{ name: "JWT_SECRET", version: 1 }, { name: "STRIPE_SECRET_KEY" }] }],
    });
    expect(place.individual("production")).toEqual([]);
    expect(read("wrangler.toml")).toContain("required = []");
    expect(read("src/index.ts")).toContain('get(key: "STRIPE_SECRET_KEY" | "JWT_SECRET")');
    expect(read("wrangler.toml")).toContain('LUNAKEY_MODE = "store-only" # since October');
  });
});
