export interface Environment {
  Bindings?: object;
}
export interface Context<E extends Environment = Environment> {
  readonly env: E["Bindings"] extends object ? E["Bindings"] : Record<string, unknown>;
  readonly req: {
    readonly raw: Request;
    header(name: string): string | undefined;
    text(): Promise<string>;
  };
  text(body: string, status?: number): Response;
  json(body: unknown, status?: number): Response;
  html(body: unknown): Response | Promise<Response>;
}
export type Next = () => Promise<void>;
export type Handler<E extends Environment = Environment> = (
  c: Context<E>,
) => Response | Promise<Response>;
export type MiddlewareHandler<E extends Environment = Environment> = (
  c: Context<E>,
  next: Next,
) => Promise<Response | void>;
export class Hono<E extends Environment = Environment> {
  get(path: string, handler: Handler<E>): this;
  post(path: string, handler: Handler<E>): this;
  use(path: string, handler: MiddlewareHandler<E>): this;
  fetch(request: Request, env: E["Bindings"], ctx: ExecutionContext): Response | Promise<Response>;
}
