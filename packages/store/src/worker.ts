/**
 * The gateway Worker. It has no route: Workers and the admin reach its entrypoints by service
 * bindings, and whatever arrives over HTTP all the same is answered 404.
 */
export { Admin } from "./admin-entrypoint.ts";
export { Ledger } from "./ledger/ledger.ts";
export { Secrets } from "./secrets-entrypoint.ts";

export default {
  fetch(): Response {
    return new Response("Not found\n", { status: 404 });
  },
};
