/**
 * Which hosts, and which pages, the admin Worker answers to.
 *
 * `LUNAKEY_ALLOWED_HOSTS` guards against DNS rebinding: a page of a foreign name that resolves to
 * this machine. `lunakey dev` sets it to its loopback addresses, people set it to their domain.
 * Where it is not set nothing is checked: on Cloudflare's network, the routes decide which names
 * lead here. Set but empty, it allows no host at all.
 */
import { LunakeyError } from "@lunakey/contract";

/**
 * @param request its URL and its `Host` must both name an allowed host; they differ behind a proxy.
 * @param allowedHosts comma-separated `host[:port]`, or undefined to check nothing.
 * @throws LunakeyError `misdirected`.
 */
export function checkHost(request: Request, allowedHosts: string | undefined): void {
  if (allowedHosts === undefined) return;
  const { host, protocol } = new URL(request.url);
  const allowed = new Set(
    allowedHosts.split(",").map((entry) => normalizeHost(entry.trim(), protocol)),
  );
  allowed.delete(null);
  const named = [host, request.headers.get("Host") ?? host];
  if (named.every((name) => allowed.has(normalizeHost(name, protocol)))) return;
  throw new LunakeyError({
    code: "misdirected",
    message: "This host is not one that the admin Worker answers under.",
    hint: "Use an address that `lunakey dev` printed, or add the host to LUNAKEY_ALLOWED_HOSTS.",
  });
}

/** Lower case and without the protocol's own port; null where it is no host. */
function normalizeHost(host: string, protocol: string): string | null {
  if (!/^[^\s/?#@\\]+$/.test(host)) return null;
  return URL.parse(`${protocol}//${host}`)?.host ?? null;
}

/**
 * Refuses writes that a page of another origin makes a browser send. There is no CORS either, so
 * that such a page reads no answer.
 *
 * @throws LunakeyError `forbidden`.
 */
export function checkOrigin(request: Request): void {
  const origin = request.headers.get("Origin");
  if (origin === null || request.method === "GET" || request.method === "HEAD") return;
  if (origin === new URL(request.url).origin) return;
  throw new LunakeyError({
    code: "forbidden",
    message: "Pages of another origin may not write.",
    hint: "Call the admin Worker from a server, CI or the command line.",
  });
}
