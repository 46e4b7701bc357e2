/**
 * Every refusal that the double knows, with where it was seen. "Reported": printed by wrangler in
 * public issues and repositories, which is closer to the truth than documentation, and no promise.
 */
import { Refusal, refuse } from "./answer.ts";

const SERVICE_BINDING_PAGE =
  "https://developers.cloudflare.com/workers/configuration/bindings/about-service-bindings/";
const VALIDATION_PAGE =
  "https://developers.cloudflare.com/workers/observability/errors/#validation-errors-10021";

export const refusals = {
  // Whoever asks.

  /** Reported, with this chain: https://developers.cloudflare.com/fundamentals/api/troubleshooting/ */
  malformedToken: () =>
    new Refusal(400, [
      {
        code: 6003,
        message: "Invalid request headers",
        error_chain: [{ code: 6111, message: "Invalid format for Authorization header" }],
      },
    ]),
  /** https://developers.cloudflare.com/fundamentals/api/troubleshooting/ */
  noCredentials: () =>
    refuse(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers"),
  /** What `/user/tokens/verify` says; wrangler takes 1000 there for a token of the account's own. */
  invalidToken: () => refuse(401, 1000, "Invalid API Token"),
  /** Reported. */
  unknownToken: () => refuse(401, 10_000, "Authentication error"),
  /** Reported, with status 403: a token without the permission that a request needs. */
  notPermitted: () => refuse(403, 10_000, "Authentication error"),
  /** Reported: what a token may not see at all, another account for example. */
  outOfReach: () => refuse(403, 9109, "Unauthorized to access requested resource"),
  /** Reported: no route has this path. */
  noSuchRoute: () => refuse(404, 7003, "Could not route to the path that was requested"),
  /** Reported. `seconds` until more can be asked, as the limits page says of Retry-After. */
  rateLimited: (seconds: number) =>
    new Refusal(
      429,
      [
        {
          code: 10_429,
          message: "Rate limited. Please wait and consider throttling your request speed",
        },
      ],
      { "Retry-After": String(seconds) },
    ),

  // Secrets Store. Reported with these words, which are codes themselves.

  storeNotFound: () => refuse(404, 1001, "store_not_found"),
  secretNotFound: () => refuse(404, 1001, "secret_not_found"),
  invalidJson: () => refuse(400, 1001, "invalid_json_body"),
  secretNameEmpty: () => refuse(400, 1001, "secret_name_empty"),
  secretScopesEmpty: () => refuse(400, 1001, "secret_scopes_empty"),
  secretScopeInvalid: () => refuse(400, 1001, "secret_scope_invalid"),
  /** https://github.com/cloudflare/workers-sdk/issues/9707 */
  secretValueTooLong: () => refuse(400, 1001, "secret_value_too_long"),
  secretNameTaken: (name: string) => refuse(400, 1003, `secret_name_already_exists: ${name}`),
  tooManySecrets: (most: number) => refuse(400, 1003, `maximum_secrets_exceeded: max ${most}`),
  /** https://github.com/cloudflare/workers-sdk/issues/10052 */
  tooManyStores: () => refuse(400, 1003, "maximum_stores_exceeded"),
  /** The client's documentation: 409 with this word. Its code is not recorded. */
  storeNotEmpty: () => refuse(409, 1003, "store_not_empty"),
  /** Not recorded: that a name or value is refused here is, in which words is not. */
  secretNameInvalid: () => refuse(400, 1001, "secret_name_invalid"),
  secretValueEmpty: () => refuse(400, 1001, "secret_value_empty"),

  // Workers.

  /** Reported. */
  workerNotFound: () => refuse(404, 10_007, "This Worker does not exist on your account."),
  /** Reported of wrangler 3: https://github.com/cloudflare/workers-sdk/issues/3791 */
  serviceNotFound: () => refuse(404, 10_090, "workers.api.error.service_not_found"),
  /** That it is refused is documented; code and words are not recorded. */
  workerInUse: () => refuse(400, 10_064, "This Worker is used by a binding of another Worker."),
  /** Reported. */
  bindingNotFound: (name: string) => refuse(404, 10_056, `Binding '${name}' not found.`),
  /** Reported: https://github.com/cloudflare/workers-sdk/issues/12812 */
  bindingNameTaken: (name: string) =>
    refuse(
      400,
      10_053,
      `Binding name '${name}' already in use. Please use a different name and try again.`,
    ),
  /** Reported, of a variable: a text binding is at most 5.1 kB. */
  textTooLarge: (name: string) => refuse(400, 10_054, `Text binding '${name}' is too large.`),
  /** Reported. */
  inheritsNothing: (name: string) => ({
    code: 10_057,
    message: `inherit binding '${name}' is invalid: previous version does not have binding named '${name}'`,
  }),
  /** Reported, with the page. */
  serviceNotDeployed: (binding: string, service: string) =>
    new Refusal(400, [
      {
        code: 10_143,
        message: `Service binding '${binding}' references Worker '${service}' which was not found. Verify the Worker exists in your account and that the service name in your configuration is correct.`,
        documentation_url: SERVICE_BINDING_PAGE,
      },
    ]),
  /** Reported: https://github.com/cloudflare/workers-sdk/issues/14431 and issue 8964. */
  storeBindingNotAuthorized: () =>
    new Refusal(400, [
      {
        code: 10_021,
        message:
          "Secrets store binding authorization failed. Check your permissions and secret scopes.",
        documentation_url: VALIDATION_PAGE,
      },
    ]),
  /** That the deploy is refused is reported (workers-sdk issue 14018), in which words is not. */
  storeBindingNotFound: (binding: string, secret: string) =>
    new Refusal(400, [
      {
        code: 10_021,
        message: `Secrets store binding '${binding}' references secret '${secret}' which was not found.`,
        documentation_url: VALIDATION_PAGE,
      },
    ]),
  /** Reported. */
  latestNotDeployed: () =>
    refuse(
      400,
      10_215,
      "Secret edit failed. You attempted to modify a secret, but the latest version of your Worker isn't currently deployed.",
    ),
  /** Reported. */
  noVersions: () => refuse(404, 10_222, "This Worker has no versions"),
  /** Reported. */
  versionNotFound: () => refuse(404, 10_071, "The requested Worker version could not be found"),
  /** Reported. */
  versionIdMalformed: () => refuse(400, 10_004, "The parameter 'version_id' is malformed"),
  /** Reported, up to the first words. */
  percentagesWrong: () =>
    refuse(400, 10_210, "Invalid deployment: version percentages must sum to 100"),
  /** Reported. */
  deploymentVersionNotFound: (id: string) =>
    refuse(400, 10_210, `Invalid deployment: Version not found: ${id}`),
  /** That 100 is the limit is documented; code and words are not recorded. */
  tooManyOperations: (most: number) =>
    refuse(400, 10_021, `At most ${most} secrets can be changed in one request.`),
  /** Not recorded: a body that is no JSON, or no upload. */
  malformedBody: () => refuse(400, 10_021, "The request's body could not be read."),
} as const;
