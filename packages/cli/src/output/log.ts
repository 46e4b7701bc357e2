/** The audit log and the tokens as text. */
import type { AuditEvent, TokenMetadata } from "@lunakey/contract";
import type { View } from "../command-spec.ts";
import { speak } from "../language/phrase.ts";
import { renderMoment } from "./moment.ts";
import { renderTable } from "./table.ts";

export function renderEvents(events: readonly AuditEvent[], view: View): string {
  if (events.length === 0) return `${speak(view.language, "No events.")}\n`;
  return renderTable(
    ["SEQ", "AT", "ACTOR", "ACTION", "OUTCOME", "TARGET"],
    events.map((event) => [
      String(event.seq),
      renderMoment(event.at),
      `${event.actor.kind} ${event.actor.id}`,
      event.action,
      event.outcome,
      renderTarget(event.target),
    ]),
    view,
  );
}

/** The name first, which a narrow terminal leaves; the log itself goes by the alphabet. */
function renderTarget({ name, ...rest }: AuditEvent["target"]): string {
  const fields = name === undefined ? rest : { name, ...rest };
  return Object.entries(fields)
    .map(([field, value]) => `${field}=${value}`)
    .join(" ");
}

export function renderTokens(tokens: readonly TokenMetadata[], view: View): string {
  if (tokens.length === 0) return `${speak(view.language, "No tokens.")}\n`;
  return renderTable(
    ["ID", "LABEL", "ROLE", "STATE", "CREATED", "EXPIRES", "LAST USED"],
    tokens.map((token) => [
      token.id,
      token.label,
      token.role,
      speak(view.language, token.revokedAt === null ? "active" : "revoked"),
      renderMoment(token.createdAt),
      renderMoment(token.expiresAt),
      renderMoment(token.lastUsedAt),
    ]),
    view,
  );
}
