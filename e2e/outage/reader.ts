/**
 * A Worker that says what the helper gives it for some names, value included: what a consumer would
 * work with. The helper is the one that is published, with its times made short where told.
 */
import { join } from "node:path";
import { build } from "esbuild";
import type { WorkerOptions } from "lunakey/local";

const HELPER = join(import.meta.dirname, "..", "..", "packages", "runtime", "src");

const SOURCE = `
import { find } from "./secrets.ts";
export default {
  async fetch(request, env) {
    const { searchParams } = new URL(request.url);
    const found = {};
    for (const name of searchParams.getAll("name")) {
      const { value, source, status } = await find(env, name);
      found[name] = { value, source, status };
    }
    await scheduler.wait(Number(searchParams.get("hold") ?? 0));
    return Response.json(found);
  },
};`;

export interface Read {
  readonly value: unknown;
  readonly source: string;
  readonly status: string;
}

/** Constants of the helper, in milliseconds, that waiting for would take too long. */
export type Times = Readonly<Partial<Record<"OUTAGE_MS" | "BREAKER_OPEN_MS", number>>>;

/** @returns the Worker without bindings, a name and a port. */
export async function buildReader(times: Times): Promise<Pick<WorkerOptions, string>> {
  const { outputFiles } = await build({
    stdin: { contents: SOURCE, resolveDir: HELPER },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
  });
  const contents = shorten(outputFiles[0]?.text ?? "", times);
  return {
    modules: [{ type: "ESModule", path: "reader.js", contents }],
    compatibilityDate: "2026-09-15",
  };
}

function shorten(source: string, times: Times): string {
  return Object.entries(times).reduce((text, [name, ms]) => {
    const parts = text.split(new RegExp(`\\b${name} = [\\w.]+`));
    if (parts.length !== 2) throw new Error(`The helper does not have one ${name}.`);
    return parts.join(`${name} = ${ms}`);
  }, source);
}
