/**
 * Secrets that stand in files which git keeps, found by secretlint's rules. The rules are loaded only
 * for a repository in which a file looks like it. Says rule and place; the match never leaves here.
 */
import { posix } from "node:path";
import type { DiskReader } from "../../repository/disk.ts";
import type { Place } from "../../repository/place.ts";
import type { RepositoryFile } from "../../repository/walk-repository.ts";
import { contextOfPath } from "../code-context.ts";
import type { Finding, Severity } from "../finding.ts";
import type { ScannedWorker } from "../scanned-worker.ts";
import { createFinding, type FindingMaterial } from "./material.ts";
import { isMadeUp } from "./placeholder.ts";

const TEXT_FILE =
  /\.(?:[cm]?[jt]sx?|jsonc?|toml|ya?ml|astro|vue|svelte|html|sh)$|(?:^|\/)\.(?:env|dev\.vars|npmrc)[^/]*$/;
const NOT_WRITTEN =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml)$|\.min\.js$/;
/** A file that people write is smaller; what a regular expression may be given has a bound. */
const MAX_FILE_BYTES = 512 * 1024;
/** What every rule's match begins with: the cheap question before the dear one. */
const LOOKS_LIKE =
  /A3T|AKIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ASIA|aws_|PRIVATE KEY|x-oauth-basic|_authToken|npm_|xox[abopr]-|xapp-|hooks\.slack|:\/\/[^\s/:@]+:[^\s/@]+@|(?<![a-z])sk-|gsk_|hf_|lin_api_|ntn_|SG\.|shp(?:pa|ca|at|ss)_|[rs]k_(?:live|test)_|gh[oprsu]_|github_pat_|gl\w*-|gl(?:c|sa)_|ops_|hv[brs]\.|vc[a-z]_|dapi|dckr_|figd_|tskey-|cf(?:at|k|ut)_|cloudflare/i;

interface Match {
  readonly file: string;
  readonly place: Place;
  /** The rule, without the words that all rules begin with. */
  readonly rule: string;
  readonly messageId: string;
}

export async function findPlainInSource(material: FindingMaterial): Promise<Finding[]> {
  const texts = findTexts(material);
  if (texts.length === 0) return [];
  const lint = await loadRules();
  const findings: Finding[] = [];
  for (const { file, text } of texts) {
    for (const match of await lint(file, text)) findings.push(describe(match, material.workers));
  }
  return findings;
}

function findTexts({ disk, listing }: FindingMaterial): { file: string; text: string }[] {
  return listing.files.flatMap((file) => {
    const text = isWritten(file) ? readSmall(disk, file.path) : undefined;
    return text !== undefined && LOOKS_LIKE.test(text) ? [{ file: file.path, text }] : [];
  });
}

function isWritten({ path, ignored, linkTo }: RepositoryFile): boolean {
  return !ignored && linkTo === null && TEXT_FILE.test(path) && !NOT_WRITTEN.test(path);
}

function readSmall(disk: DiskReader, path: string): string | undefined {
  try {
    const bytes = disk.stat(path)?.bytes ?? 0;
    return bytes <= MAX_FILE_BYTES ? disk.readText(path) : undefined;
  } catch {
    // What is no text can hold no secret in plain; what can not be read is said where it is needed.
    return undefined;
  }
}

async function loadRules(): Promise<(file: string, text: string) => Promise<Match[]>> {
  const [{ lintSource }, { creator }] = await Promise.all([
    import("@secretlint/core"),
    import("@secretlint/secretlint-rule-preset-recommend"),
  ]);
  const rules = [{ id: creator.meta.id, rule: creator, options: {} }];
  return async (file, text) => {
    const ext = posix.extname(file);
    const source = { filePath: `/${file}`, content: text, ext, contentType: "text" } as const;
    const { messages } = await lintSource({ source, options: { config: { rules } } });
    const real = messages.filter(
      ({ range }) => !isMadeUp(text.slice(...range)) && !continuesWord(text, range[0]),
    );
    return real.map(({ ruleId, messageId, loc }) => ({
      file,
      place: { file, line: loc.start.line, column: loc.start.column + 1 },
      rule: ruleId.replace("@secretlint/secretlint-rule-", ""),
      messageId,
    }));
  };
}

/** `x402_sk_test_…` is a key of somebody else's form. */
const continuesWord = (text: string, start: number) =>
  /\w/.test(text[start] ?? "") && /\w/.test(text[start - 1] ?? "");

function describe(match: Match, workers: readonly ScannedWorker[]): Finding {
  const { place, rule } = match;
  const owner = findVar(place, workers);
  return createFinding({
    code: owner ? "plain_in_vars" : "plain_in_source",
    severity: severityOf(match),
    fix: "rotate_and_make_secret",
    names: owner ? [owner.name] : [],
    workers: owner ? [owner.config] : [],
    environments: owner ? [owner.environment] : [],
    places: [owner?.place ?? place],
    detail: rule,
  });
}

/** What tests run with is no Worker's code either. */
const TEST_CONFIG = /(?:^|\/)(?:vitest|jest|playwright)(?:\.[\w-]+)*\.config\.[cm]?[jt]s$/;

/** A key of a test mode, or in a test's own file, opens nothing that is worth much. */
function severityOf({ file, messageId }: Match): Severity {
  if (contextOfPath(file) === "test" || TEST_CONFIG.test(file)) return "low";
  return /TEST/i.test(messageId) ? "medium" : "high";
}

function findVar(
  { file, line }: Place,
  workers: readonly ScannedWorker[],
): { name: string; config: string; environment: string; place: Place } | undefined {
  for (const { config } of workers) {
    if (config.path !== file) continue;
    for (const environment of config.environments) {
      const found = environment.vars.find(({ place }) => place.line === line);
      if (found) {
        const { name, place } = found;
        return { name, config: config.path, environment: environment.name, place };
      }
    }
  }
  return undefined;
}
