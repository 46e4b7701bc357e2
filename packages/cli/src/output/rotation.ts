/** What became of a rotation, as text: which version is current when, and what is left to do. */
import { type CopyHolder, READ_TIMING, type Rotated } from "@lunakey/contract";
import { asIs, joinTexts, phrase, type Text, type Wording } from "../language/phrase.ts";
import { quote } from "./deployed-commands.ts";
import { renderMoment } from "./moment.ts";

/** @param now decides what is said as done and what as to come. */
export function describeRotated(rotated: Rotated, store: Wording, now: number): Wording {
  const { name, environment, version, changed, currentFrom } = rotated;
  const where = phrase("{name} for {environment}", { name, environment });
  const parts = { version, where, store };
  if (currentFrom === null) {
    const pending = changed
      ? phrase(
          "Version {version} of {where} is pending, in {store}: verifiers accept it, and nothing is signed with it.",
          parts,
        )
      : phrase(
          "Version {version} of {where} is pending already, in {store}: verifiers accept it, and nothing is signed with it.",
          parts,
        );
    const next = phrase("To make it current: lunakey promote {name} --env {environment}", {
      name,
      environment,
    });
    return joinTexts([pending, next, ""], "\n");
  }
  const what =
    currentFrom > now
      ? describeComing(rotated, parts, currentFrom)
      : describeCurrent(rotated, parts);
  return joinTexts([what, describePrevious(rotated), ""], "\n");
}

interface Parts {
  readonly version: number;
  readonly where: Wording;
  readonly store: Wording;
}

function describeComing({ changed }: Rotated, parts: Parts, currentFrom: number): Wording {
  const at = renderSecond(currentFrom);
  return changed
    ? phrase("Version {version} of {where} becomes current at {at}, in {store}.", { ...parts, at })
    : phrase("Version {version} of {where} becomes current at {at} already, in {store}.", {
        ...parts,
        at,
      });
}

function describeCurrent({ changed }: Rotated, parts: Parts): Wording {
  return changed
    ? phrase("Version {version} of {where} is current, in {store}.", parts)
    : phrase("Version {version} of {where} is current already, in {store}.", parts);
}

function describePrevious({ previousVersion, previousUntil, currentFrom }: Rotated): Text {
  if (previousVersion === null) return "No other version is accepted beside it.";
  if (previousUntil !== null && previousUntil === currentFrom) {
    return phrase("Version {version} is not accepted from then on.", { version: previousVersion });
  }
  return phrase("Version {version} is accepted until {until}.", {
    version: previousVersion,
    until: renderMoment(previousUntil),
  });
}

/** Seconds count where a minute is all there is. */
function renderSecond(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")}Z`;
}

/**
 * What a short overlap can not promise, since nobody can be told who can not be reached; null where it
 * promises enough.
 */
export function describeShortOverlap(rotated: Rotated): Wording | null {
  const { name, changed, currentFrom, previousUntil } = rotated;
  if (!changed || currentFrom === null || previousUntil === null) return null;
  if (previousUntil - currentFrom >= READ_TIMING.OUTAGE_MS) return null;
  const minutes = READ_TIMING.OUTAGE_MS / 60_000;
  return phrase(
    "An isolate that can not reach the store at this moment may use the old value of {name} for {minutes} minutes yet; it can not be told.",
    { name, minutes },
  );
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

type CopyKey = Pick<CopyCommand, "worker" | "environment" | "name">;

export function isSameCopy(one: CopyKey, other: CopyKey): boolean {
  const { worker, environment, name } = one;
  return worker === other.worker && environment === other.environment && name === other.name;
}

/** Copies that the store writes by itself. */
export function describeFollowed(
  copies: readonly Pick<CopyHolder, "worker" | "environment">[],
): Wording {
  if (copies.length === 0) return asIs("");
  const consumers = joinTexts(copies.map(describeConsumer), ", ");
  return joinTexts(
    [
      phrase(
        "The store writes the copies of these once the version is current: {consumers}. How far they are: lunakey sync --status",
        { consumers },
      ),
      "",
    ],
    "\n",
  );
}

export function describeCopyCommands(commands: readonly CopyCommand[]): Wording {
  if (commands.length === 0) return asIs("");
  const lines = commands.flatMap(({ command, ...consumer }) => [
    joinTexts(["  # ", describeConsumer(consumer)], ""),
    asIs(`  ${command}`),
  ]);
  return joinTexts(
    [
      "These Workers hold a copy of their own. Nothing was sent to them; in their folders:",
      ...lines,
      "",
    ],
    "\n",
  );
}

function describeConsumer({ worker, environment }: Pick<CopyHolder, "worker" | "environment">) {
  return phrase("{worker} in {environment}", { worker, environment });
}

/** Names Workers of which nothing is known, since nothing known is not nothing held. */
export function describeUnknownCopies({ name, unknownCopies }: Rotated): Wording | null {
  if (unknownCopies.length === 0) return null;
  const consumers = joinTexts(unknownCopies.map(describeConsumer), ", ");
  return phrase(
    "Whether these hold a copy of {name} of their own is unknown, since they have reported nothing lately: {consumers}.",
    { name, consumers },
  );
}

/** Workers that keep the old value, because that was asked for. */
export function describeLeftCopies(name: string, copies: readonly CopyHolder[]): Wording | null {
  if (copies.length === 0) return null;
  const consumers = joinTexts(copies.map(describeConsumer), ", ");
  return phrase("These keep the old value of {name} in a copy of their own: {consumers}.", {
    name,
    consumers,
  });
}
