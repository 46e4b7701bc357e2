/**
 * A constant stream of requests to both Workers of each environment, from the first phase to the last.
 * What is wrong with an answer is kept with the phase in which it was asked; nothing is tried again.
 */
import type { Site } from "./site.ts";

export interface Route {
  readonly name: string;
  /** @throws Error that says what was wrong with an answer. */
  readonly ask: (site: Site) => Promise<void>;
}

export interface Failure {
  readonly phase: string;
  readonly environment: string;
  readonly route: string;
  readonly wrong: string;
}

export interface Load {
  /** What is asked from now on belongs to this phase. */
  enter(phase: string): void;
  /** Resolves once each route was asked so many times more, in each environment. */
  rounds(count: number): Promise<void>;
  readonly failures: readonly Failure[];
  /** Requests by phase. */
  readonly counts: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

export interface LoadOptions {
  readonly sites: readonly Site[];
  readonly routes: readonly Route[];
  /** Requests at once in each environment. */
  readonly clients: number;
  /** Of a client between two requests; next to none while somebody waits for a round. */
  readonly pauseMs: number;
}

const SHORT_PAUSE_MS = 5;

export function startLoad({ sites, routes, clients, pauseMs }: LoadOptions): Load {
  const failures: Failure[] = [];
  const counts = new Map<string, number>();
  const turns = new Map<Site, number>(sites.map((site) => [site, 0]));
  const done = new Map<Site, number>(sites.map((site) => [site, 0]));
  let phase = "";
  let isStopped = false;
  let awaited = 0;

  const askOne = async (site: Site) => {
    const turn = turns.get(site) ?? 0;
    turns.set(site, turn + 1);
    const route = routes[turn % routes.length];
    if (route === undefined) return;
    const asked = phase;
    counts.set(asked, (counts.get(asked) ?? 0) + 1);
    await site.clock
      .during(() => route.ask(site))
      .catch((error: Error) => {
        const { environment } = site;
        failures.push({ phase: asked, environment, route: route.name, wrong: explain(error) });
      });
    done.set(site, (done.get(site) ?? 0) + 1);
  };
  const client = async (site: Site) => {
    while (!isStopped) {
      await askOne(site);
      await later(awaited > 0 ? SHORT_PAUSE_MS : pauseMs);
    }
  };
  const all = sites.flatMap((site) => Array.from({ length: clients }, () => client(site)));
  return {
    failures,
    counts,
    enter: (next) => {
      phase = next;
    },
    async rounds(count) {
      const wanted = new Map([...done].map(([site, so]) => [site, so + count * routes.length]));
      const isShort = () => [...wanted].some(([site, least]) => (done.get(site) ?? 0) < least);
      awaited += 1;
      while (isShort() && !isStopped) await later(SHORT_PAUSE_MS);
      awaited -= 1;
    },
    async stop() {
      isStopped = true;
      await Promise.all(all);
    },
  };
}

/** With the reason of a connection that broke. */
function explain(error: Error): string {
  const { cause } = error as { cause?: { code?: string; message?: string } };
  return cause === undefined ? error.message : `${error.message}: ${cause.code ?? cause.message}`;
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
