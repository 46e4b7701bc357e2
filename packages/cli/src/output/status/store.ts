/** Which store it is, and how much is in it. */
import type { ResultOf } from "@lunakey/contract";
import type { View } from "../../command-spec.ts";
import type { StoreStatus } from "../../work/status.ts";
import { renderFields } from "../table.ts";

export function renderStore({ url, status }: StoreStatus, view: View): string {
  return renderFields(
    [
      ["Address", url],
      ["Store", status.store],
      ["Backend", renderBackend(status)],
      ["For", status.local ? "local development" : "deployed Workers"],
      ["Secrets", renderSize(status)],
      ["Grants", String(status.grants)],
      ["Audit events", String(status.auditEvents)],
    ],
    view,
  );
}

function renderBackend({ backend, environment }: ResultOf<"store.status">): string {
  return environment === undefined ? backend : `${backend}, for environment ${environment}`;
}

function renderSize({ backend, secrets, versions }: ResultOf<"store.status">): string {
  return backend === "cloudflare" ? `${secrets} bound` : `${secrets}, ${versions} versions`;
}
