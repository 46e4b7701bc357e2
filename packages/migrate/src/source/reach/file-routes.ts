/**
 * Routes that are files: Next.js, Astro, SvelteKit, Remix, Nuxt, TanStack Start, SolidStart, Qwik, HonoX,
 * and the functions of Pages.
 */
import type { ListedRoutes } from "./listed-routes.ts";

export type Framework =
  | "next"
  | "astro"
  | "sveltekit"
  | "remix"
  | "nuxt"
  | "tanstack"
  | "solid"
  | "qwik"
  | "honox"
  | "pages-functions";

/** A file of routes: its path, and what its exports are called. */
export interface FileRoute {
  readonly path: string;
  /** Exports that are methods: `GET`, `onRequestPost`. Others serve any. */
  readonly methods: ReadonlyMap<string, string>;
}

const HTTP_METHODS = new Map(
  ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].map((name) => [name, name]),
);
const PAGES_METHODS = new Map(
  ["Get", "Post", "Put", "Patch", "Delete", "Head", "Options"].map((name) => [
    `onRequest${name}`,
    name.toUpperCase(),
  ]),
);

const PACKAGES: readonly (readonly [RegExp, Framework])[] = [
  [/^(?:next|@opennextjs\/cloudflare|@cloudflare\/next-on-pages)$/, "next"],
  [/^astro$/, "astro"],
  [/^@sveltejs\/kit$/, "sveltekit"],
  [/^(?:@remix-run\/.*|react-router|@react-router\/.*)$/, "remix"],
  [/^(?:nuxt|nitropack|nitro)$/, "nuxt"],
  [/^@tanstack\/(?:react-start|solid-start|start)$/, "tanstack"],
  [/^@solidjs\/start$/, "solid"],
  [/^(?:@builder\.io\/qwik-city|@qwik\.dev\/router)$/, "qwik"],
  [/^honox$/, "honox"],
];

/** @param packages names that a manifest depends on. */
export function findFrameworks(packages: readonly string[]): ReadonlySet<Framework> {
  return new Set(
    packages.flatMap((name) =>
      PACKAGES.flatMap(([pattern, id]) => (pattern.test(name) ? [id] : [])),
    ),
  );
}

/**
 * @param file relative to the Worker's folder.
 * @param listed of React Router, where a file lists its routes: others are none then.
 * @returns undefined for a file that is no route.
 */
export function findFileRoute(
  file: string,
  frameworks: ReadonlySet<Framework>,
  listed?: ListedRoutes,
): FileRoute | undefined {
  const isListed = listed && /^app\/(?!(?:root|entry\.server)\.)/.test(file);
  for (const framework of frameworks) {
    const asListed = framework === "remix" && isListed;
    const path = asListed ? listed.get(file.slice("app/".length)) : FINDERS[framework](file);
    if (path === undefined) continue;
    return { path, methods: framework === "pages-functions" ? PAGES_METHODS : HTTP_METHODS };
  }
  return undefined;
}

const FINDERS: Readonly<Record<Framework, (file: string) => string | undefined>> = {
  next: (file) => {
    const app =
      /^(?:src\/)?app\/(.*?)\/?(?:route|page|layout|template|default|sitemap|robots|opengraph-image)\.[jt]sx?$/.exec(
        file,
      );
    if (app)
      return toPath((app[1] ?? "").split("/").filter((part) => !/^(?:\(.*\)|@.*)$/.test(part)));
    const page = /^(?:src\/)?pages\/(.*)\.[jt]sx?$/.exec(file)?.[1];
    if (page !== undefined) return /^_/.test(page) ? "/*" : toPath(indexed(page));
    return /^(?:src\/)?(?:middleware|proxy)\.[jt]s$/.test(file) ? "/*" : undefined;
  },
  astro: (file) => {
    const page = /^src\/pages\/(.*)\.(?:astro|mdx?|[jt]s)$/.exec(file)?.[1];
    if (page !== undefined) return toPath(indexed(page.replace(/\.(?:json|xml|txt)$/, "$&")));
    return /^src\/middleware(?:\/index)?\.[jt]s$/.test(file) ? "/*" : undefined;
  },
  sveltekit: (file) => {
    const page =
      /^src\/routes\/(.*?)\/?\+(?:server|page|layout)(?:\.server)?\.(?:[jt]s|svelte)$/.exec(file);
    if (page) return toPath((page[1] ?? "").split("/").filter((part) => !/^\(.*\)$/.test(part)));
    return /^src\/hooks\.server\.[jt]s$/.test(file) ? "/*" : undefined;
  },
  remix: (file) => {
    const route = /^app\/routes\/(.*)\.[jt]sx?$/.exec(file)?.[1];
    if (route !== undefined) return toPath(remixParts(route));
    return /^app\/(?:root|entry\.server)\.[jt]sx?$/.test(file) ? "/*" : undefined;
  },
  nuxt: (file) => {
    const route = /^server\/(api|routes|middleware)\/(.*)\.[jt]s$/.exec(file);
    if (!route) return undefined;
    if (route[1] === "middleware") return "/*";
    const rest = (route[2] ?? "").replace(/\.(?:get|post|put|patch|delete|head|options)$/, "");
    return toPath([...(route[1] === "api" ? ["api"] : []), ...indexed(rest)]);
  },
  tanstack: (file) => {
    const route = /^(?:src|app)\/routes\/(.*)\.[jt]sx?$/.exec(file)?.[1];
    if (route === undefined) return undefined;
    const parts = route.split(/[./]/);
    // `-utils` is beside the routes, and is none.
    if (parts.some((part) => part.startsWith("-"))) return undefined;
    if (parts[0] === "__root") return "/*";
    return toPath(parts.filter(isOnPath).map((part) => part.replace(/_$/, "")));
  },
  solid: (file) => {
    const page = /^src\/routes\/(.*)\.[jt]sx?$/.exec(file)?.[1];
    return page === undefined ? undefined : toPath(indexed(page).filter((part) => !isGroup(part)));
  },
  qwik: (file) => {
    const page = /^src\/routes\/(?:(.*)\/)?(index|layout|plugin)[\w.@!-]*\.[jt]sx?$/.exec(file);
    if (!page) return undefined;
    const path = toPath((page[1] ?? "").split("/").filter((part) => !isGroup(part)));
    return page[2] === "index" ? path : `${path}/*`.replace("//", "/");
  },
  honox: (file) => {
    const page = /^app\/(?:routes\/(.*)|server)\.[jt]sx?$/.exec(file);
    if (!page) return undefined;
    const parts = (page[1] ?? "_").split("/");
    const isAround = parts.at(-1)?.startsWith("_");
    return isAround
      ? `${toPath(parts.slice(0, -1))}/*`.replace("//", "/")
      : toPath(indexed(parts.join("/")));
  },
  "pages-functions": (file) => {
    const page = /^functions\/(.*)\.[jt]sx?$/.exec(file)?.[1];
    if (page === undefined) return undefined;
    return /(?:^|\/)_middleware$/.test(page)
      ? `${toPath(page.split("/").slice(0, -1))}/*`.replace("//", "/")
      : toPath(indexed(page));
  },
};

/** `(group)`: for the order of files alone. */
function isGroup(part: string): boolean {
  return /^\(.*\)$/.test(part);
}

/** Not `_layout`, `(group)`, `index` or `route`. */
function isOnPath(part: string): boolean {
  return !part.startsWith("_") && !isGroup(part) && part !== "index" && part !== "route";
}

/** `index` is its folder. */
function indexed(page: string): string[] {
  return page.split("/").filter((part, at, all) => part !== "index" || at < all.length - 1);
}

/** `a.b.$id` and `a/route`; `_index` and leading `_` add nothing to the path. */
function remixParts(route: string): string[] {
  return route
    .replace(/\/(?:route|index)$/, "")
    .split(/[./]/)
    .filter((part) => !part.startsWith("_") && part !== "index");
}

function toPath(parts: readonly string[]): string {
  return `/${parts.filter((part) => part !== "").join("/")}`;
}
