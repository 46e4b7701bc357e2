/** Sets a secret's value. */
import { type CopyRow, fallbackChoice, type ResultOf, secretSet } from "@lunakey/contract";
import { type CommandInput, type Outcome, textOption } from "../command-spec.ts";
import type { AdminClient } from "../connection/admin-client.ts";
import { openStore } from "../connection/store-session.ts";
import { findFollowers } from "../copies/find-followers.ts";
import { isLiveLooking } from "../input/live-value.ts";
import { readCount, readExpiry, readInput, readSecretKey } from "../input/user-input.ts";
import { readValue } from "../input/value-input.ts";
import { joinTexts, phrase, type Wording } from "../language/phrase.ts";
import type { Session } from "../session.ts";
import { confirm } from "../terminal/confirm.ts";

const LARGEST_VERSION = 2 ** 31;

export async function setSecret(session: Session, input: CommandInput): Promise<Outcome> {
  const key = readSecretKey(input);
  const options = readOptions(session, input);
  const client = await openStore(session);
  const file = textOption(input, "file");
  if (session.canPrompt && file === undefined) await refuseBeforeAsking(client, key);
  const value = await readValue(session, key.name, file);
  await warnOfLiveValue(session, client, key.name, value);
  const result = await client.call({ type: "secret.set", ...key, value, ...options });
  const { label, url } = client.connection;
  const followers = await findFollowers(client, key);
  const followedCopies = followers.map(({ worker, environment, state }) => ({
    ...{ worker, environment, state },
  }));
  return {
    json: { ...result, followedCopies, store: url },
    text: ({ language }) => describe(result, label, followers)[language],
  };
}

/**
 * Nobody is to type a value that is not taken: on backend cloudflare the store is let say so first,
 * in its own words. The version that it is to expect is one that no secret has, so that this could
 * not write even where the backend was changed in between.
 */
async function refuseBeforeAsking(
  client: AdminClient,
  key: ReturnType<typeof readSecretKey>,
): Promise<void> {
  const { backend } = await client.call({ type: "store.status" });
  if (backend === "vault") return;
  await client.call({ type: "secret.set", ...key, value: "-", expectVersion: LARGEST_VERSION });
}

function readOptions(session: Session, input: CommandInput) {
  const fallback = textOption(input, "fallback");
  const comment = textOption(input, "comment");
  const expectVersion = readCount(input, "expectVersion", LARGEST_VERSION);
  const expiresAt = readExpiry(input, session.ports.now());
  return {
    ...(fallback === undefined
      ? {}
      : { fallback: readInput(fallbackChoice, fallback, "--fallback") }),
    ...(comment === undefined
      ? {}
      : { comment: readInput(secretSet.shape.comment, comment, "--comment") }),
    ...(expectVersion === undefined ? {} : { expectVersion }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/** A key of production has no place on a laptop. Whether the store is one is asked only then. */
async function warnOfLiveValue(
  session: Session,
  client: AdminClient,
  name: string,
  value: string,
): Promise<void> {
  if (!isLiveLooking(value)) return;
  const { local } = await client.call({ type: "store.status" });
  if (!local) return;
  session.warn(
    phrase("The value of {name} looks like a live one, and this store is for development.", {
      name,
    }),
  );
  if (session.canAsk) await confirm(session, "Put it into the local store all the same?");
}

function describe(
  result: ResultOf<"secret.set">,
  store: Wording,
  followers: readonly CopyRow[],
): Wording {
  const { name, environment, version, changed, fallback } = result;
  const parts = { name, environment, version, store };
  const what = changed
    ? phrase("Set {name} for {environment}: version {version}, in {store}.", parts)
    : phrase(
        "{name} for {environment} has this value already: version {version}, in {store}.",
        parts,
      );
  const copies =
    fallback === "allowed"
      ? "Workers may use their own copy when the store can not be reached."
      : followers.length === 0
        ? "The Workers' own copies are obsolete: they are not used even when the store can not be reached."
        : "Other copies of the Workers' own are obsolete: they are not used even when the store can not be reached.";
  return joinTexts([what, ...describeFollowers(followers), copies, ""], "\n");
}

/** Copies that the store writes hold the new value soon, and of their own accord. */
function describeFollowers(followers: readonly CopyRow[]): Wording[] {
  const environments = [...new Set(followers.map(({ environment }) => environment))];
  return environments.map((environment) => {
    const own = followers.filter((each) => each.environment === environment);
    const workers = own.map(({ worker }) => worker).join(", ");
    const parts = { environment, workers };
    return own.some(({ error }) => error !== null)
      ? phrase(
          "The store writes the individual secret of {workers} in {environment}, and could not: lunakey sync --status --env {environment}",
          parts,
        )
      : phrase(
          "The store writes the individual secret of {workers} in {environment} anew by itself; how far it is: lunakey sync --status --env {environment}",
          parts,
        );
  });
}
