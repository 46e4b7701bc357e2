import { describe, expect, it } from "vitest";
import { STATUS_WORDS } from "../../src/language/catalogues/status.ts";
import { listNext } from "../../src/work/status/next-steps.ts";
import type { EnvironmentStatus } from "../../src/work/status/phases.ts";

type State = NonNullable<EnvironmentStatus["deployed"]>["state"];

const environment = (name: string, delivery: "service" | null, state: State | null) => ({
  ...({ name, script: `api-${name}`, phase: "bound", delivery } as const),
  deployed: state === null ? null : { state, individual: [] },
});

function commandsFor(...environments: EnvironmentStatus[]): (string | null)[] {
  const worker = {
    ...({ worker: "api", config: "api/wrangler.toml", phase: "bound" } as const),
    ...{ movedReads: 0, reads: 1, copyReads: 0, nextRoute: null, environments },
  };
  return listNext([worker], "move", STATUS_WORDS.en).map(({ command }) => command);
}

describe("what is next", () => {
  it.each(["unbound", "never_deployed"] as const)(
    "is a deploy where the config is ahead of what is deployed: %s",
    (state) => {
      expect(commandsFor(environment("staging", "service", state))).toEqual([
        "npx wrangler deploy -c api/wrangler.toml --env staging",
        expect.stringContaining("migrate --worker api"),
      ]);
    },
  );

  it.each(["bound", "unknown", null] as const)("is none where it is %s", (state) => {
    expect(commandsFor(environment("staging", "service", state))).toEqual([
      expect.stringContaining("migrate --worker api"),
    ]);
  });

  it("is none for what its config does not bind", () => {
    const bound = environment("staging", "service", "bound");
    const commands = commandsFor(bound, environment("default", null, "unbound"));
    expect(commands.join()).not.toContain("wrangler deploy");
  });
});
