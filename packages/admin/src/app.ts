/**
 * The admin API: a table of routes under /v1, each standing for one command of the contract. It has
 * no power of its own (the caller's token goes along with every command), and writes no logs.
 */
import { Hono } from "hono";
import { auditRoutes } from "./audit.ts";
import { backupRoutes } from "./backup.ts";
import { copyRoutes } from "./copies.ts";
import type { AdminApp } from "./env.ts";
import { renderFailure, renderThrown } from "./errors-to-http.ts";
import { createHandler } from "./execute-route.ts";
import { grantRoutes } from "./grants.ts";
import { checkHost, checkOrigin } from "./host-check.ts";
import { keyRoutes } from "./keys.ts";
import { noteRefusal } from "./note-refusal.ts";
import { type DescribedRoute, describeApi, OPENAPI_PATH } from "./openapi.ts";
import { addResponseHeaders } from "./response-headers.ts";
import { rotationRoutes } from "./rotation.ts";
import { getRequestSchemas, type Route } from "./route.ts";
import { secretRoutes } from "./secrets.ts";
import { statusRoutes } from "./status.ts";
import { tokenRoutes } from "./tokens.ts";
import { usageRoutes } from "./usage.ts";

const ROUTES: readonly Route[] = [
  ...statusRoutes,
  ...secretRoutes,
  ...rotationRoutes,
  ...grantRoutes,
  ...tokenRoutes,
  ...usageRoutes,
  ...copyRoutes,
  ...auditRoutes,
  ...backupRoutes,
  ...keyRoutes,
];

/** The app; it keeps nothing between requests but its OpenAPI document. */
export function createApp(): Hono<AdminApp> {
  const app = new Hono<AdminApp>();
  app.use(addResponseHeaders);
  app.use(async (context, next) => {
    context.set("requestId", readRequestId(context.req.raw));
    checkHost(context.req.raw, context.env.LUNAKEY_ALLOWED_HOSTS);
    checkOrigin(context.req.raw);
    await next();
  });
  const described = ROUTES.map((route) => ({ route, schemas: getRequestSchemas(route) }));
  for (const { route, schemas } of described) {
    app.on(route.method, toHonoPath(route.path), createHandler(route, schemas));
  }
  addOpenApi(app, described);
  refuseOtherMethods(app);
  app.notFound((context) =>
    renderFailure(
      { code: "not_found", message: "No such route.", hint: `GET ${OPENAPI_PATH} lists them.` },
      context.get("requestId"),
    ),
  );
  app.onError((error, context) => {
    noteRefusal(context, error);
    return renderThrown(error, context.get("requestId"));
  });
  return app;
}

function addOpenApi(app: Hono<AdminApp>, routes: readonly DescribedRoute[]): void {
  let document: object | undefined;
  app.get(OPENAPI_PATH, () => {
    document ??= describeApi(routes);
    return Response.json(document);
  });
}

/** Answers 405 where a path is known and its method is not. Must come after all routes. */
function refuseOtherMethods(app: Hono<AdminApp>): void {
  const table = [...ROUTES, { method: "get", path: OPENAPI_PATH }];
  for (const path of new Set(table.map((route) => route.path))) {
    const methods = table.filter((route) => route.path === path).map((route) => route.method);
    // Hono answers HEAD with what GET answers, without the body.
    if (methods.includes("get")) methods.push("head");
    const allow = methods.join(", ").toUpperCase();
    app.all(toHonoPath(path), (context) =>
      renderFailure(
        { code: "method_not_allowed", message: `This route takes ${allow}.` },
        context.get("requestId"),
        { Allow: allow },
      ),
    );
  }
}

/** `{name}` is OpenAPI's way to write a parameter, `:name` is Hono's. */
function toHonoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

/** Cloudflare's own id of the request, since that is what its logs know; else a random one. */
function readRequestId(request: Request): string {
  const ray = request.headers.get("CF-Ray") ?? "";
  return /^[0-9a-f]{16}(?:-[A-Z]{3})?$/.test(ray) ? ray : crypto.randomUUID();
}
