/** Routes that are files: Next.js, Astro, SvelteKit, Remix, Nuxt, and the functions of Pages. */

export type Framework = "next" | "astro" | "sveltekit" | "remix" | "nuxt" | "pages-functions";

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
 * @returns undefined for a file that is no route.
 */
export function findFileRoute(
  file: string,
  frameworks: ReadonlySet<Framework>,
): FileRoute | undefined {
  for (const framework of frameworks) {
    const path = FINDERS[framework](file);
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
  "pages-functions": (file) => {
    const page = /^functions\/(.*)\.[jt]sx?$/.exec(file)?.[1];
    if (page === undefined) return undefined;
    return /(?:^|\/)_middleware$/.test(page)
      ? `${toPath(page.split("/").slice(0, -1))}/*`.replace("//", "/")
      : toPath(indexed(page));
  },
};

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
