/** A store in memory, for tests and scripts: bind it as `SECRETS`. */

export interface TestStore {
  get(name: string): Promise<string | null>;
  read(request: { readonly names: readonly string[] }): Promise<{
    readonly v: 1;
    readonly items: readonly object[];
  }>;
  report(request: object): Promise<{ readonly v: 1; readonly status: "counted" }>;
  /** Sets, or with null removes, a value. Seen at the next read. */
  set(name: string, value: string | null): void;
}

/**
 * @param values by name.
 * @example const env = { SECRETS: createTestStore({ JWT_SECRET: "for tests" }) };
 */
export function createTestStore(values: Readonly<Record<string, string>> = {}): TestStore {
  const secrets = new Map(
    Object.entries(values).map(([name, value]) => [name, { value, version: 1 }]),
  );
  const item = (name: string) => {
    const secret = secrets.get(name);
    const answer = { name, maxAgeSeconds: 0, fallback: "allowed" };
    return secret?.value
      ? { ...answer, ...secret, status: "ok" }
      : { ...answer, status: "missing" };
  };
  return {
    get: async (name) => secrets.get(name)?.value ?? null,
    read: async ({ names }) => ({ v: 1, items: names.map(item) }),
    report: async () => ({ v: 1, status: "counted" }),
    set(name, value) {
      if (value === null) secrets.delete(name);
      else secrets.set(name, { value, version: (secrets.get(name)?.version ?? 0) + 1 });
    },
  };
}
