/** What `vitest.config.ts` gives the tests: the admin Worker, in three settings. */
declare namespace Cloudflare {
  interface Env {
    readonly ADMIN: Fetcher;
    /** Answers under `lunakey.example.com` and `127.0.0.1:8788` only. */
    readonly ADMIN_GUARDED: Fetcher;
    /** Its store can not be called. */
    readonly ADMIN_CUT_OFF: Fetcher;
    /** Takes a document, answers `{ valid, errors? }`. */
    readonly OPENAPI_VALIDATOR: Fetcher;
  }
}
