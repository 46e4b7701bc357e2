/** The commands that change which version counts, each with a secret that it changes. */
import { ENVIRONMENT, type KilledCase, type KillPlace } from "./killed-command.ts";

const named = (...names: readonly string[]) => [...names, "--env", ENVIRONMENT, "--yes"];

/** Version 2 is pending, with no moment to become current. */
async function makePending(place: KillPlace): Promise<string> {
  const name = await place.make("one");
  const asked = { environment: ENVIRONMENT, name, value: "two", pending: true };
  await place.asked({ type: "secret.rotate", ...asked });
  return name;
}

/** Version 1 is current again, and version 2 is accepted as the previous one. */
async function makePrevious(place: KillPlace): Promise<string> {
  const name = await place.make("one", "two");
  await place.asked({ type: "secret.rollback", environment: ENVIRONMENT, name, version: 1 });
  return name;
}

export const ROTATE: KilledCase = {
  title: "rotate",
  prepare: async (place) => [await place.make("old")],
  argv: ([name = ""]) => ["rotate", ...named(name)],
};

export const ROLLBACK_TO: KilledCase = {
  title: "rollback --to",
  prepare: async (place) => [await makePending(place)],
  argv: ([name = ""]) => ["rollback", ...named(name), "--to", "1"],
};

export const KILLED_CASES: readonly KilledCase[] = [
  ROTATE,
  ROLLBACK_TO,
  {
    title: "rotate --pending",
    prepare: async (place) => [await place.make("old")],
    argv: ([name = ""]) => ["rotate", ...named(name), "--pending"],
  },
  {
    title: "rotate --from-file",
    prepare: async (place) => [await place.make("old"), await place.make("old", "older")],
    argv: (names, place) => {
      const changes = names.map((name) => ({ name, environment: ENVIRONMENT, value: "new" }));
      const file = place.write("changes.json", JSON.stringify({ changes }));
      return ["rotate", "--from-file", file, "--overlap", "7d", "--yes"];
    },
  },
  {
    title: "promote",
    prepare: async (place) => [await makePending(place)],
    argv: ([name = ""]) => ["promote", name, "--env", ENVIRONMENT, "--overlap", "1h"],
  },
  {
    title: "promote, of two",
    prepare: async (place) => [await makePending(place), await makePending(place)],
    argv: (names) => ["promote", ...names, "--env", ENVIRONMENT],
  },
  {
    title: "rollback, of what is pending while the version before is accepted",
    prepare: async (place) => {
      const name = await place.make("one", "two", "three");
      const key = { environment: ENVIRONMENT, name };
      await place.asked({ type: "secret.rollback", ...key, version: 2 });
      await place.asked({ type: "secret.rotate", ...key, value: "four", pending: true });
      return [name];
    },
    argv: ([name = ""]) => ["rollback", ...named(name)],
  },
  {
    title: "rollback, of two",
    prepare: async (place) => [await makePending(place), await makePending(place)],
    argv: (names) => ["rollback", ...named(...names)],
  },
  {
    title: "retire",
    prepare: async (place) => [await makePrevious(place)],
    argv: ([name = ""]) => ["retire", ...named(name)],
  },
  {
    title: "retire, of two",
    prepare: async (place) => [await makePrevious(place), await makePrevious(place)],
    argv: (names) => ["retire", ...named(...names)],
  },
];
