/**
 * The stranger's script. POST a list of calls, get a list of what came of each. What JSON does not
 * have travels as `{ "$": kind, … }`. Responses come back as status, headers and text.
 */
export const STRANGER_SCRIPT = `
import { DurableObject } from "cloudflare:workers";

const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));
const fromBase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

const SPECIAL = {
  undefined: () => undefined,
  nan: () => NaN,
  infinity: () => Infinity,
  "minus-zero": () => -0,
  bigint: () => 1n,
  date: () => new Date(0),
  map: () => new Map([["v", 1]]),
  bytes: ({ base64 }) => fromBase64(base64),
  buffer: ({ base64 }) => fromBase64(base64).buffer,
  function: () => () => "called",
  error: () => new Error("text"),
  cycle: () => { const self = {}; self.self = self; return self; },
  nested: ({ depth }) => { let inner = {}; for (let i = 0; i < depth; i += 1) inner = { inner }; return inner; },
  repeated: ({ text, count }) => text.repeat(count),
  list: ({ item, count }) => Array.from({ length: count }, (_, index) => typeof item === "string" ? item.replace("%d", index) : item),
};

function revive(value) {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.$ === "string") return SPECIAL[value.$](value);
  const made = {};
  for (const key of Object.keys(value)) {
    Object.defineProperty(made, key, { value: revive(value[key]), enumerable: true, configurable: true, writable: true });
  }
  return made;
}

async function plain(got) {
  if (got instanceof Response) {
    return { status: got.status, headers: Object.fromEntries(got.headers), text: await got.text() };
  }
  return got ?? null;
}

async function call(env, { binding, object, method, args }) {
  try {
    const target = object === undefined ? env[binding] : env[binding].getByName(object);
    return { got: await plain(await target[method](...args.map(revive))) };
  } catch (error) {
    return { refused: { name: error?.name ?? typeof error, message: String(error?.message ?? error) } };
  }
}

/** Stands where the ledger would: keeps each signed call and each ticket, and hands it on unless told not to. */
export class Tap extends DurableObject {
  #held = [];
  #hands = true;
  read(call, request) { return typeof call === "string" ? this.#show(call, request) : this.#pass("read", call); }
  report(call) { return this.#pass("report", call); }
  execute(call) { return this.#pass("execute", call); }
  hold(isHeld) { this.#hands = !isHeld; }
  /** The calls since the last time, bytes in base64. */
  take() {
    const held = this.#held;
    this.#held = [];
    return held;
  }
  async #show(ticket, request) {
    this.#held.push({ method: "ticket", ticket });
    if (!this.#hands) throw new Error("held");
    return this.env.LEDGER.getByName("ways-in").read(ticket, request);
  }
  async #pass(method, call) {
    const { keyVersion, body, mac } = call;
    this.#held.push({ method, keyVersion, body: toBase64(body), mac: toBase64(mac) });
    if (!this.#hands) throw new Error("held");
    return this.env.LEDGER.getByName("ways-in")[method](call);
  }
}

export default {
  async fetch(request, env) {
    const answers = [];
    for (const asked of await request.json()) answers.push(await call(env, asked));
    return Response.json(answers);
  },
};
`;
