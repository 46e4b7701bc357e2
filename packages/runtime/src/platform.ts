/**
 * The one place beside the core that knows the platform: work that goes on after a response. On
 * workerd that is `waitUntil`; elsewhere nothing ends a request early, so it is enough to start.
 */
let waitUntil: ((work: Promise<unknown>) => void) | undefined;

/** Looks for the platform's `waitUntil`, which exists on workerd only. Safe at module scope. */
export async function findPlatform(): Promise<void> {
  const workers: string = "cloudflare:workers"; // no literal, since Node and bundlers lack it
  const platform = import(/* webpackIgnore: true */ workers).catch(() => ({}));
  waitUntil ??= (await platform).waitUntil;
}

/** Lets `work` outlive the request that started it. A failure of it is nobody's concern. */
export function runInBackground(work: Promise<unknown>): void {
  const settled = work.catch(() => undefined);
  waitUntil?.(settled);
}
