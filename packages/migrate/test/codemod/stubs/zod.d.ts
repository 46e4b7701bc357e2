export interface Schema<T> {
  parse(value: unknown): T;
  transform<U>(made: (value: T) => U | Promise<U>): Schema<U>;
}
export const z: {
  string(): Schema<string>;
  object<S extends Record<string, Schema<unknown>>>(
    shape: S,
  ): Schema<{ [K in keyof S]: S[K] extends Schema<infer T> ? T : never }>;
};
export namespace z {
  type infer<S> = S extends Schema<infer T> ? T : never;
}
