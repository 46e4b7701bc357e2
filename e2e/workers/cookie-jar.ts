/** A browser's cookies for one site, as far as signing in needs them. */

export interface CookieJar {
  /** Value of the request header `Cookie`. */
  readonly header: string;
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  /** Takes in what an answer sets and deletes. */
  take(headers: Headers): void;
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, string>();
  return {
    get header() {
      return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    },
    get: (name) => cookies.get(name),
    set: (name, value) => void cookies.set(name, value),
    take(headers) {
      for (const line of headers.getSetCookie()) {
        const [pair = "", ...attributes] = line.split("; ");
        const equals = pair.indexOf("=");
        const name = pair.slice(0, equals);
        if (attributes.some((attribute) => isOver(attribute))) cookies.delete(name);
        else cookies.set(name, pair.slice(equals + 1));
      }
    },
  };
}

function isOver(attribute: string): boolean {
  const [name = "", value = ""] = attribute.split("=");
  if (/^max-age$/i.test(name)) return Number(value) <= 0;
  return /^expires$/i.test(name) && Date.parse(value) <= Date.now();
}
