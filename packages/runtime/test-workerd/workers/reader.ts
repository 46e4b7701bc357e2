/**
 * A Worker that reads a secret in every way there is. Its clock can be put forward, since a minute
 * is long for a test; everything else is the platform's.
 */
import { DurableObject, env as importedEnv, WorkerEntrypoint } from "cloudflare:workers";
import { Hono } from "hono";
import {
  compareInShadow,
  find,
  getSecret,
  getSecrets,
  reportUsage,
  verifyWithSecret,
  withSecret,
} from "../../src/index.ts";

interface Env {
  SECRETS: { get(key: string): Promise<string | null> };
  KEY?: string;
  OTHER?: string;
  READER: Service<Reader>;
  OBJECT: DurableObjectNamespace<ReaderObject>;
}

reportUsage();
compareInShadow();

let aheadMs = 0;
const platformNow = Date.now;
Date.now = () => platformNow() + aheadMs;

export class Reader extends WorkerEntrypoint<Env> {
  read(): Promise<string | null> {
    return getSecret(this.env, "KEY");
  }
}

export class ReaderObject extends DurableObject<Env> {
  read(): Promise<string | null> {
    return getSecret(this.env, "KEY");
  }
}

class Client {
  readonly length: number;
  constructor(value: string) {
    this.length = value.length;
  }
}
const createClient = (value: string) => new Client(value);

const app = new Hono<{ Bindings: Env }>();
app.get("/hono", async (c) => c.json(await getSecret(c.env, "KEY")));
app.get("/find", async (c) => {
  const { value, source, status } = await find(
    { ...c.env, ...c.req.query() } as Record<string, unknown>,
    "KEY",
  );
  return c.json({ value, source, status });
});
app.get("/many", async (c) => c.json(await getSecrets(c.env, ["KEY", "OTHER"])));
app.get("/entrypoint", async (c) => c.json(await c.env.READER.read()));
app.get("/object", async (c) => {
  const object = c.env.OBJECT.get(c.env.OBJECT.idFromName("one"));
  return c.json(await object.read());
});
app.get("/imported", async (c) => c.json(await getSecret(importedEnv as Env, "KEY")));
app.get("/client", async (c) => {
  const first = await withSecret(c.env, "KEY", createClient);
  return c.json(first === (await withSecret(c.env, "KEY", createClient)));
});
app.get("/verify", async (c) => {
  const wanted = c.req.query("value");
  return c.json(await verifyWithSecret(c.env, "KEY", async (value) => value === wanted));
});
app.post("/ahead", async (c) => {
  aheadMs += Number(c.req.query("ms"));
  return c.json(aheadMs);
});

export default {
  async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
    try {
      const { pathname } = new URL(request.url);
      if (pathname === "/handler") return Response.json(await getSecret(env, "KEY"));
      return await app.fetch(request, env, ctx);
    } catch (error) {
      return Response.json({ error: String(error) }, { status: 500 });
    }
  },
};
