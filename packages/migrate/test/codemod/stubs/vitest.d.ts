interface Expectation<T> {
  toBe(expected: T): void;
  toEqual(expected: unknown): void;
  toHaveBeenCalled(): void;
  toThrow(message?: string): void;
  readonly rejects: { toThrow(message?: string): Promise<void> };
}
type Procedure<F extends (...args: never[]) => unknown> = (...args: Parameters<F>) => ReturnType<F>;
interface Double<F extends (...args: never[]) => unknown> {
  mockReturnValue(value: ReturnType<F>): Double<F>;
  mockReturnValueOnce(value: ReturnType<F>): Double<F>;
  mockResolvedValue(value: Awaited<ReturnType<F>>): Double<F>;
  mockResolvedValueOnce(value: Awaited<ReturnType<F>>): Double<F>;
  mockImplementation(implementation: Procedure<F>): Double<F>;
}
type Method<T, K extends keyof T> = T[K] extends (...args: never[]) => unknown ? T[K] : never;
export function test(name: string, body: () => void | Promise<void>): void;
export function expect<T>(value: T): Expectation<T>;
export const vi: {
  mock(path: string, factory: () => object): void;
  fn<F>(f: F): F;
  mocked<F extends (...args: never[]) => unknown>(f: F): Double<F>;
  spyOn<T, K extends keyof T>(object: T, name: K): Double<Method<T, K>>;
};
