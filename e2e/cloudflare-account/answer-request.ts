/** From a request to its answer: who asks, how often, what, and may they. */
import {
  type AccountOptions,
  DEFAULT_LIMITS,
  LUNA_ACCOUNT,
  OWNER_TOKEN,
} from "./account-options.ts";
import { type AccountState, createState } from "./account-state.ts";
import { type Answer, Refusal } from "./answer.ts";
import { authenticate } from "./authenticate.ts";
import { isPermitted } from "./permissions.ts";
import { createRateLimit } from "./rate-limit.ts";
import { refusals } from "./refusals.ts";
import { type AccountCall, type Call, matchPath } from "./route.ts";
import { deploymentRoutes } from "./routes/deployments.ts";
import { userRoutes } from "./routes/identity.ts";
import { latestVersionRoutes } from "./routes/latest-version.ts";
import { scriptRoutes } from "./routes/scripts.ts";
import { storeSecretRoutes } from "./routes/store-secrets.ts";
import { storeRoutes } from "./routes/stores.ts";
import { uploadRoutes } from "./routes/uploads.ts";
import { versionRoutes } from "./routes/versions.ts";
import { workerSecretRoutes } from "./routes/worker-secrets.ts";

const ACCOUNT_ROUTES = [
  ...storeRoutes,
  ...storeSecretRoutes,
  ...scriptRoutes,
  ...uploadRoutes,
  ...versionRoutes,
  ...deploymentRoutes,
  ...workerSecretRoutes,
  ...latestVersionRoutes,
];

export interface ApiRequest {
  readonly method: string;
  /** Below `/client/v4`, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

export interface Api {
  /** In the order of the options. */
  readonly accounts: readonly AccountState[];
  answer(request: ApiRequest): Promise<Answer>;
}

export function createApi(options: AccountOptions): Api {
  const { tokens = [OWNER_TOKEN], now = () => Date.now(), sameName = "replaced" } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { subdomain = "luna" } = options;
  const accounts = (options.accounts ?? [LUNA_ACCOUNT]).map((one) => createState(one, subdomain));
  const rateLimit = createRateLimit(limits);
  const answer = async (request: ApiRequest): Promise<Answer> => {
    const token = authenticate(request.headers, request.path, tokens);
    const headers = rateLimit.count(token.value, now());
    const call: Call = { ...request, token, limits, sameName, params: {}, now: now() };
    const given = await route(request, call, accounts);
    return { ...given, headers: { ...headers, ...given.headers } };
  };
  return {
    accounts,
    answer: async (request) => {
      try {
        return await answer(request);
      } catch (error) {
        if (error instanceof Refusal) return error.answer;
        throw error;
      }
    },
  };
}

async function route(
  { method, path }: ApiRequest,
  call: Call,
  accounts: readonly AccountState[],
): Promise<Answer> {
  for (const one of userRoutes) {
    const params = one.method === method ? matchPath(one.path, path) : null;
    if (params !== null) return one.answer({ ...call, params, accounts });
  }
  const [, id = "", below = ""] = /^\/accounts\/([^/]+)(\/.+)$/.exec(path) ?? [];
  if (id === "") throw refusals.noSuchRoute();
  const state = accounts.find(({ account }) => account.id === id);
  if (state === undefined) throw refusals.outOfReach();
  return routeAccount(method, below, { ...call, state });
}

async function routeAccount(method: string, path: string, call: AccountCall): Promise<Answer> {
  for (const one of ACCOUNT_ROUTES) {
    const params = one.method === method ? matchPath(one.path, path) : null;
    if (params === null) continue;
    if (!isPermitted(call.token, one.needs)) throw refusals.notPermitted();
    return one.answer({ ...call, params });
  }
  throw refusals.noSuchRoute();
}
