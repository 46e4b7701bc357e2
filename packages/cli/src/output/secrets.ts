/** Secrets as text: names, versions and states; there is no value to show. */
import type { SecretMetadata, VersionMetadata } from "@lunakey/contract";
import type { View } from "../command-spec.ts";
import { phrase, speak, type Wording } from "../language/phrase.ts";
import { renderMoment } from "./moment.ts";
import { renderFields, renderTable } from "./table.ts";

export function renderSecrets(secrets: readonly SecretMetadata[], view: View): string {
  if (secrets.length === 0) return `${speak(view.language, "No secrets.")}\n`;
  return renderTable(
    ["NAME", "ENVIRONMENT", "VERSION", "STATE", "FALLBACK", "UPDATED", "BY"],
    secrets.map((secret) => [
      secret.name,
      secret.environment,
      secret.version === null ? "-" : String(secret.version),
      secret.state,
      secret.fallback,
      renderMoment(secret.updatedAt),
      secret.updatedBy ?? "-",
    ]),
    view,
  );
}

export function renderSecret(secret: SecretMetadata, store: Wording, view: View): string {
  const stages = secret.stages.map(({ stage, version, until }) =>
    until === null
      ? `${stage} ${version}`
      : phrase("{stage} {version} until {until}", { stage, version, until: renderMoment(until) })[
          view.language
        ],
  );
  const fields = renderFields(
    [
      ["Name", secret.name],
      ["Environment", secret.environment],
      ["Store", store[view.language]],
      ["State", secret.state],
      ["Version", secret.version === null ? "-" : String(secret.version)],
      ["Stages", stages.join(", ") || "-"],
      ["Fallback", secret.fallback],
      ["Created", renderMoment(secret.createdAt)],
      ["Updated", renderUpdate(secret, view)],
      ["Expires", renderMoment(secret.expiresAt)],
      ...(secret.recoverableUntil === null
        ? []
        : [["Recoverable until", renderMoment(secret.recoverableUntil)] as const]),
    ],
    view,
  );
  const note = speak(view.language, "Values are never shown: a Worker with a grant reads them.");
  return `${fields}${note}\n`;
}

function renderUpdate({ updatedAt, updatedBy }: SecretMetadata, view: View): string {
  return updatedBy === null
    ? renderMoment(updatedAt)
    : phrase("{moment} by {who}", { moment: renderMoment(updatedAt), who: updatedBy })[
        view.language
      ];
}

export function renderHistory(versions: readonly VersionMetadata[], view: View): string {
  if (versions.length === 0) return `${speak(view.language, "No versions.")}\n`;
  return renderTable(
    ["VERSION", "STAGES", "SINCE", "UNTIL", "CREATED", "BY", "EXPIRES", "COMMENT"],
    versions.map((version) => [
      String(version.version),
      version.stages.join(", ") || "-",
      renderMoment(version.since),
      renderMoment(version.until),
      renderMoment(version.createdAt),
      version.createdBy,
      renderMoment(version.expiresAt),
      version.comment ?? "",
    ]),
    view,
  );
}
