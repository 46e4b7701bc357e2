/** Workers that call what they share, and what has to be true of every migration of all of them. */
import { expect } from "vitest";
import type { RepositoryPlan } from "../../../src/codemod/plan-repository-migration.ts";
import { type Monorepo, type Texts, worker } from "./monorepo.ts";

export const ENV = { API_KEY: "key", JWT_SECRET: "jwt", OWN_A: "a", OWN_B: "b", OWN_C: "c" };
export const SHARED = `export interface KeyEnv {
  API_KEY: string;
}
export function apiKey(env: KeyEnv): string {
  return env.API_KEY;
}
export function isKnown<E extends { JWT_SECRET?: string }>(env: E, token: string | null): boolean {
  return token === env.JWT_SECRET;
}
`;
const CALLS = `    if (!isKnown(env, request.headers.get("token"))) return new Response("unknown");`;
export const AWAITED = CALLS.replace("isKnown(env, ", "(await isKnown(env, ").replace(
  ")))",
  "))))",
);

/** A Worker that calls what is shared, and has a secret of its own. */
export function caller(own: string, from: string): string {
  return `import { apiKey, isKnown } from "${from}";
interface Env {
  API_KEY: string;
  JWT_SECRET?: string;
  ${own}: string;
}
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
${CALLS}
    return new Response(apiKey(env) + env.${own});
  },
};
`;
}

/** Can not wait for the key, nor be given it: who writes it as JSON calls that by itself. */
export const STUCK = caller("OWN_C", "@x/shared")
  .replace("apiKey(env) + ", "JSON.stringify(new Keyed(env)) + ")
  .replace(
    "export default",
    `class Keyed {
  constructor(private readonly env: Env) {}
  toJSON(): string {
    return apiKey(this.env);
  }
}
export default`,
  );

export const PACKAGE = {
  "packages/shared/package.json":
    '{ "name": "@x/shared", "type": "module", "main": "src/index.ts" }',
  "packages/shared/src/index.ts": SHARED,
};
export const LINKS = { "@x/shared": "packages/shared" };
export const entries = (...names: readonly string[]) =>
  names.map((name) => `apps/${name}/src/index.ts`);

export function workers(from: string, ...names: readonly string[]): Texts {
  const all = names.map((name) => ({
    ...worker(name, "src/index.ts"),
    [`apps/${name}/src/index.ts`]: caller(`OWN_${name.toUpperCase()}`, from),
  }));
  return Object.assign({ "package.json": '{ "name": "root" }' }, ...all) as Texts;
}

/** Migrates all, and holds what has to be true of any such run. */
export async function migrateAll(
  repository: Monorepo,
  names: readonly string[],
): Promise<RepositoryPlan> {
  const before = await repository.ask(entries(...names), ENV);
  const plan = await repository.migrate();
  expect(plan.workers.flatMap(({ crashes }) => crashes)).toEqual([]);
  expect(await repository.ask(entries(...names), ENV)).toEqual(before);
  for (const name of names) expect(repository.errors(`apps/${name}`)).toEqual([]);
  expect((await repository.migrate()).changes).toEqual([]);
  return plan;
}

export const convertedOf = ({ workers: all }: RepositoryPlan) =>
  all.map(({ plan }) =>
    plan.converted.map(({ name, place }) => `${place.file}:${place.line} ${name}`),
  );
