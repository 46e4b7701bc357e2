/** Stands between a Worker and the store, and waits as long as the way would take. */
import { WorkerEntrypoint } from "cloudflare:workers";

interface Env {
  readonly STORE: { read(request: object): Promise<object & Partial<Disposable>> };
  readonly DELAY_MS: string;
}

export class Delay extends WorkerEntrypoint<Env> {
  async read(request: object): Promise<object> {
    const delayMs = Number(this.env.DELAY_MS);
    if (delayMs > 0) await scheduler.wait(delayMs);
    const answer = await this.env.STORE.read(request);
    // With its disposer it would keep this request open.
    answer[Symbol.dispose]?.();
    const { [Symbol.dispose]: _, ...data } = answer;
    return data;
  }
}

export default {
  fetch(): Response {
    return new Response("ready");
  },
};
