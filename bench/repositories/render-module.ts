/** A module without secrets: some eighty lines as application code has them. Pure. */

/** At most so many earlier modules are imported by one. */
const IMPORT_COUNT = 3;

export function renderModule(index: number, earlier: readonly string[]): string {
  const imported = chooseModules(index, earlier);
  return `${renderImports(imported)}
/** What area ${index} keeps about one account. */
export interface Record${index} {
  readonly id: string;
  readonly owner: { readonly name: string; readonly email: string | null };
  readonly state: "open" | "held" | "closed";
  readonly amounts: readonly number[];
  readonly tags: Readonly<Record<string, string>>;
}

export type Patch${index} = Partial<Omit<Record${index}, "id">>;
export type Event${index} =
  | { readonly type: "opened"; readonly at: number; readonly record: Record${index} }
  | { readonly type: "changed"; readonly at: number; readonly patch: Patch${index} }
  | { readonly type: "closed"; readonly at: number; readonly reason?: string };

export class Journal${index} {
  readonly #events: Event${index}[] = [];
  readonly #listeners = new Set<(event: Event${index}) => void>();

  listen(listener: (event: Event${index}) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  append(event: Event${index}): this {
    this.#events.push(event);
    for (const listener of this.#listeners) listener(event);
    return this;
  }

  replay(start: Record${index}): Record${index} {
    return this.#events.reduce<Record${index}>((record, event) => apply${index}(record, event), start);
  }

  get length(): number {
    return this.#events.length;
  }
}

function apply${index}(record: Record${index}, event: Event${index}): Record${index} {
  switch (event.type) {
    case "opened":
      return event.record;
    case "changed":
      return { ...record, ...event.patch };
    case "closed":
      return { ...record, state: "closed", tags: { ...record.tags, reason: event.reason ?? "none" } };
  }
}

export function summarise${index}(records: readonly Record${index}[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { owner, amounts, state } of records) {
    if (state === "closed") continue;
    const key = (owner.email ?? owner.name).toLowerCase();
    const sum = amounts.filter((amount) => amount > ${index % 7}).reduce((all, one) => all + one, 0);
    totals.set(key, (totals.get(key) ?? 0) + sum);
  }
  return new Map([...totals].sort(([, a], [, b]) => b - a).slice(0, ${10 + (index % 5)}));
}

export async function load${index}<T extends { id: string }>(
  fetchPage: (cursor: string | null) => Promise<{ items: T[]; next: string | null }>,
): Promise<ReadonlyMap<string, T>> {
  const found = new Map<string, T>();
  let cursor: string | null = null;
  do {
    const page: { items: T[]; next: string | null } = await fetchPage(cursor);
    for (const item of page.items) found.set(item.id, item);
    cursor = page.next;
  } while (cursor !== null && found.size < 1_000);
  return found;
}
${renderUses(index, imported)}`;
}

/** Earlier modules, spread over what is there. Readers are leaves: nobody imports them but the entry. */
export function chooseModules(index: number, earlier: readonly string[]): readonly string[] {
  const modules = earlier.filter((path) => path.includes("/module"));
  if (modules.length === 0) return [];
  const steps = [1, 7, 31].slice(0, IMPORT_COUNT);
  const chosen = steps.map((step) => modules[Math.max(modules.length - step, 0)] ?? "");
  return [...new Set(chosen)].filter((path) => index >= 0 && path !== "");
}

export function numberOf(path: string): string {
  return /(\d+)\.ts$/.exec(path)?.[1] ?? "";
}

function renderImports(imported: readonly string[]): string {
  return imported
    .map((path) => {
      const number = numberOf(path);
      return `import { Journal${number}, type Record${number}, summarise${number} } from "../${path.slice(4, -3)}";\n`;
    })
    .join("");
}

function renderUses(index: number, imported: readonly string[]): string {
  return imported
    .map((path) => {
      const number = numberOf(path);
      return `
export function merge${index}With${number}(records: readonly Record${number}[]): number {
  const journal = new Journal${number}();
  for (const record of records) journal.append({ type: "opened", at: ${index}, record });
  return journal.length + summarise${number}(records).size;
}
`;
    })
    .join("");
}
