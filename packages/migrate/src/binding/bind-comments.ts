/** The comments that stand above what is added to a config. */
import { DEFAULT_ENVIRONMENT } from "../wrangler-config/wrangler-config.ts";

/** The request's own words: `Secrets Store binding pour production`. */
export function renderBindingComment(environment: string, language: "en" | "fr"): string {
  if (environment === DEFAULT_ENVIRONMENT) return "Secrets Store binding";
  return `Secrets Store binding ${language === "fr" ? "pour" : "for"} ${oneLine(environment)}`;
}

/** `Staging`; what is short enough to be letters, `qa`, stays as it is. */
export function renderEnvironmentComment(environment: string): string {
  const name = oneLine(environment);
  if (name.length < 4) return name;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** A quoted key may hold anything; a comment ends with its line. */
function oneLine(name: string): string {
  return name.replace(/\s+/g, " ");
}
