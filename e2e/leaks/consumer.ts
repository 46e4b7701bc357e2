/**
 * A consumer: it reads with the helper and calls the gateway wrongly, and hands on what came of it,
 * errors with all that they hold. Its routes under /leak do what nobody should, so that it is seen
 * that the suite would notice.
 */

export const CONSUMER = "hello";

export const CONSUMER_CONFIG = `name = "${CONSUMER}"
main = "src/index.ts"
compatibility_date = "2026-09-15"

[[services]]
binding = "SECRETS"
service = "lunakey-store"
entrypoint = "Secrets"
props = { v = 1, store = "local", worker = "${CONSUMER}", environment = "default" }

[[services]]
binding = "ADMIN"
service = "lunakey-store"
entrypoint = "Admin"

[[services]]
binding = "LEAKY"
service = "${CONSUMER}"
entrypoint = "Leaky"
`;

export const CONSUMER_SOURCE = `import { WorkerEntrypoint } from "cloudflare:workers";
import { find, getSecret, requireSecret } from "./secrets";

export default {
  async fetch(request: Request, env: any): Promise<Response> {
    const url = new URL(request.url);
    const asked = request.method === "POST" ? await request.json() as any : {};
    switch (url.pathname) {
      case "/find": {
        const { value, source, status } = await find(env, asked.name);
        return Response.json({ source, status, length: value?.length ?? 0 });
      }
      case "/get": return attempt(async () => (await getSecret(env, asked.name))?.length ?? 0);
      case "/require": return attempt(async () => (await requireSecret(env, asked.name)).length);
      case "/rpc": return attempt(() => env[asked.binding][asked.method](...asked.args));
      case "/leak/body": return new Response(await getSecret(env, asked.name));
      case "/leak/header": return new Response("", { headers: { "x-leak": encodeURIComponent(await getSecret(env, asked.name) ?? "") } });
      case "/leak/log": console.log("value:", await getSecret(env, asked.name)); return new Response();
      case "/leak/throw": throw new Error("value: " + await getSecret(env, asked.name));
      case "/leak/rpc": {
        const value = await getSecret(env, asked.name);
        return attempt(() => env.LEAKY.fail(value));
      }
      default: return new Response("hello");
    }
  },
};

/** An entrypoint as ours must not be. */
export class Leaky extends WorkerEntrypoint {
  fail(value: string) {
    throw new TypeError("not well-formed: " + value);
  }
}

async function attempt(work: () => unknown): Promise<Response> {
  try {
    return Response.json({ got: (await work()) ?? null });
  } catch (error) {
    return Response.json({ threw: describe(error) });
  }
}

/** Message, stack, cause and own properties, as deep as they go. */
function describe(error: any): unknown {
  if (typeof error !== "object" || error === null) return String(error);
  const fields = Object.getOwnPropertyNames(error).map((name) => [name, describe(error[name])]);
  return { text: String(error), ...Object.fromEntries(fields) };
}
`;
