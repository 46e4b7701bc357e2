/**
 * The shortest way from one list of lines to another, after E. W. Myers, "An O(ND) difference
 * algorithm and its variations" (1986). Lines keep their line ends, so that CRLF is a difference.
 */

/** Lines `[aStart, aEnd)` of the one text stand where `[bStart, bEnd)` of the other do. */
export interface LineChange {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
}

/** Beyond this many differing lines, one change says it all: memory grows with its square. */
const MAX_DIFFERENCES = 2000;

/** Each line with its end; the last one may have none. */
export function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** In order, none touching the next. */
export function diffLines(a: readonly string[], b: readonly string[]): LineChange[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let aEnd = a.length;
  let bEnd = b.length;
  while (aEnd > start && bEnd > start && a[aEnd - 1] === b[bEnd - 1]) {
    aEnd -= 1;
    bEnd -= 1;
  }
  const steps = findSteps(a.slice(start, aEnd), b.slice(start, bEnd));
  if (steps === null) return [{ aStart: start, aEnd, bStart: start, bEnd }];
  return joinSteps(steps).map((change) => ({
    aStart: change.aStart + start,
    aEnd: change.aEnd + start,
    bStart: change.bStart + start,
    bEnd: change.bEnd + start,
  }));
}

/** One line removed from `a` or added from `b`, where both stand. */
interface Step {
  readonly a: number;
  readonly b: number;
  readonly removes: boolean;
}

function findSteps(a: readonly string[], b: readonly string[]): Step[] | null {
  const furthest = new Map<number, number>([[1, 0]]);
  const trail: Map<number, number>[] = [];
  for (let cost = 0; cost <= Math.min(a.length + b.length, MAX_DIFFERENCES); cost += 1) {
    trail.push(new Map(furthest));
    for (let diagonal = -cost; diagonal <= cost; diagonal += 2) {
      let x = nextStart(furthest, diagonal, cost);
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      furthest.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return walkBack(trail, a.length, b.length);
    }
  }
  return null;
}

/** Whether the best way onto a diagonal comes from the one above, which adds a line of `b`. */
function comesFromAbove(furthest: ReadonlyMap<number, number>, diagonal: number, cost: number) {
  const left = furthest.get(diagonal - 1) ?? -1;
  const above = furthest.get(diagonal + 1) ?? -1;
  return diagonal === -cost || (diagonal !== cost && left < above);
}

function nextStart(furthest: ReadonlyMap<number, number>, diagonal: number, cost: number): number {
  return comesFromAbove(furthest, diagonal, cost)
    ? (furthest.get(diagonal + 1) ?? 0)
    : (furthest.get(diagonal - 1) ?? 0) + 1;
}

function walkBack(trail: readonly ReadonlyMap<number, number>[], aLength: number, bLength: number) {
  const steps: Step[] = [];
  let x = aLength;
  let y = bLength;
  for (let cost = trail.length - 1; cost > 0; cost -= 1) {
    const furthest = trail[cost] ?? new Map<number, number>();
    const adds = comesFromAbove(furthest, x - y, cost);
    const diagonal = adds ? x - y + 1 : x - y - 1;
    x = furthest.get(diagonal) ?? 0;
    y = x - diagonal;
    steps.push({ a: x, b: y, removes: !adds });
  }
  return steps.reverse();
}

function joinSteps(steps: readonly Step[]): LineChange[] {
  const changes: LineChange[] = [];
  for (const { a, b, removes } of steps) {
    const last = changes.at(-1);
    const aEnd = removes ? a + 1 : a;
    const bEnd = removes ? b : b + 1;
    if (last && last.aEnd === a && last.bEnd === b) {
      changes[changes.length - 1] = { ...last, aEnd, bEnd };
    } else {
      changes.push({ aStart: a, aEnd, bStart: b, bEnd });
    }
  }
  return changes;
}
