/** What the admin Worker is given: one way to the store, and which hosts it answers under. */
import type { AdminRpc } from "@lunakey/contract";

export interface AdminEnv {
  /** Service binding to the gateway's entrypoint `Admin`. */
  readonly STORE: AdminRpc;
  /** Comma-separated `host[:port]`; see `host-check.ts`. */
  readonly LUNAKEY_ALLOWED_HOSTS?: string;
}

/** Hono's type of this app: its bindings, and what it keeps for the length of a request. */
export interface AdminApp {
  Bindings: AdminEnv;
  Variables: { requestId: string };
}
