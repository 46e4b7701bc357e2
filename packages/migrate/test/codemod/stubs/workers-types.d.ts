/** The few globals of a Worker that the fixtures use, so that they check in milliseconds. */
interface Body {
  readonly body: ReadableStream<Uint8Array> | null;
  json<T>(): Promise<T>;
  text(): Promise<string>;
}
interface Headers {
  get(name: string): string | null;
  set(name: string, value: string): void;
  has(name: string): boolean;
}
declare const Headers: { new (init?: Record<string, string>): Headers };
interface Request extends Body {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
}
interface RequestInit {
  method?: string;
  headers?: Record<string, string> | Headers;
  body?: string;
}
declare const Request: { new (input: string | Request, init?: RequestInit): Request };
interface Response extends Body {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Headers;
  readonly webSocket: WebSocket | null;
}
interface WebSocket {
  accept(): void;
  deserializeAttachment(): unknown;
  serializeAttachment(attachment: unknown): void;
  send(message: string): void;
  addEventListener(type: "open" | "message", listener: (event: { data: string }) => void): void;
  onmessage: ((event: { data: string }) => void) | null;
}
declare const WebSocketPair: { new (): { 0: WebSocket; 1: WebSocket } };
declare const WebSocket: { new (url: string): WebSocket };
interface DurableObjectStorage {
  get<T>(key: string): Promise<T | undefined>;
  put(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<boolean>;
  transactionSync<T>(closure: () => T): T;
  readonly sql: SqlStorage;
}
interface SqlStorage {
  exec<T>(query: string, ...bindings: unknown[]): T[];
}
interface ResponseInit {
  status?: number;
  headers?: Record<string, string>;
}
declare const Response: {
  new (body?: string | ReadableStream | null, init?: ResponseInit): Response;
  json(value: unknown, init?: ResponseInit): Response;
};
interface StreamController<T> {
  enqueue(part: T): void;
  close(): void;
}
interface ReadableStream<T = unknown> {
  pipeThrough<U>(through: TransformStream<T, U>): ReadableStream<U>;
}
declare const ReadableStream: {
  new <T>(source: {
    start?: (controller: StreamController<T>) => void | Promise<void>;
  }): ReadableStream<T>;
};
interface TransformStream<T, U> {
  readonly writable: { readonly takes?: (part: T) => void };
  readonly readable: ReadableStream<U>;
}
declare const TransformStream: {
  new <T, U>(transformer: {
    transform?: (part: T, controller: StreamController<U>) => void | Promise<void>;
  }): TransformStream<T, U>;
};
declare const TextEncoder: { new (): { encode(text: string): Uint8Array } };
interface URL {
  readonly pathname: string;
  readonly searchParams: {
    get(name: string): string | null;
    set(name: string, value: string): void;
  };
}
declare const URL: { new (url: string, base?: string): URL };
declare function fetch(input: string | Request, init?: RequestInit): Promise<Response>;
declare class Event {
  constructor(type: string);
  readonly type: string;
}
declare class EventTarget {
  addEventListener(type: string, handler: (event: Event) => void): void;
  dispatchEvent(event: Event): boolean;
}
declare const console: { log(...data: unknown[]): void; error(...data: unknown[]): void };
declare function setTimeout(callback: (...args: unknown[]) => void, ms?: number): number;
declare function clearTimeout(id: number): void;

interface ExecutionContext {
  waitUntil(promise: Promise<unknown>): void;
}
interface ScheduledController {
  readonly cron: string;
}
interface MessageBatch<T> {
  readonly messages: readonly { readonly body: T; ack(): void }[];
}
interface ExportedHandler<E = unknown, M = unknown> {
  fetch?(request: Request, env: E, ctx: ExecutionContext): Response | Promise<Response>;
  scheduled?(controller: ScheduledController, env: E, ctx: ExecutionContext): void | Promise<void>;
  queue?(batch: MessageBatch<M>, env: E, ctx: ExecutionContext): void | Promise<void>;
}
interface KVNamespace {
  get(key: string): Promise<string | null>;
  put(key: string, value: string): Promise<void>;
}
interface Fetcher {
  fetch(input: string | Request, init?: RequestInit): Promise<Response>;
}
interface Container {
  readonly running: boolean;
  start(options?: { readonly env?: Record<string, string> }): void;
}
interface DurableObjectState {
  readonly storage: DurableObjectStorage;
  readonly container?: Container;
  acceptWebSocket(socket: WebSocket): void;
  getWebSockets(): WebSocket[];
  blockConcurrencyWhile<T>(callback: () => Promise<T>): Promise<T>;
}
interface EventContext<E> {
  readonly request: Request;
  readonly env: E;
  next(): Promise<Response>;
}
type PagesFunction<E = unknown> = (context: EventContext<E>) => Response | Promise<Response>;

/** How the fixtures' `Env` declares the store, as `bind` leaves it. */
interface SecretsStore {
  get(key: string): Promise<string | null>;
}

declare namespace Cloudflare {
  interface Env {}
}
declare module "cloudflare:workers" {
  export const env: Cloudflare.Env;
  export abstract class WorkerEntrypoint<E = unknown> {
    protected ctx: ExecutionContext;
    protected env: E;
    constructor(ctx: ExecutionContext, env: E);
    fetch?(request: Request): Response | Promise<Response>;
  }
  export abstract class DurableObject<E = unknown> {
    protected ctx: DurableObjectState;
    protected env: E;
    constructor(ctx: DurableObjectState, env: E);
    fetch?(request: Request): Response | Promise<Response>;
    alarm?(): void | Promise<void>;
  }
}
