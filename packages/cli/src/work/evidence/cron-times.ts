/**
 * When a cron trigger has fired, in UTC, to the minute: as Cloudflare reads expressions, with names of
 * months and days, 1 for Sunday, and `L`, `W` and `#` as in Quartz. Of the last three only that they are
 * there is known here: what can not be read is `null`, and taken for never.
 * https://developers.cloudflare.com/workers/configuration/cron-triggers/#supported-cron-expressions
 */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

interface Field {
  readonly first: number;
  readonly last: number;
  readonly names: readonly string[];
}

const FIELDS: readonly Field[] = [
  { first: 0, last: 59, names: [] },
  { first: 0, last: 23, names: [] },
  { first: 1, last: 31, names: [] },
  { first: 1, last: 12, names: MONTHS },
  { first: 1, last: 7, names: WEEKDAYS },
];

/**
 * @param from exclusive. @param to inclusive; milliseconds since 1970.
 * @returns the days, by their first moment, on which it fired; null where it can not be read.
 */
export function findFiringDays(expression: string, from: number, to: number): number[] | null {
  const parts = expression.trim().split(/\s+/);
  const fields = FIELDS.map((field, index) => parseField(parts[index] ?? "", field));
  if (parts.length !== FIELDS.length || fields.includes(null)) return null;
  const [minutes, hours, days, months, weekdays] = fields as Set<number>[];
  // As cron has it: where both are given, either will do.
  const isEither = parts[2] !== "*" && parts[4] !== "*";
  const isDay = (at: number) => {
    const moment = new Date(at);
    if (!months?.has(moment.getUTCMonth() + 1)) return false;
    const hits = [days?.has(moment.getUTCDate()), weekdays?.has(moment.getUTCDay() + 1)];
    return isEither ? hits.includes(true) : !hits.includes(false);
  };
  const times = [...(hours ?? [])].flatMap((hour) =>
    [...(minutes ?? [])].map((minute) => (hour * 60 + minute) * MINUTE_MS),
  );
  const found: number[] = [];
  for (let day = from - (from % DAY_MS); day <= to; day += DAY_MS) {
    const hasFired = times.some((time) => day + time > from && day + time <= to);
    if (hasFired && isDay(day)) found.push(day);
  }
  return found;
}

/** null where it is none of `*`, a number, a range, a list or a step of them. */
function parseField(text: string, field: Field): Set<number> | null {
  const values = new Set<number>();
  for (const part of text.split(",")) {
    const range = parseRange(part, field);
    if (range === null) return null;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return values;
}

function parseRange(text: string, field: Field): { from: number; to: number; step: number } | null {
  const match = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(text);
  if (match === null) return null;
  const [, start = "", end, every] = match;
  const step = Number(every ?? 1);
  const from = start === "*" ? field.first : parseValue(start, field);
  const isOpen = start === "*" || (end === undefined && every !== undefined);
  const to = isOpen ? field.last : end === undefined ? from : parseValue(end, field);
  if (from === null || to === null || step < 1 || from > to) return null;
  return { from, to, step };
}

function parseValue(text: string, { first, last, names }: Field): number | null {
  const named = names.indexOf(text.toUpperCase());
  const value = named >= 0 ? named + first : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= first && value <= last ? value : null;
}
