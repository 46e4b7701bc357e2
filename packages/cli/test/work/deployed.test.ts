import { createDisk } from "@lunakey/migrate";
import { describe, expect, it } from "vitest";
import type { Account } from "../../src/account/account.ts";
import type { DeployedBindings } from "../../src/account/deployed-bindings.ts";
import type { Ports } from "../../src/ports.ts";
import { Session } from "../../src/session.ts";
import { addDeployed } from "../../src/work/status/deployed.ts";
import type { WorkerStatus } from "../../src/work/status/phases.ts";
import { makeFiles } from "../repository/sample-repository.ts";

const binding = (name: string, type: string, more: object = {}) => ({
  ...{ name, type, service: null, entrypoint: null, storeId: null, secretName: null },
  ...more,
});

const ANSWERS: Readonly<Record<string, DeployedBindings>> = {
  api: {
    state: "deployed",
    script: "api",
    versions: [
      {
        id: "v1",
        percentage: 100,
        createdOn: "2026-11-22T00:00:00Z",
        bindings: [
          binding("SECRETS", "service", { service: "lunakey-store", entrypoint: "Secrets" }),
          binding("JWT_SECRET", "secret_text"),
          binding("DB", "d1"),
        ],
      },
    ],
  },
  "api-staging": { state: "never_deployed", script: "api-staging" },
  "api-production": { state: "unknown", script: "api-production", trouble: "refused", apiCode: 1 },
};

const environment = (name: string, script: string | null) =>
  ({ name, script, phase: "bound", delivery: "service", deployed: null }) as const;

const WORKER: WorkerStatus = {
  ...{
    worker: "api",
    config: "wrangler.toml",
    phase: "bound",
    movedReads: 0,
    reads: 1,
    copyReads: 0,
  },
  nextRoute: null,
  environments: [
    environment("default", "api"),
    environment("staging", "api-staging"),
    environment("production", "api-production"),
    environment("nameless", null),
  ],
};

function ask(env: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const ports = { env, now: () => 0, stdout: {}, stderr: {}, stdin: {} } as unknown as Ports;
  const session = new Session(ports, true, { local: false }, "en");
  const account: Account = {
    readBindings: (worker) => {
      asked.push(`${worker.script} ${worker.environment ?? "-"}`);
      return Promise.resolve(ANSWERS[worker.script] ?? { state: "never_deployed", script: "" });
    },
    findScript: () => Promise.reject(new Error("not asked for here")),
  };
  const answer = addDeployed(session, createDisk(makeFiles({})), [WORKER], account);
  return { answer, asked, session };
}

describe("what is deployed", () => {
  it("is asked for each script, and told by names; why one is not known is a warning", async () => {
    const { answer, asked, session } = ask({ CLOUDFLARE_API_TOKEN: "x", HOME: "/nowhere" });
    const [worker] = await answer;
    expect(worker?.environments.map(({ deployed }) => deployed)).toEqual([
      { state: "bound", individual: ["JWT_SECRET"] },
      { state: "never_deployed", individual: [] },
      { state: "unknown", individual: [] },
      null,
    ]);
    expect(asked).toEqual(["api -", "api-staging staging", "api-production production"]);
    expect(session.warnings).toEqual([
      "What is deployed could not be asked: the token may not read this.",
    ]);
  });

  it("is not asked for where nobody is signed in", async () => {
    const { answer, asked } = ask({ HOME: "/nowhere" });
    expect(await answer).toEqual([WORKER]);
    expect(asked).toEqual([]);
  });
});
