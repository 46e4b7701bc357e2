/** What became of a rotation, as text: which version is current when, and what is left to do. */
import { type CopyHolder, READ_TIMING, type Rotated } from "@lunakey/contract";
import { quote } from "./deployed-commands.ts";
import { renderMoment } from "./moment.ts";

/** @param now decides what is said as done and what as to come. */
export function renderRotated(rotated: Rotated, store: string, now: number): string {
  const { name, environment, version, changed, currentFrom } = rotated;
  const where = `${name} for ${environment}`;
  const already = changed ? "" : " already";
  if (currentFrom === null) {
    return [
      `Version ${version} of ${where} is pending${already}, in ${store}: verifiers accept it, and nothing is signed with it.`,
      `To make it current: lunakey promote ${name} --env ${environment}`,
      "",
    ].join("\n");
  }
  const is = currentFrom > now ? `becomes current at ${renderSecond(currentFrom)}` : "is current";
  return `Version ${version} of ${where} ${is}${already}, in ${store}.\n${renderPrevious(rotated)}`;
}

function renderPrevious({ previousVersion, previousUntil, currentFrom }: Rotated): string {
  if (previousVersion === null) return "No other version is accepted beside it.\n";
  if (previousUntil !== null && previousUntil === currentFrom) {
    return `Version ${previousVersion} is not accepted from then on.\n`;
  }
  return `Version ${previousVersion} is accepted until ${renderMoment(previousUntil)}.\n`;
}

/** Seconds count where a minute is all there is. */
function renderSecond(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")}Z`;
}

/**
 * What a short overlap can not promise, since nobody can be told who can not be reached; null where it
 * promises enough.
 */
export function renderShortOverlap(rotated: Rotated): string | null {
  const { name, changed, currentFrom, previousUntil } = rotated;
  if (!changed || currentFrom === null || previousUntil === null) return null;
  if (previousUntil - currentFrom >= READ_TIMING.OUTAGE_MS) return null;
  const minutes = READ_TIMING.OUTAGE_MS / 60_000;
  return `An isolate that can not reach the store at this moment may use the old value of ${name} for ${minutes} minutes yet; it can not be told.`;
}

/** A command that gives one Worker's own copy the new value. */
export interface CopyCommand {
  readonly worker: string;
  readonly environment: string;
  readonly name: string;
  /** Sent by nobody yet; a Worker that compares its copy proves it. */
  readonly state: "to_do";
  readonly command: string;
}

/**
 * @param file holds the new value; null where it was typed or piped, and is to be given again.
 * @param configOf path of a Worker's config, where it is known.
 */
export function copyCommands(
  { name, copies }: Rotated,
  file: string | null,
  configOf: (worker: string) => string | null,
): CopyCommand[] {
  return copies.map(({ worker, environment }) => {
    const config = configOf(worker);
    const parts = [
      `npx wrangler secret put ${name}`,
      ...(config === null ? [] : [`-c ${quote(config)}`]),
      ...(environment === "default" ? [] : [`--env ${environment}`]),
      ...(file === null ? [] : [`< ${quote(file)}`]),
    ];
    return { worker, environment, name, state: "to_do", command: parts.join(" ") };
  });
}

export function renderCopyCommands(commands: readonly CopyCommand[]): string {
  if (commands.length === 0) return "";
  const lines = commands.map(
    ({ worker, environment, command }) => `  # ${worker} in ${environment}\n  ${command}`,
  );
  return `These Workers hold a copy of their own. Nothing was sent to them; in their folders:\n${lines.join("\n")}\n`;
}

/** Names Workers of which nothing is known, since nothing known is not nothing held. */
export function renderUnknownCopies({ name, unknownCopies }: Rotated): string | null {
  if (unknownCopies.length === 0) return null;
  const named = unknownCopies.map(({ worker, environment }) => `${worker} in ${environment}`);
  return `Whether these hold a copy of ${name} of their own is unknown, since they have reported nothing lately: ${named.join(", ")}.`;
}

/** Workers that keep the old value, because that was asked for. */
export function renderLeftCopies(name: string, copies: readonly CopyHolder[]): string | null {
  if (copies.length === 0) return null;
  const named = copies.map(({ worker, environment }) => `${worker} in ${environment}`);
  return `These keep the old value of ${name} in a copy of their own: ${named.join(", ")}.`;
}
