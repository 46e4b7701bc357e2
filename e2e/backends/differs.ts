/** What a caller sees differently on the two backends. All else is the same. */
import type { Backend } from "../stack/start-stack.ts";

interface Differences {
  /** In an item of `read`, and in usage. */
  readonly version: { readonly version?: number };
  /** The item for a value that has not changed since version 1, which the caller holds. */
  readonly known: object;
  readonly metadata: object;
  readonly status: object;
  /** `method path body` of the admin API, and the code of the answer. In order. */
  readonly codes: Readonly<Record<string, string>>;
}

const PEM = "/environments/default/secrets/PEM";
const STAGING = "/environments/staging/secrets/PEM";
const IMPORT =
  'POST /environments/default/import {"entries":[{"name":"NEW","value":"x"}],"mode":"preview"}';

export const DIFFERS: Readonly<Record<Backend, Differences>> = {
  vault: {
    version: { version: 1 },
    known: { status: "same", version: 1 },
    metadata: { version: 1, state: "active" },
    status: { versions: 13 },
    codes: {
      [`GET ${STAGING}`]: "not_found",
      "GET /environments/default/secrets/NOT_SET": "not_found",
      [`PUT ${PEM} {"value":"changed"}`]: "ok",
      [`GET ${PEM}/versions`]: "ok",
      [IMPORT]: "ok",
      [`DELETE ${PEM}`]: "in_use",
      [`DELETE ${PEM}?force=true`]: "ok",
      [`POST ${PEM}/undelete {}`]: "ok",
      [`PUT ${STAGING} {"value":"x"}`]: "ok",
    },
  },
  cloudflare: {
    version: {},
    known: { status: "ok", value: "placeholder-stripe" },
    metadata: { version: null, state: "bound", updatedBy: null, createdAt: null },
    status: { versions: 0, environment: "default" },
    codes: {
      [`GET ${STAGING}`]: "not_supported",
      "GET /environments/default/secrets/NOT_SET": "not_found",
      [`PUT ${PEM} {"value":"changed"}`]: "not_supported",
      [`GET ${PEM}/versions`]: "not_supported",
      [IMPORT]: "not_supported",
      [`DELETE ${PEM}`]: "not_supported",
      [`DELETE ${PEM}?force=true`]: "not_supported",
      [`POST ${PEM}/undelete {}`]: "not_supported",
      [`PUT ${STAGING} {"value":"x"}`]: "not_supported",
    },
  },
};
