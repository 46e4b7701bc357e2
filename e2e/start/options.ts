/** The words after `npm start --`. */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Backend, StackPorts } from "../stack/start-stack.ts";

export interface StartOptions {
  /** Check everything once, in a folder of its own, and end. */
  readonly once: boolean;
  readonly backend: Backend;
  readonly ports: StackPorts;
  /** Where everything is kept. */
  readonly folder: string;
}

/** The Workers' own ports in development; luna-proxy-web's sign-in and APP_URL expect them. */
const PORTS: StackPorts = { api: 8787, web: 8788, admin: 8790 };

/** In the clone's root, where `npm run lunakey` looks for a local store. */
export const DEFAULT_FOLDER = join(import.meta.dirname, "..", "..", ".lunakey");

/** Each backend has a folder, so that both keep what they were given. */
const FOLDERS: Readonly<Record<Backend, string>> = {
  vault: DEFAULT_FOLDER,
  cloudflare: join(DEFAULT_FOLDER, "cloudflare"),
};

/** @throws Error that says what is right. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      once: { type: "boolean", default: false },
      backend: { type: "string", default: "vault" },
      port: { type: "string" },
      "persist-to": { type: "string" },
    },
  });
  const { backend } = values;
  if (backend !== "vault" && backend !== "cloudflare") {
    throw new Error("--backend must be vault or cloudflare");
  }
  return {
    once: values.once,
    backend,
    ports: values.port === undefined ? PORTS : portsFrom(values.port),
    folder: resolve(values["persist-to"] ?? FOLDERS[backend]),
  };
}

function portsFrom(text: string): StackPorts {
  const api = Number(text);
  if (!/^\d{1,5}$/.test(text) || api < 1 || api > 65_532) {
    throw new Error("--port must be a port from 1 to 65532: it and the next three are used");
  }
  return { api, web: api + 1, admin: api + 3 };
}
