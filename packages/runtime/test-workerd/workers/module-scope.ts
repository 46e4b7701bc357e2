/** A Worker that reads at module scope, where it can not, and tells what came of it. */
import { env } from "cloudflare:workers";
import { getSecret } from "../../src/secrets.ts";

const early = await getSecret(env as Record<string, unknown>, "KEY").then(
  (value) => ({ value }),
  (error) => ({ name: error.name, code: error.code, message: error.message }),
);

export default {
  async fetch(): Promise<Response> {
    const later = await getSecret(env as Record<string, unknown>, "KEY");
    return Response.json({ early, later });
  },
};
