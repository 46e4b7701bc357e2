/** What wrangler's own reader makes of a config before and after it was bound. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unstable_readConfig } from "wrangler";
import { type ConfigSample, environmentsOf, listSamples, planSample } from "./config-samples.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lunakey-e2e-bind-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type WranglerConfig = Record<string, unknown>;

/** The config of an environment, as wrangler would deploy it. @throws Error where it refuses it. */
function readWithWrangler({ file }: ConfigSample, text: string, environment: string) {
  const config = join(folder, file);
  writeFileSync(config, text);
  const env = environment === "default" ? "" : environment;
  const read = unstable_readConfig({ config, env }, { hideWarnings: true });
  return JSON.parse(JSON.stringify(read)) as WranglerConfig;
}

function isReadable(sample: ConfigSample): boolean {
  try {
    for (const name of environmentsOf(sample)) readWithWrangler(sample, sample.text, name);
    return true;
  } catch {
    // The request's own form is one that wrangler refuses: that one has its own test.
    return false;
  }
}

/** Without what binding may change. */
function rest({ services, vars, unsafe, ...others }: WranglerConfig) {
  const { LUNAKEY_MODE, ...otherVars } = vars as WranglerConfig;
  const left = (services as { binding: string }[]).filter(({ binding }) => binding !== "SECRETS");
  const { bindings = [], ...otherUnsafe } = unsafe as { bindings?: { type: string }[] };
  const kept = bindings.filter(({ type }) => type !== "secret_store");
  return { ...others, vars: otherVars, services: left, unsafe: [kept, otherUnsafe] };
}

describe("wrangler's reader", () => {
  it.each(listSamples())("says the same of $title, but for the bindings", (sample) => {
    const environments = environmentsOf(sample);
    const { changes, refusals } = planSample(sample, { delivery: "service", environments });
    const after = changes[0]?.after ?? sample.text;
    expect(refusals).toEqual([]);
    for (const name of environments) {
      const read = readWithWrangler(sample, after, name);
      const [bound] = (read.services as { binding: string }[]).filter(
        ({ binding }) => binding === "SECRETS",
      );
      const isSameEnvironment = { props: { environment: name } };
      expect(bound).toMatchObject({ service: "lunakey-store", ...isSameEnvironment });
      if (!isReadable(sample)) continue;
      expect(rest(read)).toEqual(rest(readWithWrangler(sample, sample.text, name)));
    }
  });

  it.each(listSamples())("takes native bindings in $title", (sample) => {
    const environments = environmentsOf(sample);
    const { changes } = planSample(sample, { delivery: "native", environments });
    for (const name of environments) {
      const read = readWithWrangler(sample, changes[0]?.after ?? "", name);
      expect(JSON.stringify(read.secrets_store_secrets)).toContain("STRIPE_SECRET_KEY_STORE");
    }
  });

  it.each(listSamples())("takes an environment made beside those of $title", (sample) => {
    const options = { environments: ["preview"], createEnvironments: true, copyVars: true };
    const { changes, refusals } = planSample(sample, { delivery: "service", ...options });
    expect(refusals).toEqual([]);
    const read = readWithWrangler(sample, changes[0]?.after ?? "", "preview");
    expect(read).toMatchObject({ services: [{ props: { environment: "preview" } }] });
  });

  it("takes the request's own bindings, which it refused before", () => {
    const sample = listSamples().find(({ title }) => title === "toml-request-unsafe-bindings");
    if (!sample) throw new Error("the sample is gone");
    expect(isReadable(sample)).toBe(false);
    const { changes } = planSample(sample, { delivery: "service", environments: ["production"] });
    const after = changes[0]?.after ?? "";
    for (const name of ["default", "production"]) {
      expect(readWithWrangler(sample, after, name).services).toHaveLength(1);
    }
  });

  it("gives a new environment none of production's routes, crons and data", () => {
    const text = `name = "api"
routes = ["api.example.com/*"]
triggers.crons = ["0 * * * *"]
kv_namespaces = [{ binding = "USERS", id = "1" }]
durable_objects.bindings = [{ name = "ROOM", class_name = "Room" }]
`;
    const sample = { title: "", file: "wrangler.toml", text };
    const environments = ["staging"];
    const plan = planSample(sample, {
      delivery: "service",
      environments,
      createEnvironments: true,
    });
    expect(readWithWrangler(sample, plan.changes[0]?.after ?? "", "staging")).toMatchObject({
      name: "api-staging",
      routes: [],
      triggers: { crons: [] },
      kv_namespaces: [],
      durable_objects: { bindings: [{ name: "ROOM" }] },
    });
  });
});
