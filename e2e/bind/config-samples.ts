/**
 * One config for each way of writing one: those that the editor of configs is tested on, and the
 * request's two Workers. Each is planned as `lunakey bind` does, for every environment it has.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type BindOptions, type BindPlan, planBinding, readConfig } from "@lunakey/migrate";

const ROOT = join(import.meta.dirname, "..", "..");
const FIXTURES = join(ROOT, "packages/migrate/test/wrangler-config/fixtures");

export interface ConfigSample {
  readonly title: string;
  /** `wrangler.toml`, … */
  readonly file: string;
  readonly text: string;
}

/** What the fixtures need beside their own lines to be a Worker that can be deployed. */
function isWorker(text: string): boolean {
  return /name"?\s*[=:]/.test(text);
}

export function listSamples(): ConfigSample[] {
  const fixtures = readdirSync(FIXTURES).flatMap((title) => {
    const file = readdirSync(join(FIXTURES, title)).find((name) => name.startsWith("input."));
    if (!file) return [];
    const text = readFileSync(join(FIXTURES, title, file), "utf8");
    return isWorker(text) ? [{ title, file: file.replace("input.", "wrangler."), text }] : [];
  });
  const examples = ["luna-proxy-api", "luna-proxy-web"].map((title) => ({
    title,
    file: "wrangler.toml",
    text: readFileSync(join(ROOT, "examples", title, "wrangler.toml"), "utf8"),
  }));
  return [...examples, ...fixtures];
}

export function environmentsOf({ file, text }: ConfigSample): string[] {
  return readConfig(text, { path: file, hasFile: () => true }).environments.map(({ name }) => name);
}

export function planSample(
  { file, text }: ConfigSample,
  options: Pick<BindOptions, "delivery" | "environments"> & Partial<BindOptions>,
): BindPlan {
  const config = readConfig(text, { path: file, hasFile: () => true });
  return planBinding([{ config, text, secrets: ["JWT_SECRET", "STRIPE_SECRET_KEY"] }], {
    store: "e0cc9185036e40cebc8c4b86840a961f",
    gateway: "lunakey-store",
    gatewayState: "deployed",
    wranglerVersion: null,
    skipStaging: true,
    ...options,
  });
}
