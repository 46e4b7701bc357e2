/** Which store it is, and how much is in it. */

import type { ResultOf } from "@lunakey/contract";
import type { View } from "../../command-spec.ts";
import { counted } from "../../language/counted.ts";
import { asIs, phrase, speak, type Wording } from "../../language/phrase.ts";
import type { StoreStatus } from "../../work/status.ts";
import { renderFields } from "../table.ts";

export function renderStore({ url, status }: StoreStatus, view: View): string {
  return renderFields(
    [
      ["Address", url],
      ["Store", status.store],
      ["Backend", describeBackend(status)[view.language]],
      ["For", speak(view.language, status.local ? "local development" : "deployed Workers")],
      ["Secrets", describeSize(status)[view.language]],
      ["Grants", String(status.grants)],
      ["Audit events", String(status.auditEvents)],
    ],
    view,
  );
}

function describeBackend({ backend, environment }: ResultOf<"store.status">): Wording {
  return environment === undefined
    ? asIs(backend)
    : phrase("{backend}, for environment {environment}", { backend, environment });
}

function describeSize({ backend, secrets, versions }: ResultOf<"store.status">): Wording {
  return backend === "cloudflare"
    ? phrase("{count} bound", { count: secrets })
    : phrase("{count}, {versions}", { count: secrets, versions: counted(versions, "versions") });
}
