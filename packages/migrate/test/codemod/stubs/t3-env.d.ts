import type { Schema } from "zod";
export function createEnv<S extends Record<string, Schema<unknown>>>(options: {
  server: S;
  runtimeEnv: Record<string, string | undefined>;
}): { readonly [K in keyof S]: S[K] extends Schema<infer T> ? T : never };
