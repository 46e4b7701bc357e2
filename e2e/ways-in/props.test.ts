import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectStore } from "../stack/store-client.ts";
import { listEvents, listRefusals } from "./audit-log.ts";
import { PROPS, type Stand, startStand } from "./stand.ts";

const VALUE = "value-behind-the-props";
const NAME = "PROPS_SECRET";

/** What a binding may claim to be, and why it is nobody. */
const FORGED: readonly (readonly [title: string, props: object | undefined, reason: string])[] = [
  ["no props", undefined, "no_props"],
  ["empty props", {}, "no_props"],
  ["a worker alone", { worker: PROPS.worker }, "bad_props"],
  ["no version", { ...PROPS, v: undefined }, "bad_props"],
  ["no store", { ...PROPS, store: undefined }, "bad_props"],
  ["no worker", { ...PROPS, worker: undefined }, "bad_props"],
  ["no environment", { ...PROPS, environment: undefined }, "bad_props"],
  ["version 2", { ...PROPS, v: 2 }, "bad_props"],
  ["a version of text", { ...PROPS, v: "1" }, "bad_props"],
  ["a store of null", { ...PROPS, store: null }, "bad_props"],
  ["a list of workers", { ...PROPS, worker: [PROPS.worker] }, "bad_props"],
  ["an object for an environment", { ...PROPS, environment: { default: true } }, "bad_props"],
  ["a number for a worker", { ...PROPS, worker: 1 }, "bad_props"],
  ["an empty worker", { ...PROPS, worker: "" }, "bad_props"],
  ["a pattern for a worker", { ...PROPS, worker: "%" }, "bad_props"],
  ["a path for a worker", { ...PROPS, worker: "../luna-proxy-api" }, "bad_props"],
  ["a worker with a space", { ...PROPS, worker: `${PROPS.worker} ` }, "bad_props"],
  ["a worker with a NUL", { ...PROPS, worker: `${PROPS.worker}\u0000` }, "bad_props"],
  ["the environment all", { ...PROPS, environment: "all" }, "bad_props"],
  ["one field more", { ...PROPS, role: "admin" }, "bad_props"],
  ["another store", { ...PROPS, store: "another" }, "other_store"],
  ["the store in capitals", { ...PROPS, store: PROPS.store.toUpperCase() }, "other_store"],
];

/** Well-formed, but another's: refused for want of a grant. */
const OTHERS: readonly (readonly [title: string, props: object])[] = [
  ["another Worker", { ...PROPS, worker: "luna-proxy-web" }],
  ["the Worker in capitals", { ...PROPS, worker: PROPS.worker.toUpperCase() }],
  ["another environment", { ...PROPS, environment: "production" }],
  ["the environment in capitals", { ...PROPS, environment: "DEFAULT" }],
  ["the environment ALL", { ...PROPS, environment: "ALL" }],
];

const bindingOf = (title: string) => `P_${title.replaceAll(" ", "_")}`;
let stand: Stand;

beforeAll(async () => {
  const props = [...FORGED, ...OTHERS].map(([title, given]) => [bindingOf(title), given]);
  stand = await startStand({ props: Object.fromEntries(props) });
  const client = await connectStore(stand.store);
  await client.call("PUT", `/environments/all/secrets/${NAME}`, { value: VALUE });
  const { worker, environment } = PROPS;
  await client.call("POST", "/grants", { worker, environment, names: [NAME] });
});

afterAll(() => stand.stop());

function readAs(binding: string) {
  return stand.callAll([
    { binding, method: "get", args: [NAME] },
    { binding, method: "read", args: [{ v: 1, names: [NAME], stages: true }] },
  ]);
}

describe("the right props", () => {
  it("read the value, or the rest would prove nothing", async () => {
    const [got, read] = await readAs("SECRETS");
    expect(got).toEqual({ got: VALUE });
    expect(read?.got).toMatchObject({ items: [{ status: "ok", value: VALUE }] });
  });
});

describe("props that name no consumer", () => {
  it.each(FORGED)("read nothing: %s", async (title) => {
    const [got, read] = await readAs(bindingOf(title));
    expect(got).toEqual({ got: null });
    expect(read?.got).toMatchObject({ v: 1, items: [{ name: NAME, status: "denied" }] });
    expect(JSON.stringify(read)).not.toContain(VALUE);
  });

  it.each(FORGED)("report nothing: %s", async (title) => {
    const report = { v: 1, batchId: crypto.randomUUID(), from: 0, to: 1, counts: [] };
    const binding = bindingOf(title);
    const answer = await stand.call({ binding, method: "report", args: [report] });
    expect(answer.refused?.name).toBe("RefusedReport");
  });

  it("are in the audit with their reason, for reading and for reporting", async () => {
    const refusals = await listRefusals(stand);
    for (const reason of ["no_props", "bad_props", "other_store"]) {
      const outcome = "denied";
      const read = { action: "secret.read", outcome, reason, target: { name: NAME } };
      const report = { action: "usage.report", outcome, reason, target: {} };
      // Once each: what repeats within the minute is counted.
      expect(refusals.filter((each) => each.reason === reason)).toEqual([read, report]);
    }
  });
});

describe("another's props", () => {
  it.each(OTHERS)("read nothing without a grant of their own: %s", async (title) => {
    const [got, read] = await readAs(bindingOf(title));
    expect(got).toEqual({ got: null });
    expect(read?.got).toMatchObject({ items: [{ status: "denied" }] });
  });

  it("are in the audit by name", async () => {
    const denied = (await listEvents(stand)).filter(({ actor }) => actor.kind === "consumer");
    expect(denied.map(({ actor }) => actor.id).sort()).toEqual(
      OTHERS.map(([, props]) => {
        const { worker, environment } = props as typeof PROPS;
        return `${worker}/${environment}`;
      }).sort(),
    );
    for (const { action, outcome, details } of denied) {
      expect([action, outcome, details.reason]).toEqual(["secret.read", "denied", "no_grant"]);
    }
  });
});

it("code can not change its binding's props", async () => {
  for (const method of ["props", "ctx", "withProps"]) {
    const asked = { binding: "P_no_props", method, args: [{ props: PROPS }] };
    expect((await stand.call(asked)).got).toBeUndefined();
  }
});
