/** The admin Worker's entry: everything it does is in `app.ts`. */
import { createApp } from "./app.ts";
import type { AdminEnv } from "./env.ts";

const app = createApp();

export default {
  fetch: (request, env, context) => app.fetch(request, env, context),
} satisfies ExportedHandler<AdminEnv>;
