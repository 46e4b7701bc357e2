/**
 * Requests to the Workers under test, with everything that came back kept: at the end of a suite
 * no answer may hold a secret's value, whichever test asked for it.
 */

/** An answer that was read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON. @throws SyntaxError */
  json(): unknown;
}

export interface Traffic {
  /** Follows no redirect. */
  ask(url: string, init?: RequestInit): Promise<Answer>;
  /** Where one of the values, given by name, came back: `NAME in METHOD path`, once each. */
  findLeaks(values: Readonly<Record<string, string>>): string[];
  /** How many answers were read. */
  readonly count: number;
}

const DEADLINE_MS = 30_000;

interface Kept {
  readonly method: string;
  readonly path: string;
  /** Headers and body. */
  readonly content: string;
}

export function recordTraffic(): Traffic {
  const kept: Kept[] = [];
  return {
    get count() {
      return kept.length;
    },
    async ask(url, init = {}) {
      const signal = AbortSignal.timeout(DEADLINE_MS);
      const response = await fetch(url, { ...init, redirect: "manual", signal });
      const text = await response.text();
      const { status, headers } = response;
      const head = [...headers].map(([name, value]) => `${name}: ${value}`).join("\n");
      const { pathname: path } = new URL(url);
      kept.push({ method: init.method ?? "GET", path, content: `${head}\n\n${text}` });
      return { status, headers, text, json: () => JSON.parse(text) as unknown };
    },
    findLeaks(values) {
      const found = kept.flatMap(({ method, path, content }) =>
        findHeld(content, values).map((name) => `${name} in ${method} ${path}`),
      );
      return [...new Set(found)];
    },
  };
}

/** The names of the values that the content holds, as they are or as they stand in a URL. */
export function findHeld(content: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values)
    .filter(([, value]) => content.includes(value) || content.includes(encodeURIComponent(value)))
    .map(([name]) => name);
}
