export function test(name: string, body: () => void | Promise<void>): void;
export function expect<T>(value: T): { toBe(expected: T): void; toEqual(expected: unknown): void };
export const vi: { mock(path: string, factory: () => object): void; fn<F>(f: F): F };
