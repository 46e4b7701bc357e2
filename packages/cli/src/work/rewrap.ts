/** Moves all values to the newest root key, batch by batch, and says what that leaves over. */

import type { ResultOf } from "@lunakey/contract";
import { failure } from "../cli-error.ts";
import type { Outcome } from "../command-spec.ts";
import type { AdminClient } from "../connection/admin-client.ts";
import { openStore } from "../connection/store-session.ts";
import { counted } from "../language/counted.ts";
import { joinTexts, phrase, type Wording } from "../language/phrase.ts";
import { lunakeyCommand } from "../output/deployed-commands.ts";
import type { Session } from "../session.ts";
import { createProgress } from "../terminal/progress.ts";

/** Versions moved in one write, which other writes wait for. */
const BATCH_COUNT = 100;

type Keys = ResultOf<"keys.status">;

export async function rewrap(session: Session): Promise<Outcome> {
  const client = await openStore(session);
  const before = await client.call({ type: "keys.status" });
  if (before.keys.length === 1) {
    throw failure(
      "no_newer_key",
      phrase("The gateway has root key {current} only; there is no newer one to move to.", {
        current: before.current,
      }),
      phrase("Make the next: {command}", { command: `${lunakeyCommand()} recovery new-key FILE` }),
    );
  }
  const { rewrapped, unopened } = await rewrapAll(session, client, before);
  const after = await client.call({ type: "keys.status" });
  if (unopened > 0) {
    session.warn(
      phrase(
        "Not moved: {versions}, for they were altered, or their root key is not among the gateway's variables.",
        { versions: counted(unopened, "versions") },
      ),
    );
  }
  return {
    json: { rewrapped, unopened, ...after },
    text: ({ language }) => describeKeys(rewrapped, after)[language],
    ...(unopened > 0 ? { exitStatus: 1 } : {}),
  };
}

async function rewrapAll(session: Session, client: AdminClient, { keys }: Keys) {
  const total = keys.reduce((sum, { versions }) => sum + versions, 0);
  const progress = createProgress(session);
  let scanned = 0;
  let rewrapped = 0;
  let unopened = 0;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const batch: ResultOf<"keys.rewrap"> = await client.call({
      type: "keys.rewrap",
      limit: BATCH_COUNT,
      ...(cursor === undefined ? {} : { cursor }),
    });
    scanned += batch.scanned;
    rewrapped += batch.rewrapped;
    unopened += batch.unopened;
    cursor = batch.nextCursor;
    progress(phrase("{scanned} of {total}", { scanned, total: counted(total, "versions") }));
  }
  return { rewrapped, unopened };
}

function describeKeys(rewrapped: number, { current, keys }: Keys): Wording {
  const lines = keys
    .filter(({ version }) => version !== current)
    .map(({ version, versions, removable }) => describeOld(version, versions, removable));
  const head = phrase("Moved to root key {current}: {versions}.", {
    versions: counted(rewrapped, "versions"),
    current,
  });
  return joinTexts([head, ...lines, ""], "\n");
}

function describeOld(version: number, count: number, removable: boolean): Wording {
  const name = `LUNAKEY_ROOT_KEY_V${version}`;
  if (!removable)
    return phrase("{name} must stay, for {versions}.", {
      name,
      versions: counted(count, "versions"),
    });
  return joinTexts(
    [
      phrase(
        "Nothing needs {name} any more. Take it out of secrets.required in lunakey/store/wrangler.jsonc, then:",
        { name },
      ),
      `  npx wrangler secret delete ${name} -c lunakey/store/wrangler.jsonc`,
      "Keep it in the recovery file: backups from before need it.",
    ],
    "\n",
  );
}
