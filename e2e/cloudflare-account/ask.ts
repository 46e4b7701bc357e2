/** Asks the double as any client would, where a test needs the bytes of question and answer. */
import type { CloudflareAccount } from "./start-account.ts";

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  /** Of the first error of the envelope; null where there is none. */
  readonly code: number | null;
  readonly message: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the shape that it asks for.
  readonly result: any;
  readonly text: string;
}

export interface Question {
  readonly token?: string;
  readonly body?: string | FormData | object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @param path below `/accounts/:id` where it begins with one of its resources, else below `/client/v4`. */
export async function ask(
  account: CloudflareAccount,
  method: string,
  path: string,
  { token = account.token, body, headers = {} }: Question = {},
): Promise<Asked> {
  const isOwn = path.startsWith("/secrets_store") || path.startsWith("/workers");
  const url = `${account.url}${isOwn ? `/accounts/${account.accountId}` : ""}${path}`;
  const isPlain = body === undefined || typeof body === "string" || body instanceof FormData;
  const response = await fetch(url, {
    method,
    headers: { Authorization: `Bearer ${token}`, ...headers },
    ...(body === undefined ? {} : { body: isPlain ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = text.startsWith("{") ? JSON.parse(text) : {};
  return {
    status: response.status,
    headers: response.headers,
    code: json.errors?.[0]?.code ?? null,
    message: json.errors?.[0]?.message ?? null,
    result: json.result,
    text,
  };
}

/** An upload of a Worker, as wrangler sends it. */
export function createUpload(metadata: object): FormData {
  const form = new FormData();
  form.set("metadata", JSON.stringify({ main_module: "worker.js", ...metadata }));
  const code = "export default { fetch() { return new Response() } }";
  const type = "application/javascript+module";
  form.set("worker.js", new Blob([code], { type }), "worker.js");
  return form;
}

/** Uploads and deploys. @throws Error where it is refused. */
export async function deploy(
  account: CloudflareAccount,
  script: string,
  metadata: object = {},
): Promise<void> {
  const body = createUpload(metadata);
  const { status, text } = await ask(account, "PUT", `/workers/scripts/${script}`, { body });
  if (status !== 200) throw new Error(text);
}

/** @returns its id. */
export async function createStore(account: CloudflareAccount): Promise<string> {
  const body = { name: "default_secrets_store" };
  const { result } = await ask(account, "POST", "/secrets_store/stores", { body });
  return result.id;
}

/** @returns its id. @throws Error where it is refused. */
export async function createSecret(
  account: CloudflareAccount,
  store: string,
  name: string,
  { value = "value-of-the-test", scopes = ["workers"] } = {},
): Promise<string> {
  const body = [{ name, value, scopes }];
  const path = `/secrets_store/stores/${store}/secrets`;
  const { status, result, text } = await ask(account, "POST", path, { body });
  if (status !== 200) throw new Error(text);
  return result[0].id;
}
