/** What a new store is: asked for on a terminal, given by options anywhere else. */
import { secretEnvironment, storeId } from "@lunakey/contract";
import { failure, usageError } from "../cli-error.ts";
import { type CommandInput, textOption } from "../command-spec.ts";
import type { BackendChoice } from "../files/gateway-files.ts";
import { findConfig } from "../files/project-files.ts";
import { readInput } from "../input/user-input.ts";
import { randomText } from "../keys/key-material.ts";
import { asIs, joinTexts, phrase, type Sentence } from "../language/phrase.ts";
import type { Session } from "../session.ts";
import { askVisible } from "../terminal/terminal-prompts.ts";

const STORE_ID_BYTES = 16;

const COSTS = [
  "Where do the values live?",
  "  cloudflare  Cloudflare's own Secrets Store: its dashboard, its audit, no root key over values. Costs:",
  "              100 secrets at most, no versions, a deploy of the gateway for each new name.",
  "  vault       Sealed in the gateway: versions, any number of names, environments kept apart. Costs:",
  "              without the root key they are lost, so the recovery file and its passphrase are yours to keep.",
] as const satisfies readonly Sentence[];

export interface InitChoices {
  readonly backend: BackendChoice;
  readonly store: string;
  readonly environment: string | undefined;
}

/** @param known the store of a recovery file; it can not be chosen anew. */
export async function chooseStore(
  session: Session,
  input: CommandInput,
  known: string | undefined,
): Promise<InitChoices> {
  const backend = await chooseBackend(session, input);
  const store = await chooseStoreId(session, input, backend, known);
  if (backend === "vault") {
    if (textOption(input, "environment") === undefined)
      return { backend, store, environment: undefined };
    throw usageError(
      "--environment belongs to backend cloudflare: vault keeps environments apart.",
    );
  }
  return { backend, store, environment: await chooseEnvironment(session, input) };
}

async function chooseBackend(session: Session, input: CommandInput): Promise<BackendChoice> {
  const given = textOption(input, "backend") ?? (await askBackend(session));
  if (given === "cloudflare" || given === "vault") return given;
  throw usageError("--backend must be cloudflare or vault.");
}

async function askBackend(session: Session): Promise<string> {
  if (!session.canAsk) {
    throw usageError(
      "--backend is required.",
      "It is cloudflare or vault; docs/production.md says what each costs.",
    );
  }
  session.say(joinTexts(COSTS, "\n"));
  return (await ask(session, "Backend [cloudflare]:")) || "cloudflare";
}

async function chooseStoreId(
  session: Session,
  input: CommandInput,
  backend: BackendChoice,
  known: string | undefined,
): Promise<string> {
  const config = await findConfig(session.ports.cwd);
  const fixed = known ?? config?.content.store;
  const option = textOption(input, "store");
  const given = option === undefined ? undefined : readInput(storeId, option, "--store");
  if (fixed !== undefined && given !== undefined && fixed !== given) {
    throw failure(
      "file_exists",
      phrase("--store is another store than {place}.", {
        place: known === undefined ? (config?.path ?? "") : phrase("the recovery file's"),
      }),
      "Leave --store out, or set the other store up in a repository of its own.",
    );
  }
  const chosen = given ?? fixed;
  if (chosen !== undefined) return checkConfig(chosen, config?.content.store, config?.path);
  if (backend === "vault") return randomText(STORE_ID_BYTES, "hex");
  if (!session.canAsk) {
    throw usageError(
      "--store is required with backend cloudflare.",
      "npx wrangler secrets-store store list --remote shows its id.",
    );
  }
  return readInput(
    storeId,
    await ask(
      session,
      "Id of your Secrets Store (npx wrangler secrets-store store list --remote):",
    ),
    asIs("The id"),
  );
}

function checkConfig(chosen: string, configured: string | undefined, path = ""): string {
  if (configured === undefined || configured === chosen) return chosen;
  throw failure(
    "file_exists",
    phrase("{path} names another store than the recovery file.", { path }),
  );
}

async function chooseEnvironment(session: Session, input: CommandInput): Promise<string> {
  const given = textOption(input, "environment");
  if (given !== undefined) return readInput(secretEnvironment, given, "--environment");
  if (!session.canAsk) {
    throw usageError(
      "--environment is required with backend cloudflare.",
      "It is the one whose Workers get the values: default is a config's top level, all is every one.",
    );
  }
  const typed = await ask(
    session,
    "Environment that the values are for (default: a config's top level) [production]:",
  );
  return readInput(secretEnvironment, typed || "production", asIs("The environment"));
}

async function ask(session: Session, question: Sentence): Promise<string> {
  return (await askVisible(`${session.speak(asIs(question))} `, session.ports)).trim();
}
