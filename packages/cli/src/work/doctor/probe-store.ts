/** The store's address: does it answer, as whom are we known there, is its clock ours, and are its copies sent? */
import { TOKEN_PATTERN } from "@lunakey/contract";
import { CliError, EXIT } from "../../cli-error.ts";
import { type AdminClient, createAdminClient } from "../../connection/admin-client.ts";
import { findConnection } from "../../connection/connection.ts";
import { listAll } from "../../connection/store-session.ts";
import { speak } from "../../language/phrase.ts";
import { lunakeyCommand } from "../../output/deployed-commands.ts";
import type { Session } from "../../session.ts";
import { line, type Probed } from "./probe.ts";
import { probeCopies } from "./probe-copies.ts";

/** A header's time is of whole seconds, and takes its time to come. */
const SKEW_WARN_MS = 10_000;
/** A signed call is refused 30 s after it was made; expiries and overlaps are read off a clock too. */
const SKEW_FAIL_MS = 60_000;
const DAY_MS = 86_400_000;
const SOON_MS = 14 * DAY_MS;

/** No store here is no failure. */
const ABSENT: readonly string[] = ["no_store", "no_token"];

/** @throws CliError for wrong usage and where it was cancelled. */
export async function probeStore(session: Session, folder: string): Promise<Probed[]> {
  const { ports } = session;
  let skewMs: number | null = null;
  const watched: typeof fetch = async (input, init) => {
    const before = ports.now();
    const response = await ports.fetch(input, init);
    skewMs ??= readSkew(response, (before + ports.now()) / 2);
    return response;
  };
  try {
    const place = { env: ports.env, cwd: folder };
    const connection = await findConnection(session.connection, place);
    const client = createAdminClient(connection, { ...ports, fetch: watched });
    const status = await client.call({ type: "store.status" });
    const role = await probeToken(client, connection.token, ports.now());
    const detail = [session.speak(connection.label), status.store, status.backend];
    const clock = judgeClock(skewMs, connection.isLocal);
    const reachable = line("store", "reachable", "ok", detail);
    return [reachable, role, clock, ...(await probeCopies(session, client))];
  } catch (error) {
    if (!(error instanceof CliError) || error.exitStatus !== EXIT.FAILED) throw error;
    const { code, message, hint } = error.failure;
    const state = ABSENT.includes(code) ? "not_checked" : "fail";
    const detail = [message, ...(hint === undefined ? [] : [hint])].map((text) =>
      speak(session.language, text),
    );
    return [line("store", "reachable", state, detail)];
  }
}

/** Milliseconds that the store's clock is ahead; null where it does not tell. */
function readSkew({ headers }: Response, now: number): number | null {
  const at = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(at) ? null : at - now;
}

function judgeClock(skewMs: number | null, isLocal: boolean): Probed {
  if (isLocal) return line("store", "clock", "ok");
  if (skewMs === null) return line("store", "clock", "not_checked");
  const seconds = String(Math.round(Math.abs(skewMs) / 1000));
  if (Math.abs(skewMs) < SKEW_WARN_MS) return line("store", "clock", "ok");
  return Math.abs(skewMs) < SKEW_FAIL_MS
    ? line("store", "clock", "warn", [seconds])
    : line("store", "clock", "fail", [seconds]);
}

/** Only an admin may list tokens, its own among them. */
async function probeToken(client: AdminClient, token: string, now: number): Promise<Probed> {
  const [, id] = TOKEN_PATTERN.exec(token) ?? [];
  try {
    const tokens = await listAll(
      (cursor) => client.call({ type: "token.list", ...cursor }),
      (answer) => answer.tokens,
    );
    const own = tokens.find((each) => each.id === id);
    if (own === undefined) return line("store", "token_role", "not_checked");
    const isSoon = own.expiresAt !== null && own.expiresAt < now + SOON_MS;
    if (!isSoon) return line("store", "token_role", "ok", [own.role]);
    const day = new Date(own.expiresAt ?? now).toISOString().slice(0, 10);
    return line(
      "store",
      "token_role",
      "warn",
      [own.role, day],
      [`${lunakeyCommand()} token create --label NAME --role ${own.role} --out FILE`],
    );
  } catch (error) {
    if (!(error instanceof CliError) || error.failure.code !== "forbidden") throw error;
    return line("store", "token_role", "ok");
  }
}
