/**
 * The admin API: the whole life of some values, and every route with a value in every place where
 * none belongs. Answers become evidence.
 */

import type { Canary } from "./canary.ts";
import { askAndKeep, type Evidence } from "./evidence.ts";

export interface StoreApi {
  readonly evidence: Evidence;
  readonly url: string;
  readonly token: string;
}

export async function call(
  { evidence, url, token }: StoreApi,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly text: string }> {
  return askAndKeep(evidence, `${method} of the admin API`, `${url}/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

/** Puts each value in, replaces, deletes and brings it back, by each way; then looks at it all. */
export async function live(api: StoreApi, canaries: readonly Canary[]): Promise<void> {
  for (const [index, { value }] of canaries.entries()) {
    const secret = `/environments/default/secrets/NAME_${index}`;
    const key = { "idempotency-key": `set-${index}` };
    await call(api, "PUT", secret, { value: "before" });
    await call(api, "PUT", secret, { value }, key);
    await call(api, "PUT", secret, { value }, key);
    await call(api, "PUT", secret, { value: "another" }, key);
    await call(api, "PUT", secret, { value, expectVersion: 99 });
    await call(api, "PUT", secret, { value: `${value}${value}` });
    const entries = [{ name: `NAME_${index}`, value }];
    for (const mode of ["preview", "apply"]) {
      await call(api, "POST", "/environments/default/import", { entries, mode });
    }
    const apply = { entries, mode: "apply", overwrite: true };
    const importKey = { "idempotency-key": `import-${index}` };
    await call(api, "POST", "/environments/default/import", apply, importKey);
    await call(api, "POST", "/environments/default/import", apply, importKey);
    await call(api, "DELETE", secret);
    await call(api, "PUT", secret, { value });
    await call(api, "POST", `${secret}/undelete`);
    await call(api, "GET", `${secret}/versions`);
  }
  const names = canaries.map((_, index) => `NAME_${index}`);
  await call(api, "POST", "/grants", { worker: "hello", environment: "default", names });
  await look(api);
}

/** Everything that can be read of the store as a whole. */
export async function look(api: StoreApi): Promise<void> {
  for (const { method, path } of await readOperations(api)) {
    if (method === "GET" && !path.includes("{")) await call(api, method, path);
  }
  await call(api, "GET", "/audit?limit=1000");
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  /** Fields of its body; null where it has none. */
  readonly fields: readonly string[] | null;
}

/** Free text of the user's own, which is shown again as it was given. */
const OWN_WORDS = ["comment", "label"];

/** Each route, with the value in each place of it. @returns how many requests that were. */
export async function misuse(api: StoreApi, { value }: Canary): Promise<number> {
  const operations = await readOperations(api);
  let count = 0;
  for (const operation of operations) {
    for (const [path, body, headers] of misuses(operation, value)) {
      await call(api, operation.method, path, body, headers);
      count++;
    }
  }
  return count;
}

type Sent = readonly [path: string, body?: unknown, headers?: Readonly<Record<string, string>>];

function misuses({ path, parameters, fields }: Operation, value: string): Sent[] {
  const encoded = encodeURIComponent(value);
  const right = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => RIGHT[name] ?? "x");
  const body = fields === null ? undefined : {};
  const inPath = parameters.filter((each) => each.in === "path");
  const inQuery = parameters.filter((each) => each.in === "query");
  const bodies = fields === null ? [] : [...wrongBodies(value), ...fields.flatMap(wrong(value))];
  const headers = [
    { authorization: `Bearer ${value}` },
    { authorization: value },
    { "idempotency-key": `${value} ${value}` },
    { "content-type": `application/json; charset=${value}` },
    { origin: `https://${encoded}.example` },
    { "cf-ray": value },
    { accept: value, "x-forwarded-host": value, cookie: `a=${value}` },
  ];
  return [
    ...inPath.map(
      ({ name }): Sent => [path.replace(`{${name}}`, encoded).replaceAll(/\{(\w+)\}/g, "x"), body],
    ),
    ...inQuery.map(({ name }): Sent => [`${right}?${name}=${encoded}`, body]),
    [`${right}?${encoded}=1`, body],
    [`${right}/${encoded}`, body],
    [`${right}%${encoded}`, body],
    ...bodies.map((each): Sent => [right, each]),
    ...headers.map((each): Sent => [right, body, each]),
  ];
}

/** What is right in a path, so that a request is refused for its value and not before. */
const RIGHT: Readonly<Record<string, string>> = { environment: "default", name: "NAME_0" };

function wrongBodies(value: string): unknown[] {
  const json = JSON.stringify(value);
  return [`{"value":${json}`, `{value:${json}}`, value, json, [value], { [value]: value }];
}

function wrong(value: string): (field: string) => unknown[] {
  return (field) => {
    const each: unknown[] = [{ [field]: { [value]: value } }, { [field]: [value, [value]] }];
    // A text in the field of a value would be one.
    const isText = [...OWN_WORDS, "value"].includes(field);
    return isText ? each : [...each, { [field]: value }];
  };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>;
}
interface DocumentOperation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: {
    readonly content: {
      readonly "application/json": { readonly schema: { readonly properties?: object } };
    };
  };
}

async function readOperations(api: StoreApi): Promise<Operation[]> {
  const { text } = await call(api, "GET", "/openapi.json");
  const { paths } = JSON.parse(text) as Document;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => {
      const schema = requestBody?.content["application/json"].schema;
      const fields = schema === undefined ? null : Object.keys(schema.properties ?? {});
      return { method: method.toUpperCase(), path: path.slice("/v1".length), parameters, fields };
    }),
  );
}
