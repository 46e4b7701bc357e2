/**
 * What the store says of everything that is checked, asked in few calls: secrets, grants, copies, and
 * who was served. Metadata only. That it can not be asked is an answer too.
 */
import type { CopyRow, Grant, ParityRow, SecretMetadata, UsageRow } from "@lunakey/contract";
import { CliError, EXIT } from "../../cli-error.ts";
import { createAdminClient } from "../../connection/admin-client.ts";
import { findConnection } from "../../connection/connection.ts";
import { listAll } from "../../connection/store-session.ts";
import { askForCopies } from "../../copies/ask-for-copies.ts";
import { asIs } from "../../language/phrase.ts";
import type { Session } from "../../session.ts";

export interface StoreView {
  /** Its id. */
  readonly store: string;
  readonly label: string;
  readonly backend: "vault" | "cloudflare";
  /** By `environment name`. */
  readonly secrets: ReadonlyMap<string, SecretMetadata>;
  readonly grants: readonly Grant[];
  readonly parity: readonly ParityRow[];
  readonly usage: readonly UsageRow[];
  /** Individual secrets that the store writes. */
  readonly copies: readonly CopyRow[];
  /** Why they are not known, a sentence about the store; null where they are. */
  readonly copiesSilence: string | null;
}

export type StoreAnswer =
  | { readonly state: "answered"; readonly view: StoreView }
  | { readonly state: "offline" }
  /** `reason` is a sentence of ours or of the store, without any value. */
  | { readonly state: "silent"; readonly reason: string; readonly hint: string | null };

const PAGE_ROWS = 1_000;

/**
 * @param folder absolute, where `lunakey.jsonc` is looked for, upwards.
 * @throws CliError for wrong usage, a damaged `lunakey.jsonc`, and where it was cancelled.
 */
export async function askStore(session: Session, folder: string): Promise<StoreAnswer> {
  try {
    return { state: "answered", view: await readView(session, folder) };
  } catch (error) {
    if (!(error instanceof CliError) || !isSilence(error)) throw error;
    const { message, hint } = error.failure;
    return {
      state: "silent",
      reason: session.speak(asIs(message)),
      hint: hint === undefined ? null : session.speak(asIs(hint)),
    };
  }
}

function isSilence({ failure, exitStatus }: CliError): boolean {
  return exitStatus === EXIT.FAILED && failure.code !== "file_invalid";
}

async function readView(session: Session, folder: string): Promise<StoreView> {
  const { ports } = session;
  const connection = await findConnection(session.connection, { env: ports.env, cwd: folder });
  const client = createAdminClient(connection, ports);
  const { store, backend } = await client.call({ type: "store.status" });
  const limit = PAGE_ROWS;
  const [secrets, grants, parity, usage, copies] = await Promise.all([
    listAll(
      (cursor) => client.call({ type: "secret.list", limit, ...cursor }),
      (answer) => answer.secrets,
    ),
    listAll(
      (cursor) => client.call({ type: "grant.list", limit, ...cursor }),
      (answer) => answer.grants,
    ),
    listAll(
      (cursor) => client.call({ type: "parity.list", limit, ...cursor }),
      (answer) => answer.parity,
    ),
    listAll(
      (cursor) => client.call({ type: "usage.list", limit, ...cursor }),
      (answer) => answer.usage,
    ),
    askForCopies(client),
  ]);
  const byKey = new Map(secrets.map((each) => [`${each.environment} ${each.name}`, each]));
  return {
    store,
    label: session.speak(connection.label),
    backend,
    secrets: byKey,
    grants,
    parity,
    usage,
    copies: copies.state === "answered" ? copies.copies : [],
    copiesSilence: copies.state === "answered" ? null : session.speak(copies.reason),
  };
}
