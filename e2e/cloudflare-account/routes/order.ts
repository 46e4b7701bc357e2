/** `order` and `direction` of the lists of the Secrets Store, as Cloudflare's client documents them. */

const FIELDS: readonly string[] = ["name", "comment", "created", "modified", "status"];

/** @returns a copy; in the order of creation where none is asked for, or one that is not known. */
export function sortList<Item extends object>(
  items: readonly Item[],
  query: URLSearchParams,
): readonly Item[] {
  const field = query.get("order") ?? "";
  if (!FIELDS.includes(field)) return [...items];
  const sign = query.get("direction") === "desc" ? -1 : 1;
  return items.toSorted((a, b) => sign * compare(read(a, field), read(b, field)));
}

function read(item: object, field: string): string {
  return field in item ? String(item[field as keyof typeof item]) : "";
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
