/** The bindings of the tests' Worker, as `vitest.config.ts` makes them. */

import { env } from "cloudflare:workers";
import type { AdminRpc, SecretsRpc } from "@lunakey/contract";
import type { Env } from "../src/env.ts";

export interface TestBindings extends Env {
  readonly GATEWAY: Fetcher;
  readonly ADMIN: AdminRpc;
  readonly BROKEN_ADMIN: AdminRpc;
  readonly SECRETS: SecretsRpc;
  readonly SECRETS_STAGING: SecretsRpc;
  readonly SECRETS_NO_PROPS: SecretsRpc;
  readonly SECRETS_BAD_PROPS: SecretsRpc;
  readonly SECRETS_OTHER_STORE: SecretsRpc;
  readonly OUTSIDER: Fetcher;
}

export const bindings = env as unknown as TestBindings;
