/**
 * Collects edits of one file and applies them. Edits nest as the code does: what is put before a node
 * goes outside of what is put before its parts, and a part that moves takes its own edits with it.
 */

type Kind = "after" | "before" | "replace";

interface Edit {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
  /** Of the node that it is about: the wider one is the outer one. */
  readonly width: number;
  readonly text: string | (() => string);
  readonly order: number;
}

/** Wider than any node: outside of everything that starts or ends at the same place. */
export const OUTERMOST = Number.MAX_SAFE_INTEGER;
/** Inside of a statement that is put before the same place. */
export const MODIFIER = OUTERMOST - 1;

export class FileEdits {
  readonly text: string;
  readonly #edits: Edit[] = [];
  readonly #seen = new Set<string>();
  readonly #detached: { readonly start: number; readonly end: number }[] = [];

  readonly #lineEnd: "\n" | "\r\n";

  constructor(text: string) {
    this.text = text;
    this.#lineEnd = /\r?\n/.exec(text)?.[0] === "\r\n" ? "\r\n" : "\n";
  }

  get isEmpty(): boolean {
    return this.#edits.length === 0;
  }

  /** Puts `text` before what starts at `position` and is `width` long. */
  before(position: number, width: number, text: string | (() => string)): void {
    this.#add({ kind: "before", start: position, end: position, width, text });
  }

  /** Puts `text` after what ends at `position` and is `width` long. */
  after(position: number, width: number, text: string | (() => string)): void {
    this.#add({ kind: "after", start: position, end: position, width, text });
  }

  /** Leaves a range as it is: its edits are only for who renders the range. */
  detach(start: number, end: number): void {
    this.#detached.push({ start, end });
  }

  replace(start: number, end: number, text: string | (() => string)): void {
    this.#add({ kind: "replace", start, end, width: end - start, text });
  }

  /** The same edit twice is one edit: several reads can ask for it. */
  #add(edit: Omit<Edit, "order">): void {
    if (typeof edit.text === "string") {
      const key = `${edit.kind} ${edit.start} ${edit.end} ${edit.width} ${edit.text}`;
      if (this.#seen.has(key)) return;
      this.#seen.add(key);
    }
    this.#edits.push({ ...edit, order: this.#edits.length });
  }

  /** The text of a range as it will be: without what replaces the whole of it. */
  render(start = 0, end = this.text.length): string {
    let at = start;
    let rendered = "";
    for (const edit of this.#within(start, end)) {
      if (edit.start < at) continue; // a part of what was replaced as a whole
      rendered += this.text.slice(at, edit.start) + this.#textOf(edit);
      at = edit.end;
    }
    return rendered + this.text.slice(at, end);
  }

  /** Where what is at `position` of the new text was before; for what is new, where it was put. */
  originalPosition(position: number): number {
    let at = 0;
    let length = 0;
    for (const edit of this.#within(0, this.text.length)) {
      if (edit.start < at) continue;
      const kept = edit.start - at;
      if (position < length + kept) return at + position - length;
      const text = this.#textOf(edit);
      if (position < length + kept + text.length) return edit.start;
      length += kept + text.length;
      at = edit.end;
    }
    return at + position - length;
  }

  /** With the line ends of the file. */
  #textOf({ text }: Edit): string {
    const written = typeof text === "string" ? text : text();
    return this.#lineEnd === "\n" ? written : written.replace(/\r?\n/g, this.#lineEnd);
  }

  #within(start: number, end: number): Edit[] {
    const isWhole = start === 0 && end === this.text.length;
    return this.#edits
      .filter((edit) => edit.start >= start && edit.end <= end)
      .filter((edit) => !(edit.kind === "replace" && edit.start === start && edit.end === end))
      .filter((edit) => isWhole || isInside(edit, start, end))
      .filter((edit) => !this.#detached.some((one) => isElsewhere(edit, one, { start, end })))
      .sort(byPlace);
  }
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Is the edit in a detached range that the rendered one is no part of? */
function isElsewhere(edit: Edit, detached: Range, rendered: Range): boolean {
  const isPart = rendered.start >= detached.start && rendered.end <= detached.end;
  if (isPart || edit.start < detached.start || edit.end > detached.end) return false;
  return isInside(edit, detached.start, detached.end);
}

/** What is put around a wider node is no part of the range. */
function isInside(edit: Edit, start: number, end: number): boolean {
  if (edit.width === MODIFIER && edit.start === start) return true;
  if (edit.kind === "before" && edit.start === start) return edit.width <= end - start;
  if (edit.kind === "after" && edit.end === end) return edit.width <= end - start;
  if (edit.kind === "before") return edit.start < end;
  return edit.kind === "replace" || edit.end > start;
}

const RANK: Readonly<Record<Kind, number>> = { after: 0, before: 1, replace: 2 };

function byPlace(a: Edit, b: Edit): number {
  if (a.start !== b.start) return a.start - b.start;
  if (a.kind !== b.kind) return RANK[a.kind] - RANK[b.kind];
  // What replaces a wider node goes first: what was in it is gone then.
  if (a.width !== b.width) return a.kind === "after" ? a.width - b.width : b.width - a.width;
  return a.order - b.order;
}
