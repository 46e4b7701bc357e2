/** Secrets as text: names, versions and states; there is no value to show. */
import type { SecretMetadata, VersionMetadata } from "@lunakey/contract";
import type { View } from "../command-spec.ts";
import { renderMoment } from "./moment.ts";
import { renderFields, renderTable } from "./table.ts";

export function renderSecrets(secrets: readonly SecretMetadata[], view: View): string {
  if (secrets.length === 0) return "No secrets.\n";
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

export function renderSecret(secret: SecretMetadata, store: string, view: View): string {
  const stages = secret.stages.map(
    ({ stage, version, until }) =>
      `${stage} ${version}${until === null ? "" : ` until ${renderMoment(until)}`}`,
  );
  const fields = renderFields(
    [
      ["Name", secret.name],
      ["Environment", secret.environment],
      ["Store", store],
      ["State", secret.state],
      ["Version", secret.version === null ? "-" : String(secret.version)],
      ["Stages", stages.join(", ") || "-"],
      ["Fallback", secret.fallback],
      ["Created", renderMoment(secret.createdAt)],
      ["Updated", renderUpdate(secret)],
      ["Expires", renderMoment(secret.expiresAt)],
      ...(secret.recoverableUntil === null
        ? []
        : [["Recoverable until", renderMoment(secret.recoverableUntil)] as const]),
    ],
    view,
  );
  return `${fields}Values are never shown: a Worker with a grant reads them.\n`;
}

function renderUpdate({ updatedAt, updatedBy }: SecretMetadata): string {
  return updatedBy === null
    ? renderMoment(updatedAt)
    : `${renderMoment(updatedAt)} by ${updatedBy}`;
}

export function renderHistory(versions: readonly VersionMetadata[], view: View): string {
  if (versions.length === 0) return "No versions.\n";
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
