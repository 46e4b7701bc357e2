import { describe, expect, it, vi } from "vitest";
import { createEnvOracle, findEnvReads } from "../../../src/source/find-env-reads.ts";
import { findFileRoute, findFrameworks } from "../../../src/source/reach/file-routes.ts";
import { ReachFinder, type ReachOptions } from "../../../src/source/reach/find-reach.ts";
import { programOf, ROOT, type SourceTexts } from "../program-of.ts";

/** For each name that is read: what runs it. */
function reachesOf(
  texts: SourceTexts | string,
  options: Partial<ReachOptions> = {},
): Record<string, string[]> {
  const all = typeof texts === "string" ? { "src/index.ts": texts } : texts;
  const program = programOf(all);
  const finder = new ReachFinder({ program, root: ROOT, entry: "src/index.ts", ...options });
  const { reads } = findEnvReads({ program, root: ROOT, oracle: createEnvOracle(program) });
  const found: Record<string, string[]> = {};
  for (const { name, node } of reads) {
    const reaches = finder.of(node).map((one) => `${one.kind} ${one.name}`);
    found[name] = [...new Set([...(found[name] ?? []), ...reaches])].sort();
  }
  return found;
}

describe("routes that are registered", () => {
  it("are followed through routers that are mounted on others, with every prefix", () => {
    expect(
      reachesOf({
        "src/index.ts": `
          import { Hono } from "hono";
          import users from "./users";
          import { admin } from "./admin";
          import { need } from "./need";
          const app = new Hono().basePath("/v1");
          app.use("*", need);
          app.route("/users", users);
          app.route("/admin", admin);
          app.get("/a", (c) => c.text(c.env.A));
          app.on(["PUT", "DELETE"], "/b", async (c) => c.env.B);
          export default app;`,
        "src/users.ts": `
          import { Hono } from "hono";
          const app = new Hono().get("/:id", (c) => c.env.C).post("/", (c) => c.env.D);
          export default app;`,
        "src/admin.ts": `
          import { Hono } from "hono";
          import users from "./users";
          export const admin = new Hono();
          admin.route("/all", users);
          admin.get("/", async (c) => key(c.env));
          function key(env: { E: string }) { return env.E; }`,
        "src/need.ts": `
          import { createMiddleware } from "hono/factory";
          export const need = createMiddleware(async (c, next) => { if (!c.env.F) throw 0; await next(); });`,
      }),
    ).toEqual({
      A: ["route GET /v1/a"],
      B: ["route DELETE /v1/b", "route PUT /v1/b"],
      C: ["route GET /v1/admin/all/:id", "route GET /v1/users/:id"],
      D: ["route POST /v1/admin/all", "route POST /v1/users"],
      E: ["route GET /v1/admin"],
      F: ["route /v1/*"],
    });
  });

  it("are found in OpenAPI routers, itty routers and tables", () => {
    expect(
      reachesOf(`
        const router = Router();
        const route = createRoute({ method: "get", path: "/open" });
        app.openapi(route, (c) => c.env.A);
        router.get("/itty/:id", handle);
        async function handle(request, env) { return env.B; }
        export const table = [{ method: "post", path: "/table", handler: (request, env) => env.C }];
        export default { fetch: (request, env) => router.fetch(request, env) };
      `),
    ).toEqual({
      A: ["route GET /open"],
      B: ["route GET /itty/:id"],
      C: ["route POST /table"],
    });
  });

  it("are none where a library is called that only looks like a router", () => {
    expect(
      reachesOf(`
        export default { async fetch(request, env) {
          return client.get("/upstream", { headers: { authorization: env.A } });
        } };
      `),
    ).toEqual({ A: ["fetch fetch"] });
  });
});

describe("routes that are found by comparing", () => {
  it("are those of conditions around the call, the innermost first", () => {
    expect(
      reachesOf(`
        const PREFIX = "/prefix/";
        export default { async fetch(request, env) {
          const url = new URL(request.url);
          const path = url.pathname;
          if (url.pathname === "/a" && request.method === "POST") return a(env);
          if (path.startsWith(PREFIX)) return sub(path, env);
          if (/^\\/re\\/x/.test(path)) return env.C;
          switch (\`\${request.method} \${path}\`) {
            case "GET /d":
            case "PUT /d": return env.D;
          }
          return path === "/e" ? env.E : env.F;
        } };
        const a = (env) => env.A;
        function sub(path, env) {
          if (path !== "/prefix/b") return;
          return env.B;
        }
      `),
    ).toEqual({
      A: ["route POST /a"],
      B: ["route /prefix/b"],
      C: ["route /re/x*"],
      D: ["route GET /d", "route PUT /d"],
      E: ["route /e"],
      F: ["fetch fetch"],
    });
  });
});

describe("what is no route", () => {
  it("is a cron, a queue, a message, a class of the platform, or the module itself", () => {
    expect(
      reachesOf(`
        import { DurableObject, env as imported, WorkerEntrypoint, WorkflowEntrypoint } from "cloudflare:workers";
        const atLoad = imported.LOADED;
        class Base extends DurableObject {}
        export class Room extends Base { key() { return this.env.A; } }
        export class Api extends WorkerEntrypoint { #key = this.env.B; }
        export class Flow extends WorkflowEntrypoint { async run() { return client(this.env); } }
        class Client { constructor(env) { this.key = env.C; } }
        const client = (env) => new Client(env);
        export default {
          async scheduled(event, env) { await job(env); },
          async queue(batch, env) { for (const m of batch.messages) await job(env); },
          async email(message, env) { return env.E; },
        };
        async function job(env) { return [1].map(() => env.D); }
      `),
    ).toEqual({
      LOADED: ["module src/index.ts"],
      A: ["durable-object Room"],
      B: ["entrypoint Api"],
      C: ["workflow Flow"],
      D: ["cron scheduled", "queue queue"],
      E: ["email email"],
    });
  });

  it("is a class that is kept in an instance, and a table that is imported by default", () => {
    expect(
      reachesOf({
        "src/index.ts": `
          import commands from "./commands";
          export default { fetch(request, env) {
            const path = new URL(request.url).pathname;
            if (path === "/run") return commands[path].execute(env);
          } };`,
        "src/commands.ts": `
          import { default as one } from "./one";
          export default { one };`,
        "src/one.ts": "const command = { execute(env) { return env.A; } }; export default command;",
      }),
    ).toEqual({ A: ["route /run"] });
  });

  it("does not end in a circle", () => {
    expect(
      reachesOf(`
        function a(env) { return env.A || b(env); }
        function b(env) { return a(env); }
      `),
    ).toEqual({ A: [] });
  });
});

describe("procedures of tRPC", () => {
  it("are run by the handler that serves their router, whatever they are made of", () => {
    expect(
      reachesOf(`
        import { initTRPC } from "@trpc/server";
        import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
        const t = initTRPC.context().create();
        const authed = t.procedure.use(async ({ ctx, next }) => next(ctx.env.A));
        const adminProcedure = authed.use(async ({ ctx, next }) => next(ctx.env.B));
        const appRouter = t.router({ pay: adminProcedure.mutation(({ ctx }) => ctx.env.C) });
        export default {
          fetch(req, env) {
            return fetchRequestHandler({ req, router: appRouter, createContext: () => ({ env }) });
          },
        };`),
    ).toEqual({ A: ["fetch fetch"], B: ["fetch fetch"], C: ["fetch fetch"] });
  });
});

describe("routes that are files", () => {
  it.each([
    ["next", "app/(shop)/items/[id]/route.ts", "/items/[id]"],
    ["next", "src/app/page.tsx", "/"],
    ["next", "pages/api/auth/[...nextauth].ts", "/api/auth/[...nextauth]"],
    ["next", "src/middleware.ts", "/*"],
    ["astro", "src/pages/blog/index.astro", "/blog"],
    ["astro", "src/pages/api/feed.json.ts", "/api/feed.json"],
    ["@sveltejs/kit", "src/routes/(app)/me/+page.server.ts", "/me"],
    ["@sveltejs/kit", "src/routes/+server.ts", "/"],
    ["@remix-run/cloudflare", "app/routes/users.$id.tsx", "/users/$id"],
    ["@remix-run/cloudflare", "app/routes/_index.tsx", "/"],
    ["nuxt", "server/api/pay.post.ts", "/api/pay"],
    ["next", "src/lib/pay.ts", undefined],
    ["@tanstack/react-start", "src/routes/posts_.$id.edit.tsx", "/posts/$id/edit"],
    ["@tanstack/react-start", "src/routes/_auth/(team)/index.tsx", "/"],
    ["@tanstack/react-start", "src/routes/__root.tsx", "/*"],
    ["@tanstack/react-start", "src/routes/link/-utils/form.ts", undefined],
    ["@tanstack/react-router", "src/routes/index.tsx", undefined],
    ["@solidjs/start", "src/routes/(app)/api/[id].ts", "/api/[id]"],
    ["@builder.io/qwik-city", "src/routes/shop/index@wide.tsx", "/shop"],
    ["@builder.io/qwik-city", "src/routes/shop/layout.tsx", "/shop/*"],
    ["honox", "app/routes/posts/[id].tsx", "/posts/[id]"],
    ["honox", "app/routes/_middleware.ts", "/*"],
  ])("of %s: %s", (name, file, path) => {
    expect(findFileRoute(file, findFrameworks([name]))?.path).toBe(path);
  });

  it("name their methods, and run what their module runs", () => {
    expect(
      reachesOf(
        {
          "app/api/pay/route.ts": `
            import { key } from "../../../lib/key";
            export async function POST() { return key(); }
            export const GET = async () => process.env.B;
            const atLoad = process.env.C;`,
          "lib/key.ts": "export const key = () => process.env.A;",
        },
        { frameworks: findFrameworks(["next"]), entry: null },
      ),
    ).toEqual({ A: ["route POST /api/pay"], B: ["route GET /api/pay"], C: ["route /api/pay"] });
  });

  it("are those that React Router's routes.ts lists, wherever the files are", () => {
    const module = (name: string) => `export const loader = () => process.env.${name};`;
    expect(
      reachesOf(
        {
          "app/routes.ts": `
            import { index, layout, prefix, route } from "@react-router/dev/routes";
            export default [
              index("./routes/home.tsx"),
              layout("routes/around.tsx", [route("/about", "features/about.tsx")]),
              ...prefix("team", [index("routes/team.tsx"), route(":id", "routes/member.tsx")]),
              route("shop", "routes/shop.tsx", [route("cart", "routes/cart.tsx")]),
            ];`,
          "app/root.tsx": module("ROOT"),
          "app/routes/home.tsx": module("HOME"),
          "app/routes/around.tsx": module("AROUND"),
          "app/features/about.tsx": module("ABOUT"),
          "app/routes/team.tsx": module("TEAM"),
          "app/routes/member.tsx": module("MEMBER"),
          "app/routes/shop.tsx": module("SHOP"),
          "app/routes/cart.tsx": module("CART"),
          "app/routes/old.tsx": module("OLD"),
        },
        { frameworks: findFrameworks(["react-router"]), entry: null },
      ),
    ).toEqual({
      ROOT: ["route /*"],
      HOME: ["route /"],
      AROUND: ["route /*"],
      ABOUT: ["route /about"],
      TEAM: ["route /team"],
      MEMBER: ["route /team/:id"],
      SHOP: ["route /shop"],
      CART: ["route /shop/cart"],
      OLD: [],
    });
  });

  it("are the folder's where React Router is told to look there", () => {
    expect(
      reachesOf(
        {
          "app/routes.ts": `
            import { flatRoutes } from "@react-router/fs-routes";
            export default [...(await flatRoutes())];`,
          "app/routes/users.$id.tsx": "export const loader = () => process.env.A;",
        },
        { frameworks: findFrameworks(["@react-router/dev"]), entry: null },
      ),
    ).toEqual({ A: ["route /users/$id"] });
  });

  it("run the server functions of TanStack Start that they call", () => {
    expect(
      reachesOf(
        {
          "src/routes/link/-utils/form.ts": `
            import { createServerFn } from "@tanstack/react-start";
            import { env } from "cloudflare:workers";
            export const send = createServerFn().handler(async () => env.A);`,
          "src/routes/link/index.tsx": `
            import { send } from "./-utils/form";
            function Page() { return send(); }
            export const Route = createFileRoute("/link/")({ component: Page });`,
        },
        { frameworks: findFrameworks(["@tanstack/react-start"]), entry: null },
      ),
    ).toEqual({ A: ["route /link"] });
  });
});

describe("the work of it", () => {
  /** How often it is asked what a name means, of tools that all have a `run` of their own. */
  function questionsFor(count: number): number {
    const tools = Array.from(
      { length: count },
      (_, at) => `export const tool${at} = { run: (env: Env): string => env.A + env.B };`,
    );
    const program = programOf({
      "src/index.ts": `interface Env { A: string; B: string }\n${tools.join("\n")}`,
    });
    const { reads } = findEnvReads({ program, root: ROOT, oracle: createEnvOracle(program) });
    const finder = new ReachFinder({ program, root: ROOT, entry: "src/index.ts" });
    const asked = vi.spyOn(program.getTypeChecker(), "getSymbolAtLocation");
    for (const { node } of reads) finder.of(node);
    expect(reads).toHaveLength(2 * count);
    return asked.mock.calls.length;
  }

  it("grows as the code does, where many functions have one name", () => {
    expect(questionsFor(80) / questionsFor(40)).toBeLessThan(2.5);
  });
});
