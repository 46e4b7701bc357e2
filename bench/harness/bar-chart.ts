/**
 * Horizontal bars as SVG, readable on a light and on a dark page: mid-grey text, no background. One
 * measure per chart, with its unit, and every bar's number beside it.
 */

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Smallest and largest of the rounds. */
  readonly range?: readonly [number, number];
  /** `ours`, or what it is compared with. */
  readonly kind: "ours" | "other";
}

export interface BarChart {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
  /** Below the bars: what is to be known before the numbers are used. */
  readonly note: string;
}

const WIDTH = 890;
const LABELS = 375;
const NUMBERS = 110;
const ROW = 30;
const TOP = 56;
const COLOURS = { ours: "#2f81f7", other: "#8b949e" } as const;
const TEXT = "#768390";

/** @returns an SVG document. */
export function renderBarChart({ title, unit, bars, note }: BarChart): string {
  const height = TOP + bars.length * ROW + 40;
  const largest = Math.max(...bars.map(({ value, range }) => Math.max(value, range?.[1] ?? 0)));
  const hasRanges = bars.some(({ range }) => range !== undefined);
  const scale = (value: number) => ((WIDTH - LABELS - NUMBERS) * value) / largest;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="ui-sans-serif, system-ui, DejaVu Sans, sans-serif" font-size="13" fill="${TEXT}">
<title>${escapeXml(title)} (${escapeXml(unit)})</title>
<text x="12" y="24" font-size="16" font-weight="600">${escapeXml(title)}</text>
<text x="12" y="43" font-size="12">${escapeXml(unit)}${hasRanges ? "; thin lines: smallest and largest round" : ""}</text>
${bars.map((bar, index) => renderBar(bar, TOP + index * ROW, scale)).join("\n")}
<line x1="${LABELS}" y1="${TOP - 4}" x2="${LABELS}" y2="${TOP + bars.length * ROW}" stroke="${TEXT}"/>
<text x="12" y="${height - 14}" font-size="12" font-style="italic">${escapeXml(note)}</text>
</svg>
`;
}

function renderBar(bar: Bar, y: number, scale: (value: number) => number): string {
  const { label, value, range, kind } = bar;
  const middle = y + ROW / 2;
  const end = LABELS + Math.max(scale(value), 1);
  const last = Math.max(end, range === undefined ? 0 : LABELS + scale(range[1]));
  const whisker =
    range === undefined
      ? ""
      : `<line x1="${LABELS + scale(range[0])}" y1="${middle}" x2="${LABELS + scale(range[1])}" y2="${middle}" stroke="${TEXT}" stroke-width="2"/>`;
  return `<text x="${LABELS - 10}" y="${middle + 4}" text-anchor="end">${escapeXml(label)}</text>
<rect x="${LABELS}" y="${y + 5}" width="${end - LABELS}" height="${ROW - 10}" fill="${COLOURS[kind]}" fill-opacity="0.75"/>${whisker}
<text x="${last + 8}" y="${middle + 4}" font-weight="600">${renderNumber(value)}</text>`;
}

/** Three digits that count, and thousands apart. */
export function renderNumber(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 20 });
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
