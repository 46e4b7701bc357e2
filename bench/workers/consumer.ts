/**
 * A Worker that answers over HTTP with a secret's value: `/read/NAME` asks the store each time,
 * `/helper/NAME` reads with the helper, as a Worker does. `/plain` and `/object` are what the
 * platform takes for the same without a store.
 */
import { getSecret, secretName } from "@lunakey/runtime/secrets";

interface Env {
  readonly PLAIN: string;
  readonly SECRETS: { read(request: object): Promise<{ items: readonly { value?: string }[] }> };
  readonly FLOOR: { object(name: string): Promise<string> };
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const [, way, name = ""] = new URL(request.url).pathname.split("/");
    const value = await read(env, way, name);
    return value ? new Response(value) : new Response("none", { status: 500 });
  },
};

async function read(env: Env, way = "", name: string): Promise<string | null | undefined> {
  switch (way) {
    case "read": {
      const { items } = await env.SECRETS.read({ v: 1, names: [name] });
      return items[0]?.value;
    }
    case "helper":
      return getSecret(env as object, secretName(name) as never);
    case "object":
      return env.FLOOR.object(name);
    default:
      return env.PLAIN;
  }
}
