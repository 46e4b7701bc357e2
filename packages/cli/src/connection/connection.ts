/**
 * Which store a command talks to, and with which token. In order: `--local`; `--url`; LUNAKEY_URL;
 * `admin` of `lunakey.jsonc`; the local store that runs here. The local store takes its own token
 * only, so that a token of production is never sent to a program on this machine.
 */
import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { TOKEN_PATTERN } from "@lunakey/contract";
import { failure, systemCode, usageError } from "../cli-error.ts";
import { findConfig, findDevFile } from "../files/project-files.ts";
import { phrase, type Wording } from "../language/phrase.ts";
import type { Ports } from "../ports.ts";
import type { ConnectionFlags } from "../session.ts";

export interface Connection {
  /** Without a slash at the end. */
  readonly url: string;
  readonly token: string;
  /** How output names it: the address, and whether it is local. */
  readonly label: Wording;
  readonly isLocal: boolean;
}

export const TOKEN_FILE = "admin-token";

type Place = Pick<Ports, "env" | "cwd">;

/** @throws CliError `no_store`, `no_token`, `url_not_allowed` or `token_file_open_to_others`. */
export async function findConnection(flags: ConnectionFlags, place: Place): Promise<Connection> {
  if (flags.local && flags.url !== undefined) throw usageError("Give --local or --url, not both.");
  const remote = flags.local ? undefined : await findRemoteUrl(flags, place);
  if (remote !== undefined) {
    const url = checkUrl(remote.url, remote.source);
    return {
      url,
      token: await findToken(flags, place),
      label: phrase("store {url}", { url }),
      isLocal: false,
    };
  }
  const dev = await findDevFile(place.cwd);
  if (dev === null) {
    throw failure(
      "no_store",
      "No store is known here.",
      "Start a local one in another terminal: lunakey dev. Or give its address with --url or LUNAKEY_URL.",
    );
  }
  const url = checkUrl(dev.content.url, dev.path);
  const own = join(dirname(dev.path), TOKEN_FILE);
  const token =
    flags.tokenFile === undefined
      ? await readTokenFile(own, own)
      : await readTokenFile(resolve(place.cwd, flags.tokenFile), "--token-file");
  return { url, token, label: phrase("local store {url}", { url }), isLocal: true };
}

async function findRemoteUrl(
  flags: ConnectionFlags,
  place: Place,
): Promise<{ readonly url: string; readonly source: string | Wording } | undefined> {
  if (flags.url !== undefined) return { url: flags.url, source: "--url" };
  const fromEnv = place.env.LUNAKEY_URL;
  if (fromEnv) return { url: fromEnv, source: "LUNAKEY_URL" };
  const config = await findConfig(place.cwd);
  const admin = config?.content.admin;
  return config && admin
    ? { url: admin, source: phrase("admin in {path}", { path: config.path }) }
    : undefined;
}

/** Neither a password in a URL nor a token over a network in clear. */
function checkUrl(text: string, source: string | Wording): string {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw failure(
      "url_not_allowed",
      phrase("{source} must be a URL that starts with https://.", { source }),
    );
  }
  if (url.username || url.password || url.search || url.hash) {
    throw failure(
      "url_not_allowed",
      phrase("{source} must hold no user, password, query or fragment.", { source }),
    );
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw failure(
      "url_not_allowed",
      phrase(
        "{source} must start with https://: http:// would send the token and values in clear.",
        { source },
      ),
    );
  }
  return url.href.replace(/\/+$/, "");
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

async function findToken(flags: ConnectionFlags, place: Place): Promise<string> {
  if (flags.tokenFile !== undefined) {
    return readTokenFile(resolve(place.cwd, flags.tokenFile), "--token-file");
  }
  const fromEnv = place.env.LUNAKEY_TOKEN;
  if (fromEnv) return checkToken(fromEnv, "LUNAKEY_TOKEN");
  const file = place.env.LUNAKEY_TOKEN_FILE;
  if (file) return readTokenFile(resolve(place.cwd, file), "LUNAKEY_TOKEN_FILE");
  throw failure(
    "no_token",
    "No token for this store was given.",
    "Set LUNAKEY_TOKEN_FILE to a file that holds one, or give --token-file.",
  );
}

/** @param label what named the file: a path that leads nowhere may be a token, and is not shown. */
async function readTokenFile(path: string, label: string): Promise<string> {
  let content: string;
  try {
    const { mode } = await stat(path);
    // Windows has no such bits: Node answers 666 for every file there.
    if (process.platform !== "win32" && (mode & 0o077) !== 0) {
      throw failure(
        "token_file_open_to_others",
        phrase("{path} can be read by other users of this machine.", { path }),
        phrase("Close it: chmod 600 '{path}'", { path }),
      );
    }
    content = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && error.name === "CliError") throw error;
    throw failure(
      "no_token",
      phrase("The token file of {label} can not be read ({code}).", {
        label,
        code: systemCode(error),
      }),
    );
  }
  return checkToken(content.trim(), path);
}

function checkToken(token: string, source: string): string {
  if (TOKEN_PATTERN.test(token)) return token;
  throw failure(
    "no_token",
    phrase("{source} does not hold a token of Lunakey: lunakey_<id>_<secret>.", { source }),
  );
}
