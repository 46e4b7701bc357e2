/** Lengths of time as they are typed: `0`, `90s`, `30m`, `24h`, `7d`. */
import { usageError } from "../cli-error.ts";
import { type CommandInput, textOption } from "../command-spec.ts";
import { phrase } from "../language/phrase.ts";

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/**
 * @param option its name in camel case, which is its flag too.
 * @returns seconds; undefined where the option was not given.
 * @throws CliError `usage`, without what was typed.
 */
export function readDuration(
  input: CommandInput,
  option: string,
  maxSeconds: number,
): number | undefined {
  const text = textOption(input, option);
  if (text === undefined) return undefined;
  const [, digits = "", unit] = /^(0|[1-9][0-9]{0,8})([smhd])?$/.exec(text) ?? [];
  const seconds = Number(digits) * (UNIT_SECONDS[unit ?? "s"] ?? 0);
  const isWellFormed = digits !== "" && (unit !== undefined || digits === "0");
  if (!isWellFormed || seconds > maxSeconds) {
    throw usageError(
      phrase(
        "--{option} must be 0, or a number with s, m, h or d such as 24h, of at most {days}d.",
        { option, days: maxSeconds / 86_400 },
      ),
    );
  }
  return seconds;
}
