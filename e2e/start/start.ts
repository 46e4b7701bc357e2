/**
 * `npm start`: the store, luna-proxy-api and luna-proxy-web on this machine. The first start fills the
 * store with generated development values, and moves the two Workers onto it before one's eyes. With
 * `-- --once` it checks itself and ends.
 */
import { relative } from "node:path";
import { ensureFree } from "../stack/free-ports.ts";
import type { Backend } from "../stack/start-stack.ts";
import { bringUp, type Running } from "./bring-up.ts";
import { DEFAULT_FOLDER, parseStartOptions, type StartOptions } from "./options.ts";
import { checkOnce } from "./self-check.ts";

const print = (text = "") => process.stdout.write(`${text}\n`);

const BACKENDS: Readonly<Record<Backend, string>> = {
  vault: "Backend vault, SQLite in",
  cloudflare: "Backend cloudflare: wrangler's local Secrets Store, which keeps values in clear, in",
};

function describe({ backend, stack, state, firstStart }: Running): string {
  const key = relative(process.cwd(), state.adminApiKeyFile);
  const { folder, url, tokenFile } = stack.store;
  // The command line finds the store of the default folder by itself.
  const where = folder === DEFAULT_FOLDER ? "" : ` --url ${url} --token-file ${tokenFile}`;
  return `
  luna-proxy-api   ${stack.api}
  luna-proxy-web   ${stack.web}
  store            ${url}  (admin API; the gateway itself has no address)

  ${BACKENDS[backend]} ${relative(process.cwd(), folder)}/. ${
    firstStart
      ? "17 generated development secrets were put in and granted."
      : "Everything is as you left it."
  }
  Stripe, GitHub, Google and Cloudflare are stood in for: nothing leaves this machine.

  Try it:

  curl -H "Authorization: Bearer $(cat ${key})" ${stack.api}/admin/health

  curl -X POST ${stack.api}/billing/checkout -H "Content-Type: application/json" \\
    -d '{"plan":"starter","user_id":"test","email":"test@example.com"}'

  npm run -s lunakey -- list --env ${stack.environment}${where}

  Ctrl-C ends it.`;
}

async function serve({ folder, ports, backend }: StartOptions): Promise<void> {
  await ensureFree(ports).catch((error: Error) => {
    throw new Error(`${error.message} Take others: npm start -- --port 9000`);
  });
  // Before miniflare starts, and not with `once`: where a signal has no handler left, miniflare's
  // and wrangler's own end this process without a word.
  const interrupted = new Promise<void>((resolve) => {
    process.on("SIGINT", resolve);
    process.on("SIGTERM", resolve);
  });
  print("Building the Workers and starting workerd…");
  const running = await bringUp({ folder, ports, backend, print });
  print(describe(running));
  await interrupted;
  print("\nStopping. Everything is kept for the next start.");
  await running.stack.stop();
}

try {
  const options = parseStartOptions(process.argv.slice(2));
  if (options.once) process.exitCode = (await checkOnce(options.backend, print)) ? 0 : 1;
  else await serve(options);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
