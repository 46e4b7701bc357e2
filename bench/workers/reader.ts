/**
 * The Worker that reads. `/loop/VARIANT?count=…&from=…` reads again and again within one request,
 * `/request/VARIANT` once in a request, as a Worker does.
 */
import { getSecret, getSecrets, secretName } from "@lunakey/runtime/secrets";

interface Env {
  readonly PLAIN: string;
  readonly SECRETS: Binding;
  /** The same store behind a Worker that waits. */
  readonly DELAYED: Binding;
  readonly FLOOR: Floor;
}

type Binding = { read(request: object): Promise<never> };
type Floor = Record<"constant" | "object" | "decrypted", (name: string) => Promise<string>> & {
  messages(request: object): Promise<unknown>;
};
type Read = (env: Env, index: number) => Promise<unknown> | string;

/** As `nameOf` of the harness. */
const nameOf = (index: number) => secretName(`SECRET_${String(index).padStart(5, "0")}`);
const FIRST = nameOf(0);
const TEN = Array.from({ length: 10 }, (_, index) => nameOf(index));

/** The helper knows a store by its binding: behind a new object it has nothing in memory. */
const forgotten = (binding: Binding) => ({ SECRETS: { read: (r: object) => binding.read(r) } });
const ask = (index: number) => ({ v: 1, names: [nameOf(index)], known: [0], stages: true });

const LOOPS: Readonly<Record<string, Read>> = {
  constant: (env, index) => env.FLOOR.constant(nameOf(index)),
  object: (env, index) => env.FLOOR.object(nameOf(index)),
  decrypted: (env, index) => env.FLOOR.decrypted(nameOf(index)),
  messages: (env, index) => env.FLOOR.messages(ask(index)),
  read: (env, index) => env.SECRETS.read(ask(index)),
  cold: (env, index) => getSecret(forgotten(env.SECRETS), nameOf(index)),
};

const REQUESTS: Readonly<Record<string, Read>> = {
  plain: (env) => env.PLAIN,
  warm: (env) => getSecret(env, FIRST),
  "warm-delayed": (env) => getSecret({ SECRETS: env.DELAYED }, FIRST),
  "cold-delayed": (env) => getSecret(forgotten(env.DELAYED), FIRST),
  "ten-delayed": (env) => getSecrets(forgotten(env.DELAYED), TEN).then((ten) => ten[FIRST]),
};

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const [, kind, variant = ""] = pathname.split("/");
    if (kind === "request") return respond(await REQUESTS[variant]?.(env, 0));
    if (kind !== "loop") return respond("ready");
    const count = Number(searchParams.get("count"));
    if (variant === "plain") return respond(await loopPlain(env, count));
    if (variant === "warm") return respond(await loopWarm(env, count));
    const read = LOOPS[variant];
    let last: unknown;
    const from = Number(searchParams.get("from"));
    for (let index = from; index < from + count; index++) last = await read?.(env, index);
    return respond(typeof last === "string" ? last : JSON.stringify(last));
  },
};

/** Written out, so that nothing is measured but the read itself. */
async function loopPlain(env: Env, count: number): Promise<string> {
  let length = 0;
  for (let i = 0; i < count; i++) length += (await env.PLAIN).length;
  return String(length);
}

async function loopWarm(env: Env, count: number): Promise<string> {
  let length = 0;
  for (let i = 0; i < count; i++) length += ((await getSecret(env, FIRST)) ?? "").length;
  return String(length);
}

/** @throws where nothing was read: an error must not be measured for a read. */
function respond(value: unknown): Response {
  if (typeof value !== "string" || value === "") throw new Error("Nothing was read.");
  return new Response(value);
}
