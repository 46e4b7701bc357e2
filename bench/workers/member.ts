/** One Worker of many that read the same secret, with the helper. Answers with the value. */
import { getSecret, secretName } from "@lunakey/runtime/secrets";

export default {
  async fetch(_request: Request, env: object): Promise<Response> {
    return new Response(await getSecret(env, secretName("KEY") as never));
  },
};
